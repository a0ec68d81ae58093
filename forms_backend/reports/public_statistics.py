"""公开统计: counts by month and unit that nobody can be recognised in. Pure.

No published count but zero is below `SMALLEST`. A unit whose counts are too small goes into
“其他单位”, together with further units until that line is large enough; where even a whole month is
too small it waits for the months after it. Each line is a whole: no line can be found by taking
the others from the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from forms_backend.reports.facts import Row
from forms_backend.reports.figures import split
from forms_backend.reports.labels import Labels
from forms_backend.reports.periods import Period, ReportKind, last_complete, period_with

SMALLEST = 3
OTHERS = "其他单位"


@dataclass(frozen=True)
class Counts:
    """What the public learns of one set of matters."""

    received: int = 0
    answered: int = 0
    dated: int = 0
    """What had to be answered by a certain date, open and overdue ones included: the denominator
    of `on_time` (`rates.py`)."""
    on_time: int = 0
    rated: int = 0
    satisfied: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def is_safe(self) -> bool:
        """Whether no count stands for one or two firms."""
        return all(value == 0 or value >= SMALLEST for value in self.as_record().values())

    @property
    def is_empty(self) -> bool:
        return not any(self.as_record().values())

    def as_record(self) -> dict[str, int]:
        return {f.name: getattr(self, f.name) for f in fields(self)}


def monthly_periods(first: date, as_of: date) -> tuple[Period, ...]:
    """Every month from that of `first` to the last one over before `as_of`."""
    periods = []
    period, last = period_with(ReportKind.MONTHLY, first), last_complete(ReportKind.MONTHLY, as_of)
    while period.last <= last.last:
        periods.append(period)
        period = period_with(ReportKind.MONTHLY, period.cut.date())
    return tuple(periods)


def counts_by_unit(rows: Sequence[Row], period: Period) -> dict[str, Counts]:
    """The counts of each unit that had any."""
    found = {}
    for unit, figures in split(rows, period, lambda r: r.unit_or_lead).items():
        on_time, satisfied = figures.rates["on_time"], figures.rates["satisfied"]
        found[unit] = Counts(
            figures.count("received"),
            figures.count("answered"),
            len(on_time.whole),
            len(on_time.part),
            len(satisfied.whole),
            len(satisfied.part),
        )
    return found


def merge_small(by_unit: Mapping[str, Counts]) -> dict[str, Counts] | None:
    """Units that may be named, and the rest in one line; None where not even the sum is safe."""
    if not sum(by_unit.values(), Counts()).is_safe:
        return None
    named = {unit: c for unit, c in by_unit.items() if c.is_safe}
    rest = [c for c in by_unit.values() if not c.is_safe]
    by_size = sorted(named, key=lambda unit: (named[unit].received, unit), reverse=True)
    # One unit alone under “others” would still be that unit.
    while rest and (len(rest) == 1 or not sum(rest, Counts()).is_safe):
        if not by_size:
            break
        rest.append(named.pop(by_size.pop()))
    if rest:
        named[OTHERS] = sum(rest, Counts())
    return named


def public_statistics(
    months: Sequence[tuple[Period, Sequence[Row]]], names: Labels
) -> Mapping[str, object]:
    """The record that `fabu report public` writes: months in order, units most received first."""
    published: list[dict[str, object]] = []
    waiting: list[tuple[Period, dict[str, Counts]]] = []
    for period, rows in months:
        waiting.append((period, counts_by_unit(rows, period)))
        together: dict[str, Counts] = {}
        for _, counts in waiting:
            for unit, one in counts.items():
                together[unit] = together.get(unit, Counts()) + one
        lines = merge_small(together)
        if lines is None:
            continue
        published.append(_month(waiting[0][0].first, period.last, lines, names))
        waiting = []
    return {
        "version": 1,
        "as_of": months[-1][0].last.isoformat() if months else None,
        "smallest": SMALLEST,
        "months": published,
    }


def _month(
    first: date, last: date, lines: Mapping[str, Counts], names: Labels
) -> dict[str, object]:
    ordered = sorted(lines.items(), key=lambda i: (i[0] == OTHERS, -i[1].received, i[0]))
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "total": sum(lines.values(), Counts()).as_record(),
        "units": [
            {"unit": unit if unit == OTHERS else names.unit(unit), **one.as_record()}
            for unit, one in ordered
        ],
    }
