"""A range of dates as a reader writes it: 2025, 2025-01 or 2025-01-31 at either end. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


class InvalidDateError(ValueError):
    """Not a year, month or day, or a range whose end comes first."""


@dataclass(frozen=True)
class DateRange:
    """From `first` to `last`, both included; "" leaves an end open, a year or month means all of it."""

    first: str = ""
    last: str = ""

    def __bool__(self) -> bool:
        return bool(self.first or self.last)


def read_range(first: str, last: str) -> DateRange:
    """The range between two typed dates; InvalidDateError when one is none or the end comes first."""
    found = DateRange(_normalised(first), _normalised(last))
    if found.first and found.last and found.first > f"{found.last}~":
        raise InvalidDateError(f"{first} > {last}")
    return found


def _normalised(typed: str) -> str:
    typed = typed.strip()
    if not typed:
        return ""
    match = _DATE.fullmatch(typed)
    if not match:
        raise InvalidDateError(typed)
    parts = [int(part) for part in match.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise InvalidDateError(typed) from error
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
