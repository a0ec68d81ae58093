"""公开统计: `content/statistics.json`, which `fabu report public` writes and an editor commits."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from district.errors import ConfigError, ConfigProblem
from district.loader import problems_of
from district.models import Frozen

FILE_NAME = "statistics.json"
Count = Annotated[int, Field(ge=0, strict=True)]


class Counts(Frozen):
    """Matters of one line. `dated`: had to be answered by a certain date, open and overdue ones
    included; `rated`: with a rating."""

    received: Count
    answered: Count
    dated: Count
    on_time: Count
    rated: Count
    satisfied: Count

    @model_validator(mode="after")
    def _parts_are_not_larger_than_the_whole(self) -> Counts:
        parts = (self.on_time, self.on_time, self.satisfied)
        wholes = (self.dated, self.answered, self.rated)
        if any(part > whole for part, whole in zip(parts, wholes, strict=True)):
            raise ValueError(
                "部分大于整体：应有 on_time ≤ dated，on_time ≤ answered，satisfied ≤ rated"
            )
        return self


COUNTS = tuple(Counts.model_fields)


class UnitCounts(Counts):
    """Counts of one unit, or of several small ones together (其他单位)."""

    unit: str = Field(min_length=1, max_length=40)


class Month(Frozen):
    """One month, or several together where one alone would have single matters recognised."""

    first: date
    last: date
    total: Counts
    units: tuple[UnitCounts, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Month:
        if self.last < self.first:
            raise ValueError("last 早于 first")
        for name in COUNTS:
            if sum(getattr(u, name) for u in self.units) != getattr(self.total, name):
                raise ValueError(f"各单位 {name} 相加与 total 不一致")
        return self

    @property
    def label(self) -> str:
        """`2026年10月`, `2026年9—10月`, `2026年12月—2027年1月`."""
        first, last = self.first, self.last
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.year}年{first.month}月"
        if first.year == last.year:
            return f"{first.year}年{first.month}—{last.month}月"
        return f"{first.year}年{first.month}月—{last.year}年{last.month}月"


class Statistics(Frozen):
    """The whole file."""

    version: Literal[1]
    as_of: date | None
    smallest: Count
    months: tuple[Month, ...]

    @model_validator(mode="after")
    def _is_in_order_and_singles_nobody_out(self) -> Statistics:
        if any(later.first <= earlier.last for earlier, later in pairwise(self.months)):
            raise ValueError("各月应按先后排列，不重叠")
        small = range(1, self.smallest)
        for month in self.months:
            for counts in (month.total, *month.units):
                if any(getattr(counts, name) in small for name in COUNTS):
                    raise ValueError(
                        f"{month.label}有少于 {self.smallest} 件的数字，应合并后再公布"
                    )
        return self


def load_statistics(content: Path) -> Statistics | None:
    """The statistics in the folder `content`; None without the file, or with no month in it.

    Raises ConfigError that lists every mistake.
    """
    path = content / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ConfigError([ConfigProblem(FILE_NAME, "不是 UTF-8 文字")]) from error
    try:
        found = Statistics.model_validate_json(text)
    except ValidationError as error:
        raise ConfigError(problems_of(error, FILE_NAME)) from error
    return found if found.months else None
