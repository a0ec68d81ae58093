"""Which days a report covers, when it is due, and what the agenda says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.casework.working_days import load_working_calendar
from forms_backend.reports.agenda import Issue, Standing, agenda, day_note
from forms_backend.reports.periods import (
    Period,
    ReportKind,
    before,
    due_on,
    last_complete,
    period_ending,
    period_label,
    period_with,
)

CALENDAR = load_working_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "as_of", "first", "last", "label"),
    [
        ("weekly", "2026-11-20", "2026-11-13", "2026-11-19", "2026年11月13日至11月19日"),
        ("weekly", "2026-11-19", "2026-11-06", "2026-11-12", "2026年11月06日至11月12日"),
        ("monthly", "2026-11-02", "2026-10-01", "2026-10-31", "2026年10月"),
        ("monthly", "2026-10-31", "2026-09-01", "2026-09-30", "2026年9月"),
        ("monthly", "2027-01-01", "2026-12-01", "2026-12-31", "2026年12月"),
        ("two-lists", "2026-03-01", "2026-02-01", "2026-02-28", "2026年2月"),
        ("two-monthly", "2026-11-20", "2026-09-01", "2026-10-31", "2026年9—10月"),
        ("two-monthly", "2026-01-05", "2025-11-01", "2025-12-31", "2025年11—12月"),
        ("quarterly", "2026-11-20", "2026-07-01", "2026-09-30", "2026年第三季度"),
        ("quarterly", "2027-01-01", "2026-10-01", "2026-12-31", "2026年第四季度"),
        ("yearly", "2026-11-20", "2025-01-01", "2025-12-31", "2025年"),
    ],
)
def test_a_report_covers_the_last_complete_period(kind, as_of, first, last, label) -> None:
    period = last_complete(ReportKind(kind), day(as_of))
    assert period == Period(day(first), day(last))
    assert period_label(ReportKind(kind), period) == label


@given(st.sampled_from(ReportKind), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_periods_follow_one_another_without_gap(kind: ReportKind, some_day: date) -> None:
    period = period_with(kind, some_day)
    earlier = before(kind, period)
    assert period.holds(some_day)
    assert (period.first - earlier.last).days == 1
    assert period_ending(kind, period.last) == period
    assert last_complete(kind, some_day).last < some_day


def test_what_is_no_end_of_a_period_is_none() -> None:
    assert period_ending(ReportKind.MONTHLY, day("2026-10-30")) is None


def test_the_cut_is_midnight_in_the_district() -> None:
    assert period_with(ReportKind.MONTHLY, day("2026-10-05")).cut == datetime(
        2026, 10, 31, 16, tzinfo=UTC
    )


def test_due_dates_are_those_of_the_documents() -> None:
    month = last_complete(ReportKind.MONTHLY, day("2026-11-20"))
    week = last_complete(ReportKind.WEEKLY, day("2026-11-20"))
    assert due_on(ReportKind.MONTHLY, month) == day("2026-11-02")
    assert due_on(ReportKind.WEEKLY, week) == day("2026-11-20")
    assert due_on(ReportKind.YEARLY, month) is None


def test_a_free_day_does_not_move_the_date_and_the_note_says_so() -> None:
    assert day_note(day("2026-08-02"), CALENDAR) == "星期日，休息日，不顺延"
    assert day_note(day("2026-11-02"), CALENDAR) == "星期一"
    assert day_note(day("2026-10-02"), CALENDAR) == "星期五，休息日，不顺延"
    assert day_note(day("2027-02-02"), CALENDAR) == "星期二；当年放假安排尚未公布"


def test_the_agenda_tells_done_from_waiting_from_late() -> None:
    issue = Issue("staff:duban", datetime(2026, 11, 1, tzinfo=UTC), "0" * 64)
    lines = {
        line.kind: line
        for line in agenda(
            day("2026-11-20"),
            {(ReportKind.QUARTERLY, day("2026-09-30")): issue},
            CALENDAR,
            day("2026-01-05"),
        )
    }
    assert lines[ReportKind.MONTHLY].standing is Standing.LATE
    assert lines[ReportKind.WEEKLY].standing is Standing.WAITING
    assert lines[ReportKind.QUARTERLY].standing is Standing.DONE
    assert lines[ReportKind.QUARTERLY].issue == issue
    assert [line.kind for line in lines.values()][:2] == [ReportKind.MONTHLY, ReportKind.WEEKLY]


@pytest.mark.parametrize("began", [None, day("2026-11-20")])
def test_nobody_is_late_with_a_period_before_the_first_event(began: date | None) -> None:
    lines = agenda(day("2026-11-20"), {}, CALENDAR, began)
    assert {line.standing for line in lines} == {Standing.WAITING}
