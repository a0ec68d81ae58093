"""The page of public statistics (办理统计): from the first day, empty until content/statistics.json is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from district.models import SiteConfig
from publisher.model.statistics import Counts, Month, Statistics
from publisher.pages.view import Crumb, PageClass, PageJob, PageView

URL = "statistics/"
FULL = 100
"""Length of the longest bar."""


@dataclass(frozen=True)
class Line:
    """One line of a table, in words."""

    label: str
    received: int
    answered: int
    on_time: str
    satisfied: str


@dataclass(frozen=True)
class Bars:
    """The bars of a month, in hundredths of the longest."""

    label: str
    received: int
    answered: int
    received_length: int
    answered_length: int


@dataclass(frozen=True)
class MonthTable:
    """A month with its units."""

    label: str
    lines: tuple[Line, ...]
    total: Line


def statistics_page(statistics: Statistics | None, config: SiteConfig) -> PageJob:
    """The page; without statistics it says what will be published."""
    site = config.site
    months = statistics.months if statistics else ()
    newest_first = tuple(reversed(months))
    return PageJob(
        output=f"{URL}index.html",
        template="statistics.html",
        view=PageView(
            url=URL,
            title="办理统计",
            description="投诉和咨询每月收到多少、办结多少、是否按时、来件人是否满意。",
            page_class=PageClass.COLUMN,
            trail=(Crumb("首页", ""),),
            keywords=site.keywords,
        ),
        context={
            "as_of": statistics.as_of if statistics else None,
            "smallest": statistics.smallest if statistics else None,
            "bars": bars(months),
            "months": tuple(line_of(m.label, m.total) for m in newest_first),
            "tables": tuple(month_table(m) for m in newest_first),
        },
    )


def share(part: int, whole: int) -> str:
    """`88.9%（24/27）`; `—` without denominator."""
    if not whole:
        return "—"
    exact = (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{exact}%（{part}/{whole}）"


def line_of(label: str, counts: Counts) -> Line:
    return Line(
        label,
        counts.received,
        counts.answered,
        share(counts.on_time, counts.dated),
        share(counts.satisfied, counts.rated),
    )


def month_table(month: Month) -> MonthTable:
    lines = tuple(line_of(unit.unit, unit) for unit in month.units)
    return MonthTable(month.label, lines, line_of("合计", month.total))


def bars(months: Sequence[Month]) -> tuple[Bars, ...]:
    """The months in order; the longest bar of all is FULL."""
    totals = [(m.label, m.total.received, m.total.answered) for m in months]
    longest = max((max(pair) for _, *pair in totals), default=0) or 1
    return tuple(
        Bars(label, received, answered, received * FULL // longest, answered * FULL // longest)
        for label, received, answered in totals
    )
