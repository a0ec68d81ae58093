"""工作日: the district's own table first, then the `chinesecalendar` library, else provisional."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path, PurePath
from typing import Annotated, Any

import chinese_calendar
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL, read_folder
from district.loader import problems_of
from district.models import Frozen

FIXED_FESTIVALS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Statutory days with a fixed date; those of the lunar calendar stand in the year's table."""

NEAR_A_FESTIVAL = timedelta(days=7)
"""An arrangement has never moved a free day further than this from its festival."""

FESTIVAL_SEASONS = (
    ((1, 1), (2, 28)),
    ((3, 28), (4, 13)),
    ((4, 24), (7, 2)),
    ((8, 31), (10, 17)),
    ((12, 25), (12, 31)),
)
"""When a free day may fall in a year of which not even the lunar festivals are known."""

FOLDER = "holidays"
WARN_FROM_MONTH = 11
SATURDAY = 5


def _expand(value: Any) -> Any:
    """Single days and ranges `2027-02-05..2027-02-08` as one tuple of days."""
    if not isinstance(value, list):
        return value
    days: list[date] = []
    for item in value:
        first, _, last = str(item).partition("..")
        start, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
        if end < start:
            raise ValueError(f"区间“{item}”的末日早于首日")
        days += [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return days


Days = Annotated[frozenset[date], BeforeValidator(_expand)]


class HolidayTable(Frozen):
    """One year: `complete` says that the State Council's arrangement is in it."""

    year: int = Field(ge=2020, le=2100)
    complete: bool
    statutory: Days = frozenset()
    holidays: Days = frozenset()
    workdays: Days = frozenset()

    @model_validator(mode="after")
    def _check(self) -> HolidayTable:
        outside = [d for d in self.statutory | self.holidays | self.workdays if d.year != self.year]
        if outside:
            raise ValueError(f"{min(outside)} 不在 {self.year} 年")
        if self.holidays & self.workdays:
            raise ValueError(f"{min(self.holidays & self.workdays)} 不能既放假又上班")
        if self.complete and not self.holidays:
            raise ValueError("complete 为 true 时必须填写 holidays")
        return self


class WorkingCalendar:
    """Which days count. Every answer for a year without an arrangement is provisional."""

    def __init__(self, tables: Mapping[int, HolidayTable]) -> None:
        self._tables = dict(tables)
        self._exceptions: dict[int, tuple[date, ...]] = {}
        self._known = range(
            min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1
        )

    def is_certain(self, year: int) -> bool:
        """Whether the year's arrangement is known."""
        table = self._tables.get(year)
        return (table is not None and table.complete) or year in self._known

    def is_working_day(self, day: date) -> bool:
        """Whether people work on `day`, by weekends and statutory days alone when uncertain."""
        table = self._tables.get(day.year)
        if table is not None and table.complete:
            return day in table.workdays or (day not in table.holidays and day.weekday() < SATURDAY)
        if day.year in self._known:
            # Its own `is_workday` looks for the first and last of all known days at each call.
            is_free = day.weekday() >= SATURDAY or day in chinese_calendar.holidays
            return day in chinese_calendar.workdays or not is_free
        return day.weekday() < SATURDAY and day not in self._festivals(day.year)

    def exceptions(self, year: int) -> tuple[date, ...]:
        """The days of `year` that are not what their weekday says, in their order."""
        if year not in self._exceptions:
            first = date(year, 1, 1)
            days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
            self._exceptions[year] = tuple(
                day for day in days if self.is_working_day(day) != (day.weekday() < SATURDAY)
            )
        return self._exceptions[year]

    def may_be_holiday(self, day: date) -> bool:
        """Whether `day` is free, or may be declared free by an arrangement not yet known."""
        if not self.is_working_day(day):
            return True
        if self.is_certain(day.year):
            return False
        table = self._tables.get(day.year)
        if table is None or not table.statutory:
            return any(a <= (day.month, day.day) <= b for a, b in FESTIVAL_SEASONS)
        near = self._festivals(day.year) | {date(day.year + 1, 1, 1)}
        return any(abs(day - festival) <= NEAR_A_FESTIVAL for festival in near)

    def _festivals(self, year: int) -> set[date]:
        table = self._tables.get(year)
        fixed = {date(year, month, day) for month, day in FIXED_FESTIVALS}
        return fixed | (set(table.statutory) if table else set())

    def missing_year(self, today: date) -> int | None:
        """The next year when, from November on, its arrangement is still unknown."""
        if not self.is_certain(today.year):
            return today.year
        late = today.month >= WARN_FROM_MONTH
        return today.year + 1 if late and not self.is_certain(today.year + 1) else None


def add_working_days(
    start: date, days: int, calendar: WorkingCalendar, *, cautious: bool = False
) -> tuple[date, tuple[date, ...]]:
    """The day after which `days` working days have passed since `start`, and the weekdays skipped:
    the one count of the staff's clocks and of what readers compute.

    Cautious: a day that may yet be declared free does not count.
    """
    day, left, skipped = start, days, []
    while left:
        day += timedelta(days=1)
        free = calendar.may_be_holiday(day) if cautious else not calendar.is_working_day(day)
        if not free:
            left -= 1
        elif day.weekday() < SATURDAY:
            skipped.append(day)
    return day, tuple(skipped)


def load_working_calendar(directory: Path = NATIONAL) -> WorkingCalendar:
    """The tables `holidays/<year>.yml` of the settings in `directory`, over the national ones.

    Raises ConfigError with every mistake of every file.
    """
    problems: list[ConfigProblem] = []
    tables: dict[int, HolidayTable] = {}
    for layered in read_folder(directory, FOLDER, problems):
        year = PurePath(layered.name).stem
        try:
            table = HolidayTable.model_validate({"year": year, **layered.mapping})
        except ValidationError as error:
            problems += problems_of(error, layered.name)
        else:
            tables[table.year] = table
    if problems:
        raise ConfigError(problems)
    return WorkingCalendar(tables)
