"""What a district defines of filings upwards (报送) and of the table of points (考评); see filings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from district.frozen import Frozen
from district.registers.models import Every, FieldKey, Key, Label, one_of

MOST_POINTS, MOST_SCORE = 40, 1_000
MOST_DAYS = 60
WHOLE = 100
"""Percent."""


class FilingKind(StrEnum):
    """How often a unit files; the values are those of the backend's reports."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    TWO_MONTHLY = "two-monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


DAYS_AFTER: Mapping[FilingKind, int] = {FilingKind.WEEKLY: 1, FilingKind.MONTHLY: 2}
"""每周五，统计到周四；每月 2 日前，统计上个月（DOMAIN §0.5, 0.11). No document names the others'."""


class FreeDay(StrEnum):
    """What becomes of a last day on which nobody works."""

    NEXT = "next"
    STAYS = "stays"


class RateKey(StrEnum):
    """比率 that points may be given for; the keys are those of the backend's reports."""

    ACCEPT_TIMELY = "accept_timely"
    ON_TIME = "on_time"
    TOLD = "told"
    SOLVED = "solved"
    SATISFIED = "satisfied"
    BOUNCE = "bounce"
    REPEAT = "repeat"


class CountKey(StrEnum):
    """件数 that points may be taken off for; the keys are those of the backend's reports."""

    OVERDUE = "overdue"
    BOUNCED = "bounced"
    SUPERVISED = "supervised"
    DISSATISFIED = "dissatisfied"


class FilingRule(Frozen):
    """报送: who files from when on, by when, and what is written with the figures."""

    since: date
    """Periods that end before it were never asked for."""
    units: tuple[str, ...] = ()
    """Empty: every unit that has a parent."""
    days_after: int | None = Field(default=None, ge=1, le=MOST_DAYS)
    """A period is filed once it is over: on its last day nobody could."""
    free_day: Annotated[FreeDay, one_of(FreeDay, "办法")] = FreeDay.NEXT
    texts: Mapping[FieldKey, Label] = Field(
        default={"practice": "主要做法", "difficulties": "存在困难", "plans": "下步打算"},
        min_length=1,
        max_length=8,
    )
    required: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> FilingRule:
        if strange := [key for key in self.required if key not in self.texts]:
            raise ValueError(f"required：texts 里没有“{'、'.join(strange)}”")
        if len(set(self.texts.values())) != len(self.texts):
            raise ValueError("texts：两段文字不能同名")
        return self


class Point(Frozen):
    """考评的一项: at most `score` points, by one of five sources. A rate and filings handed in on
    time give all of them at `full` percent and none at `none`, evenly between; a count takes `each`
    off for every matter; a register gives all of them once `goal` is reached, evenly below."""

    name: str = Field(min_length=1, max_length=40)
    score: int = Field(ge=1, le=MOST_SCORE)
    basis: str = Field(default="", max_length=200)
    rate: Annotated[RateKey, one_of(RateKey, "比率")] | None = None
    count: Annotated[CountKey, one_of(CountKey, "件数")] | None = None
    each: int = Field(default=1, ge=1, le=MOST_SCORE)
    filings: tuple[Annotated[FilingKind, one_of(FilingKind, "报送")], ...] = ()
    register_key: str | None = Field(default=None, alias="register")
    states: tuple[str, ...] = ()
    goal: int = Field(default=1, ge=1, le=1_000_000)
    by_hand: bool = False
    full: int = Field(default=WHOLE, ge=0, le=WHOLE)
    none: int = Field(default=0, ge=0, le=WHOLE)

    @model_validator(mode="after")
    def _check(self) -> Point:
        sources = (self.rate, self.count, self.filings, self.register_key, self.by_hand)
        if sum(map(bool, sources)) != 1:
            raise ValueError("rate、count、filings、register、by_hand 应当只写一个")
        if self.full == self.none:
            raise ValueError("full 和 none 不能相同")
        if bool(self.register_key) is not bool(self.states):
            raise ValueError("register 和 states 要一起写")
        return self


class Assessment(Frozen):
    """考评: the table of points, for which units, how often."""

    name: str = Field(min_length=1, max_length=40)
    every: Annotated[Every, one_of(Every, "周期")] = Every.QUARTER
    units: tuple[str, ...] = ()
    """Empty: every unit that has a parent."""
    points: Mapping[Key, Point] = Field(min_length=1, max_length=MOST_POINTS)

    @property
    def whole(self) -> int:
        """All points together."""
        return sum(point.score for point in self.points.values())


class Filings(Frozen):
    """Everything in filings.yml. Empty: nobody files, nobody is assessed, no page shows it."""

    filings: Mapping[Annotated[FilingKind, one_of(FilingKind, "报送")], FilingRule] = {}
    assessment: Assessment | None = None

    @model_validator(mode="after")
    def _check(self) -> Filings:
        for kind, rule in self.filings.items():
            if rule.days_after is None and kind not in DAYS_AFTER:
                raise ValueError(f"filings.{kind}：请写 days_after，统计期结束后第几天报")
        return self

    def days_after(self, kind: FilingKind) -> int:
        """The last day to file, counted from the last day of the period. KeyError."""
        asked = self.filings[kind].days_after
        return DAYS_AFTER[kind] if asked is None else asked
