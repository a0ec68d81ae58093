"""What calculators count with: fee scales, rates, legal deadlines, holidays, local figures.

`district/national/` holds them as YAML; a district adds rows or figures in files of the same names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from district.casework.working_days import WorkingCalendar, load_working_calendar
from district.errors import ConfigError, ConfigProblem
from district.frozen import Frozen
from district.layers import NATIONAL, read_layered
from district.loader import problems_of

MONEY_RULES, LPR, DEADLINES, LOCAL = (
    "money_rules.yml",
    "lpr.yml",
    "legal_deadlines.yml",
    "local_figures.yml",
)
CALENDAR_FROM = 2004
"""The first year whose days are handed to the browser; arrangements before are known to nobody here."""


def _fraction(value: Any) -> Any:
    """Decimal text or a whole number; a float of YAML is refused, it may not be what was written."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError('应为加引号的小数，如 "0.025"，或整数')
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"“{value}”不是数") from error


class Exact(Frozen):
    """A value that holds fractions."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


Amount = Annotated[Fraction, BeforeValidator(_fraction)]


class Band(Exact):
    """The part up to `to` (yuan; None: all above) costs `rate`."""

    to: Amount | None = None
    rate: Amount


class Scale(Exact):
    """分段累计: up to `free` the fee is `base`, what lies above is charged band by band."""

    title: str
    basis: str
    base: Amount
    free: Amount
    bands: tuple[Band, ...] = Field(min_length=1)
    at_most: Amount | None = None

    @model_validator(mode="after")
    def _rises(self) -> Scale:
        edges = [self.free, *(band.to for band in self.bands[:-1])]
        if any(a is None or b is None or a >= b for a, b in pairwise(edges)):
            raise ValueError("各段的 to 应一段比一段高，只有最后一段可以不写")
        return self


class Lookup(Exact):
    """One figure a key, such as months of wage by degree of disability."""

    title: str
    basis: str
    values: Mapping[str, Amount]


class MoneyRules(Exact):
    scales: Mapping[str, Scale]
    lookups: Mapping[str, Lookup]


class Rate(Exact):
    """Percent a year, in force from `day` until the next row."""

    day: date
    one_year: Amount


class Lpr(Exact):
    """贷款市场报价利率, one year. After `holds_until` the last row is only an assumption."""

    source: str
    holds_until: date
    rows: tuple[Rate, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _rises(self) -> Lpr:
        days = [row.day for row in self.rows]
        if days != sorted(set(days)):
            raise ValueError("rows 应按日期先后，每天一行")
        if self.holds_until < days[-1]:
            raise ValueError("holds_until 早于最后一行")
        return self


class Unit(StrEnum):
    """How a legal deadline counts."""

    NATURAL = "natural"
    WORKING = "working"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        return {"natural": "日", "working": "个工作日", "month": "个月", "year": "年"}[self.value]


class LegalDeadline(Frozen):
    """So long, from the day after `start`; `rolls`: a last day that is free moves to the next
    working day (民法典 203, 民诉法 85)."""

    title: str
    group: str
    who: str
    length: int = Field(ge=1, le=365)
    unit: Unit
    start: str
    basis: str
    note: str = ""
    rolls: bool = True
    fixed: bool = False
    """Not suspended, interrupted or extended (不变期间、除斥期间)."""

    @property
    def term(self) -> str:
        return f"{self.length} {self.unit.label}"


class LocalFigure(Frozen):
    """A figure that only the province or the city publishes; `value` is None until it is filled in."""

    title: str
    unit: str = "元"
    asked_for: str
    """Where it is to be found, and which calculator needs it."""
    value: str | None = None
    year: int | None = None
    source: str = ""

    @model_validator(mode="after")
    def _is_sourced(self) -> LocalFigure:
        if self.value is not None:
            _fraction(self.value)
            if self.year is None or not self.source:
                raise ValueError("填了 value，就要写明 year 和 source")
        return self


@dataclass(frozen=True)
class Facts:
    """All of them, checked."""

    money: MoneyRules
    lpr: Lpr
    deadlines: Mapping[str, LegalDeadline]
    local: Mapping[str, LocalFigure]
    calendar: WorkingCalendar

    def rate_on(self, day: date) -> Fraction | None:
        """The LPR in force on `day`; None before the first row."""
        found = [row.one_year for row in self.lpr.rows if row.day <= day]
        return found[-1] if found else None

    def local_values(self) -> dict[str, str]:
        return {key: figure.value for key, figure in self.local.items() if figure.value is not None}


_FILES: tuple[tuple[str, Any], ...] = ((MONEY_RULES, MoneyRules), (LPR, Lpr))
_TABLES: tuple[tuple[str, Any], ...] = ((DEADLINES, LegalDeadline), (LOCAL, LocalFigure))


def load_facts(directory: Path = NATIONAL) -> Facts:
    """The facts of the settings in `directory`. Raises ConfigError with every mistake."""
    problems: list[ConfigProblem] = []
    read: dict[str, Any] = {}
    for name, model in _FILES:
        try:
            read[name] = model.model_validate(read_layered(directory, name).mapping)
        except ValidationError as error:
            problems += problems_of(error, name)
        except ConfigError as error:
            problems += error.problems
    for name, model in _TABLES:
        rows: dict[str, Any] = {}
        try:
            for key, value in read_layered(directory, name).mapping.items():
                try:
                    rows[str(key)] = model.model_validate(value)
                except ValidationError as error:
                    problems += [
                        ConfigProblem(f"{name}: {key}.{p.path.partition(': ')[2]}", p.message)
                        for p in problems_of(error, name)
                    ]
        except ConfigError as error:
            problems += error.problems
        read[name] = rows
    if problems:
        raise ConfigError(problems)
    return Facts(
        read[MONEY_RULES], read[LPR], read[DEADLINES], read[LOCAL], load_working_calendar(directory)
    )


def _plain(value: Fraction) -> str:
    return str(value)


def scales_for_browser(facts: Facts, names: Sequence[str]) -> dict[str, Any]:
    """The scales that a page needs, numbers as fractions in text (`1/40`)."""
    chosen = {name: facts.money.scales[name] for name in names}
    return {
        name: {
            "base": _plain(scale.base),
            "free": _plain(scale.free),
            "bands": [[b.to and _plain(b.to), _plain(b.rate)] for b in scale.bands],
            "most": scale.at_most and _plain(scale.at_most),
        }
        for name, scale in chosen.items()
    }


def calendar_for_browser(calendar: WorkingCalendar) -> dict[str, Any]:
    """Days that are not what their weekday says, year by year as MMDD numbers; a year that is
    missing or not `certain` is one whose arrangement is unknown."""
    years = {}
    last = max(y for y in range(CALENDAR_FROM, 2101) if calendar.is_certain(y))
    for year in range(CALENDAR_FROM, last + 3):
        odd = [day.month * 100 + day.day for day in calendar.exceptions(year)]
        years[str(year)] = {"certain": calendar.is_certain(year), "odd": odd}
    return years


def lpr_for_browser(facts: Facts) -> dict[str, Any]:
    """Only rows that change the rate: the others say the same again."""
    rows: list[list[Any]] = []
    for row in facts.lpr.rows:
        if not rows or rows[-1][1] != _plain(row.one_year):
            rows.append([row.day.toordinal(), _plain(row.one_year)])
    return {"until": facts.lpr.holds_until.toordinal(), "rows": rows}
