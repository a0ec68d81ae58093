"""报送日历: which report is due when, and whether it was handed in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from district.casework.working_days import WorkingCalendar
from forms_backend.reports.periods import (
    Period,
    ReportKind,
    due_on,
    last_complete,
    period_label,
    weekday_name,
)


class Standing(StrEnum):
    """已报送、待报送、已过期限."""

    DONE = "done"
    WAITING = "waiting"
    LATE = "late"

    @property
    def label(self) -> str:
        return {"done": "已报送", "waiting": "待报送", "late": "已过期限"}[self.value]


@dataclass(frozen=True)
class Issue:
    """That a report was handed in."""

    by: str
    at: datetime
    digest: str


@dataclass(frozen=True)
class AgendaLine:
    """One report that is or was due."""

    kind: ReportKind
    period: Period
    label: str
    due_on: date | None
    day_note: str
    standing: Standing
    issue: Issue | None


def agenda(
    today: date,
    issued: Mapping[tuple[ReportKind, date], Issue],
    calendar: WorkingCalendar,
    began: date | None,
) -> tuple[AgendaLine, ...]:
    """The latest complete period of each kind, those with a date first, the earliest due first.

    `began`: the day of the first event. Nobody is late with a period before it.
    """
    lines = []
    for kind in ReportKind:
        period = last_complete(kind, today)
        due, issue = due_on(kind, period), issued.get((kind, period.last))
        late = due is not None and today > due and began is not None and period.last >= began
        standing = Standing.LATE if late else Standing.WAITING
        lines.append(
            AgendaLine(
                kind,
                period,
                period_label(kind, period),
                due,
                day_note(due, calendar),
                Standing.DONE if issue else standing,
                issue,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.due_on is None, line.due_on or today)))


def day_note(day: date | None, calendar: WorkingCalendar) -> str:
    """What day it is, and that a free day does not move the date."""
    if day is None:
        return ""
    name = weekday_name(day)
    if not calendar.is_certain(day.year):
        return f"{name}；当年放假安排尚未公布"
    return name if calendar.is_working_day(day) else f"{name}，休息日，不顺延"
