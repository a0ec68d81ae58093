"""看板: what a supervisor looks at each morning, as tables; charts are drawn from the same tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forms_backend.reports.dimensions import DIMENSIONS
from forms_backend.reports.facts import Row
from forms_backend.reports.figures import Figures, figures_of, split
from forms_backend.reports.labels import Labels
from forms_backend.reports.lists import matter_list
from forms_backend.reports.periods import (
    EARLIEST,
    Period,
    ReportKind,
    before,
    last_complete,
    period_label,
    period_with,
)
from forms_backend.reports.rates import Rate
from forms_backend.reports.report_parts import Table

MONTHS = 12
_BY = {d.key: d for d in DIMENSIONS}


@dataclass(frozen=True)
class Dashboard:
    """Figures of now and of one month, and the tables below them."""

    today: date
    now: Figures
    month: Figures
    """Of the month that was chosen, as the ledger had it when that month ended."""
    label: str
    earlier: str
    later: str | None
    """The month before and after as `2026-10`; None after the one that has not ended."""
    rates: tuple[Rate, ...]
    trend: Table
    units: Table
    categories: Table
    late: Table


def month_so_far(today: date) -> Period:
    return Period(today.replace(day=1), today)


def month_named(name: str, today: date) -> Period | None:
    """The month `2026-10`; up to today while it runs, the last complete one for no name. None for
    what is no month, or not begun yet, or before any ledger."""
    if not name:
        return last_complete(ReportKind.MONTHLY, today)
    try:
        first = date.fromisoformat(f"{name}-01")
    except ValueError:
        return None
    if not EARLIEST <= first <= today:
        return None
    period = period_with(ReportKind.MONTHLY, first)
    return Period(first, min(period.last, today))


def dashboard(
    rows: Sequence[Row], today: date, month: Period, month_rows: Sequence[Row], names: Labels
) -> Dashboard:
    """`rows` are those of the ledger now, `month_rows` those at the end of `month`."""
    now, then = figures_of(rows, month_so_far(today)), figures_of(month_rows, month)
    following = period_with(ReportKind.MONTHLY, month.first).cut.date()
    return Dashboard(
        today=today,
        now=now,
        month=then,
        label=period_label(ReportKind.MONTHLY, month),
        earlier=f"{before(ReportKind.MONTHLY, month).first:%Y-%m}",
        later=f"{following:%Y-%m}" if following <= today else None,
        rates=tuple(then.rates.values()),
        trend=_trend(rows, today),
        units=_open_by("unit", "各单位在办和超期", rows, now.period, names),
        categories=_open_by("category", "在办件的诉求类型", rows, now.period, names),
        late=matter_list("late", "超期件", now.rows("overdue"), now.period, names),
    )


def _trend(rows: Sequence[Row], today: date) -> Table:
    """Up to twelve months, the oldest first, from the first with anything in it; what happened on
    a day does not change afterwards, so that today's rows tell all of them."""
    period, months = period_with(ReportKind.MONTHLY, today), []
    for _ in range(MONTHS):
        figures = figures_of(rows, period)
        months.append(
            (f"{period.first:%Y-%m}", figures.count("received"), figures.count("answered"))
        )
        period = before(ReportKind.MONTHLY, period)
    while len(months) > 1 and not any(months[-1][1:]):
        months.pop()
    return Table("trend", "各月收件和办结", ("月份", "收件", "办结"), tuple(reversed(months)))


def _open_by(key: str, title: str, rows: Sequence[Row], period: Period, names: Labels) -> Table:
    """Open and overdue matters a value, the most overdue first; those without any are left out."""
    dimension = _BY[key]
    labels = {dimension.key_of(r): dimension.label_of(names, r) for r in rows}
    parts = split(rows, period, dimension.key_of)
    lines = [
        (labels[value], figures.count("open"), figures.count("overdue"))
        for value, figures in parts.items()
        if figures.count("open")
    ]
    lines.sort(key=lambda line: (-line[2], -line[1]))
    return Table(key, title, (dimension.label, "在办", "超期"), tuple(lines))
