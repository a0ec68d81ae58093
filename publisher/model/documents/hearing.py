"""旁听庭审: one hearing that the public may attend, and what is left of it once it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import Field, ValidationInfo, model_validator

from district.models import Term
from publisher.model.documents.cause import with_cause_group
from publisher.model.documents.document import Badge, Document, area_badges, check_order, line
from publisher.model.fields import (
    Areas,
    Cause,
    ClockTime,
    HearingState,
    Industries,
    Text,
    UnitName,
    wrong,
)

_TONES = {"scheduled": "green", "rescheduled": "orange", "cancelled": "red", "held": "muted"}


class Hearing(Document):
    """Times are Asia/Shanghai. `sequence` grows with every change (iCalendar SEQUENCE)."""

    starts: ClockTime
    ends: ClockTime
    court: UnitName
    courtroom: Text
    cause: Cause
    cause_group: Term | None = Field(
        default=None, exclude=True, json_schema_extra={"x-internal": True}
    )
    areas: Areas
    industries: Industries = ()
    seats: Annotated[int, Field(ge=1, le=2000, strict=True)]
    book_until: ClockTime
    open_to: Text
    contact: Text
    directions: Text | None = None
    livestream: Annotated[str, Field(pattern=r"^https?://")] | None = None
    state: HearingState
    sequence: Annotated[int, Field(ge=0, strict=True)] = 0

    @model_validator(mode="before")
    @classmethod
    def _derive_cause_group(cls, data: object, info: ValidationInfo) -> object:
        return with_cause_group(data, info)

    @model_validator(mode="after")
    def _times_in_order(self) -> Hearing:
        check_order(self, "starts", "ends")
        if self.book_until > self.starts:
            raise wrong(
                "C206",
                f"「book_until」（{self.book_until:%Y-%m-%d %H:%M}）晚于「starts」"
                f"（{self.starts:%Y-%m-%d %H:%M}）",
            )
        return self

    @property
    def will_take_place(self) -> bool:
        return self.state.key in ("scheduled", "rescheduled")

    @property
    def is_cancelled(self) -> bool:
        return self.state.key == "cancelled"

    def is_over(self, now: datetime) -> bool:
        """Whether it was held, or its time has passed."""
        return self.state.key == "held" or self.ends <= now

    def is_upcoming(self, now: datetime) -> bool:
        """Whether a visitor can still attend at `now`."""
        return self.will_take_place and self.ends > now

    def takes_bookings(self, now: datetime) -> bool:
        """Whether a visitor can still ask for a seat at `now`."""
        return self.is_upcoming(now) and now <= self.book_until

    def facets(self) -> dict[str, tuple[Term, ...]]:
        unit = Term(key=self.court.key, label=self.court.short)
        return {
            "area": tuple(self.areas),
            "industry": tuple(self.industries),
            "unit": (unit,),
            "cause": (self.cause_group,) if self.cause_group else (),
            **super().facets(),
        }

    def badges(self) -> tuple[Badge, ...]:
        return (Badge(self.state.label, _TONES[self.state.key]), *area_badges(self.areas))

    @property
    def note(self) -> str:
        return f"{self.court.short}{self.courtroom}"

    def shown_text(self) -> Iterator[str]:
        yield f"{self.open_to}\n{self.contact}"

    def shown_fields(self) -> Iterator[str]:
        yield line(f"{self.court.name}{self.courtroom}", self.cause, self.state.label)

    def named_values(self) -> dict[str, str | None]:
        return {"cause": self.cause}


class RetiredHearing(Hearing):
    """A hearing that is over: cause, court and date stay, all that describes the parties is gone."""

    @property
    def is_retired(self) -> bool:
        return True


def retired(hearing: Hearing) -> RetiredHearing:
    """What stays public of a hearing that is over."""
    day = f"{hearing.starts.year}年{hearing.starts.month}月{hearing.starts.day}日"
    ending = f"原定{day}开庭，已取消" if hearing.is_cancelled else f"已于{day}开庭"
    values = {name: getattr(hearing, name) for name in Hearing.model_fields}
    values |= {
        "title": f"{hearing.cause}（{day}{'，已取消' if hearing.is_cancelled else ''}）",
        "summary": f"案由：{hearing.cause}。本场庭审{ending}，案情介绍已撤下。",
        "keywords": ("旁听庭审", hearing.cause),
        "directions": None,
        "livestream": None,
    }
    return RetiredHearing.model_construct(**values)
