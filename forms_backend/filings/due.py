"""Which filings are asked for, and by when. Pure.

A last day on which nobody works moves to the next working day, where the district says so
(`free_day`). In a year without an arrangement of holidays such a day is provisional: nobody is late
before the last day that it may turn out to be (DESIGN §7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from district.casework.working_days import WorkingCalendar, add_working_days
from district.registers.filing_models import FilingKind, FilingRule, Filings, FreeDay
from forms_backend.reports.periods import Period, ReportKind, before, last_complete

MOST_PERIODS = 60
"""So many periods of a kind are looked back at: over a year of weeks."""
_DAY = timedelta(days=1)


def report_kind(kind: FilingKind) -> ReportKind:
    """Whose periods it has."""
    return ReportKind(kind.value)


@dataclass(frozen=True)
class Due:
    """The last day to file, and the last day that it may turn out to be."""

    on: date
    sure_on: date
    named: date
    """The day as the documents name it, before it moved."""

    @property
    def is_provisional(self) -> bool:
        return self.sure_on != self.on

    @property
    def has_moved(self) -> bool:
        return self.on != self.named


def due_of(period: Period, days_after: int, free_day: FreeDay, calendar: WorkingCalendar) -> Due:
    """When a filing for `period` is due."""
    named = period.last + days_after * _DAY
    if free_day is FreeDay.STAYS:
        return Due(named, named, named)
    on, _ = add_working_days(named - _DAY, 1, calendar)
    sure_on, _ = add_working_days(named - _DAY, 1, calendar, cautious=True)
    return Due(on, sure_on, named)


@dataclass(frozen=True)
class Asked:
    """One period of one kind for which units file."""

    kind: FilingKind
    period: Period
    due: Due


def asked_for(filings: Filings, today: date, calendar: WorkingCalendar) -> Iterator[Asked]:
    """Every period that is over and for which units file, of each kind the newest first."""
    for kind, rule in filings.filings.items():
        yield from _of_kind(filings, kind, rule, today, calendar)


def _of_kind(
    filings: Filings, kind: FilingKind, rule: FilingRule, today: date, calendar: WorkingCalendar
) -> Iterator[Asked]:
    report = report_kind(kind)
    period = last_complete(report, today)
    for _ in range(MOST_PERIODS):
        if period.last < rule.since:
            return
        due = due_of(period, filings.days_after(kind), rule.free_day, calendar)
        yield Asked(kind, period, due)
        period = before(report, period)
