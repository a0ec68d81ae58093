"""季度, and whether what is promised for each was kept (DOMAIN §0.14). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms_backend.meetings import messages as texts

_MONTHS = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """The `ordinal`-th quarter of a year, 1 to 4."""

    year: int
    ordinal: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @classmethod
    def read(cls, key: str) -> Quarter | None:
        """The quarter of "2026Q4"; None for anything else."""
        found = re.fullmatch(r"(20\d\d)Q([1-4])", key, flags=re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def key(self) -> str:
        return f"{self.year}Q{self.ordinal}"

    @property
    def label(self) -> str:
        return texts.QUARTER.format(year=self.year, ordinal=texts.ORDINALS[self.ordinal - 1])

    @property
    def first_day(self) -> date:
        return date(self.year, (self.ordinal - 1) * _MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        return self.following.first_day - timedelta(days=1)

    @property
    def following(self) -> Quarter:
        return Quarter(self.year + self.ordinal // 4, self.ordinal % 4 + 1)

    @property
    def former(self) -> Quarter:
        return Quarter.of(self.first_day - timedelta(days=1))


class Keeping(StrEnum):
    """Whether a promise was kept."""

    KEPT = "kept"
    DUE = "due"
    MISSED = "missed"


@dataclass(frozen=True)
class Promise:
    """One kind of meeting at one contact point in one quarter. `held` counts meetings that have
    minutes: what was only planned keeps no promise."""

    point: str
    kind: str
    wanted: int
    held: int
    planned: tuple[date, ...]
    due_by: date
    keeping: Keeping


def judge(
    point: str,
    kind: str,
    wanted: int,
    held: int,
    planned: Sequence[date],
    quarter: Quarter,
    today: date,
) -> Promise:
    """The promise of a quarter as it stands on `today`."""
    due_by = quarter.last_day
    keeping = Keeping.MISSED if due_by < today else Keeping.DUE
    return Promise(
        point,
        kind,
        wanted,
        held,
        tuple(sorted(day for day in planned if day >= today)),
        due_by,
        Keeping.KEPT if held >= wanted else keeping,
    )
