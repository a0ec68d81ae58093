"""统计期: which days a report covers and when it is due. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from forms_backend.running.clock import LOCAL_ZONE

EARLIEST = date(2020, 1, 1)
"""No ledger reaches further back."""
_DAY = timedelta(days=1)
_THURSDAY, _WEEK = 3, 7
_WEEKDAYS = "一二三四五六日"


class ReportKind(StrEnum):
    """Which report (DOMAIN §0.5, 0.11, 0.12, 0.17)."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    TWO_LISTS = "two-lists"
    TWO_MONTHLY = "two-monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    BULLETIN = "bulletin"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def months(self) -> int:
        """Length of the period in months; 0 for the week."""
        return _MONTHS[self]

    @property
    def rule(self) -> str:
        """When it is due, in words, as the documents say it."""
        return _RULES.get(self, "文件没有规定报送日期。")


_LABELS = {
    ReportKind.WEEKLY: "周报",
    ReportKind.MONTHLY: "月报",
    ReportKind.TWO_LISTS: "两清单一报告",
    ReportKind.TWO_MONTHLY: "双月报",
    ReportKind.QUARTERLY: "季报",
    ReportKind.YEARLY: "年报",
    ReportKind.BULLETIN: "通报",
}
_MONTHS = {
    ReportKind.WEEKLY: 0,
    ReportKind.MONTHLY: 1,
    ReportKind.TWO_LISTS: 1,
    ReportKind.TWO_MONTHLY: 2,
    ReportKind.QUARTERLY: 3,
    ReportKind.YEARLY: 12,
    ReportKind.BULLETIN: 1,
}
_RULES = {
    ReportKind.WEEKLY: "每周五报送；统计上周五至本周四。",
    ReportKind.MONTHLY: "每月 2 日前报送上个月的情况；遇休息日不顺延。",
    ReportKind.BULLETIN: "各单位按比率排名，适时通报；文件没有规定日期。",
}


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included, in the district's own days."""

    first: date
    last: date

    @property
    def cut(self) -> datetime:
        """The end of the last day: nothing that happened from then on is counted."""
        return datetime.combine(self.last + _DAY, time(), LOCAL_ZONE)

    @property
    def days(self) -> str:
        """`2026-10-01 至 2026-10-31`."""
        return f"{self.first} 至 {self.last}"

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def _month_start(year: int, month: int) -> date:
    """The first day of a month; months below 1 and above 12 run into other years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def period_with(kind: ReportKind, day: date) -> Period:
    """The period of `kind` in which `day` lies."""
    if not kind.months:
        last = day + _DAY * ((_THURSDAY - day.weekday()) % _WEEK)
        return Period(last - _DAY * (_WEEK - 1), last)
    start = (day.month - 1) // kind.months * kind.months + 1
    first = _month_start(day.year, start)
    return Period(first, _month_start(day.year, start + kind.months) - _DAY)


def last_complete(kind: ReportKind, as_of: date) -> Period:
    """The latest period that was over before `as_of`: it can no longer change."""
    return before(kind, period_with(kind, as_of))


def before(kind: ReportKind, period: Period) -> Period:
    """The period just before."""
    return period_with(kind, period.first - _DAY)


def period_ending(kind: ReportKind, last: date) -> Period | None:
    """The period of `kind` whose last day is `last`; None when there is none."""
    period = period_with(kind, last)
    return period if period.last == last else None


def period_label(kind: ReportKind, period: Period) -> str:
    """The period as a title says it: `2026年10月`."""
    first, last = period.first, period.last
    if kind is ReportKind.WEEKLY:
        return f"{first:%Y年%m月%d日}至{last:%m月%d日}"
    if kind is ReportKind.YEARLY:
        return f"{first.year}年"
    if kind is ReportKind.QUARTERLY:
        return f"{first.year}年第{'一二三四'[first.month // 3]}季度"
    if kind is ReportKind.TWO_MONTHLY:
        return f"{first.year}年{first.month}—{last.month}月"
    return f"{first.year}年{first.month}月"


def due_on(kind: ReportKind, period: Period) -> date | None:
    """The last day to hand the report in; None where no document names one."""
    if kind is ReportKind.WEEKLY:
        return period.last + _DAY
    return period.last + 2 * _DAY if kind is ReportKind.MONTHLY else None


def weekday_name(day: date) -> str:
    return f"星期{_WEEKDAYS[day.weekday()]}"
