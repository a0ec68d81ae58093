"""普法日历: `content/calendar.yml`, the visits, lectures and open days that an editor announces.

Days that come every year are not written there: they are the campaign days of topics.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from district.errors import ConfigError, ConfigProblem
from district.loader import problems_of, read_yaml
from district.models import Frozen, SiteConfig
from publisher.model.fields import CHINA, ClockTime, Id, Text, UnitName

FILE_NAME = "calendar.yml"
"""Below content/."""


class EventKind(StrEnum):
    """What may be written as `kind`; the value is its Chinese label."""

    CAMPAIGN = "宣传日"
    VISIT = "走访"
    LECTURE = "讲座"
    OPEN_DAY = "开放日"
    COUNSEL = "现场咨询"
    OTHER = "其他活动"


def _kind(value: Any) -> EventKind:
    if value not in set(EventKind):
        raise ValueError(f"应为{'、'.join(EventKind)}之一，实际为“{value}”")
    return EventKind(value)


def _day(value: Any) -> date:
    """YAML reads 2026-12-04 as a date by itself; in quotes it is text."""
    try:
        return value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"应为 YYYY-MM-DD，实际为“{value}”") from error


Day = Annotated[date, BeforeValidator(_day)]


class PublicityEvent(Frozen):
    """活动: all day (`date`, `until` for several days) or by the clock (`starts`, `ends`).

    `page` is the id of a document or an address of this site (/forms/…). `sequence` grows with
    every change of time or place, as readers' calendars expect. `example`: invented, to show the
    form.
    """

    id: Id
    title: Text
    kind: Annotated[EventKind, BeforeValidator(_kind)]
    date: Day | None = None
    until: Day | None = None
    starts: ClockTime | None = None
    ends: ClockTime | None = None
    place: Text | None = None
    organiser: UnitName
    page: Text | None = None
    note: Text | None = None
    cancelled: bool = False
    sequence: Annotated[int, Field(ge=0, strict=True)] = 0
    example: bool = False

    @model_validator(mode="after")
    def _has_one_time(self) -> PublicityEvent:
        by_clock = self.starts is not None or self.ends is not None
        if by_clock == (self.date is not None):
            raise ValueError("时间写一种：全天的写 date，有钟点的写 starts 和 ends")
        if by_clock and (self.starts is None or self.ends is None):
            raise ValueError("starts 和 ends 要一起写")
        if self.until is not None and by_clock:
            raise ValueError("until 与 date 一起用，表示最后一天")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError("ends 应晚于 starts")
        if self.date and self.until and self.until < self.date:
            raise ValueError("until 早于 date")
        return self

    @property
    def first_day(self) -> Day:
        if self.starts is not None:
            return self.starts.date()
        assert self.date is not None
        return self.date

    @property
    def last_day(self) -> Day:
        return self.ends.date() if self.ends is not None else self.until or self.first_day

    @property
    def order(self) -> tuple[datetime, str]:
        """By time; what lasts all day comes first."""
        return self.starts or datetime.combine(self.first_day, time(), CHINA), self.id

    def is_over(self, now: datetime) -> bool:
        return self.ends <= now if self.ends is not None else self.last_day < now.date()


class PublicityCalendar(Frozen):
    """The whole file; `updated` is the day of its last change."""

    updated: Day
    events: tuple[PublicityEvent, ...] = ()

    @field_validator("events")
    @classmethod
    def _no_id_twice(cls, events: tuple[PublicityEvent, ...]) -> tuple[PublicityEvent, ...]:
        ids = [event.id for event in events]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"id 重复：{'、'.join(twice)}")
        return tuple(sorted(events, key=lambda event: event.order))


NO_EVENTS = PublicityCalendar(updated=date(1970, 1, 1))
"""What a site without the file has: the campaign days of its topics alone."""


def load_publicity(content: Path, config: SiteConfig) -> PublicityCalendar:
    """The events in the folder `content`, in the order of their time.

    Raises ConfigError that lists every mistake.
    """
    path = content / FILE_NAME
    if not path.exists():
        return NO_EVENTS
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise ConfigError([ConfigProblem(FILE_NAME, "应为 updated 和 events 两项")])
    try:
        return PublicityCalendar.model_validate(data, context=config)
    except ValidationError as error:
        raise ConfigError(problems_of(error, FILE_NAME)) from error
