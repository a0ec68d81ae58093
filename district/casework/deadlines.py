"""办理期限: `deadlines.yml`, one rule a kind of clock, for each form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError

from district.errors import ConfigError
from district.layers import NATIONAL, read_layered
from district.loader import problems_of
from district.models import Frozen

FILE = "deadlines.yml"
MAX_BASIS_LENGTH = 200
MAX_DAYS = 180


class DayCount(StrEnum):
    """How days are counted."""

    WORKING = "working"
    NATURAL = "natural"

    @property
    def label(self) -> str:
        return {"working": "个工作日", "natural": "日"}[self.value]


class ClockKind(StrEnum):
    """What a clock measures; the value is its key in deadlines.yml."""

    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    SUPPLEMENT = "supplement"
    ASSIGN = "assign"
    TAKE = "take"
    COORDINATE = "coordinate"
    ANSWER = "answer"
    DELIVER = "deliver"
    CALL_BACK = "call_back"
    CLEAR = "clear"
    REEXAMINE = "reexamine"
    VERIFY = "verify"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ClockKind.ACKNOWLEDGE: "登记",
    ClockKind.ACCEPT: "受理告知",
    ClockKind.SUPPLEMENT: "补充材料",
    ClockKind.ASSIGN: "分流",
    ClockKind.TAKE: "接收或退单",
    ClockKind.COORDINATE: "协调",
    ClockKind.ANSWER: "办理答复",
    ClockKind.DELIVER: "反馈",
    ClockKind.CALL_BACK: "回访",
    ClockKind.CLEAR: "销号",
    ClockKind.REEXAMINE: "复查",
    ClockKind.VERIFY: "复核",
}


class Deadline(Frozen):
    """So many days, counted so, at most so many natural days, because of `basis`."""

    days: int = Field(ge=1, le=MAX_DAYS)
    count: DayCount
    at_most: int | None = Field(default=None, ge=1, le=MAX_DAYS)
    basis: str = Field(min_length=1, max_length=MAX_BASIS_LENGTH)


class Lights(Frozen):
    """When a clock turns yellow (share of days left, in percent) and when it is posted (挂牌)."""

    yellow_share: int = Field(ge=1, le=90)
    posted_after: int = Field(ge=1, le=60)


class Letters(Frozen):
    """By when a unit replies to a letter that urges (催办函) or supervises (督办函), and to which
    forms a written answer (答复书) names the re-examination (复查, 信访工作条例 35 条)."""

    urge: Deadline = Deadline(
        days=2, count=DayCount.WORKING, basis="本区办理要求：收到催办函后 2 个工作日内回复"
    )
    supervise: Deadline = Deadline(
        days=5, count=DayCount.WORKING, basis="本区办理要求：收到督办函后 5 个工作日内书面报告"
    )
    review: tuple[str, ...] = ("complaint",)


class DeadlineSet(Frozen):
    """All rules of one form."""

    acknowledge: Deadline
    accept: Deadline
    supplement: Deadline
    assign: Deadline
    take: Deadline
    coordinate: Deadline
    answer: Deadline
    extend: Deadline
    deliver: Deadline
    call_back: Deadline
    clear: Deadline
    reexamine: Deadline
    verify: Deadline

    def of(self, kind: ClockKind) -> Deadline:
        found: Deadline = getattr(self, kind.value)
        return found


class Deadlines(Frozen):
    """Everything in deadlines.yml, defaults filled in."""

    lights: Lights
    letters: Letters = Letters()
    default: DeadlineSet
    forms: Mapping[str, DeadlineSet] = {}

    def for_form(self, form_id: str) -> DeadlineSet:
        return self.forms.get(form_id, self.default)


def load_deadlines(directory: Path = NATIONAL) -> Deadlines:
    """The district's deadlines. Raises ConfigError that lists every mistake."""
    data = read_layered(directory, FILE).mapping
    default = data.get("default") or {}
    forms = {key: {**default, **(own or {})} for key, own in (data.get("forms") or {}).items()}
    try:
        return Deadlines.model_validate({**data, "forms": forms})
    except ValidationError as error:
        raise ConfigError(problems_of(error, FILE)) from error
