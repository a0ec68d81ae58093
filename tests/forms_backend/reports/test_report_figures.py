"""Figures: what each counts, and as of when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forms_backend.ledger.actions import Action
from forms_backend.reports.figures import figures_of
from forms_backend.reports.lists import satisfaction
from forms_backend.reports.periods import ReportKind, period_with
from forms_backend.reports.replaying import rows_at
from forms_backend.submissions.state import State
from tests.forms_backend.reports.one_matter import (
    NUMBER,
    OCTOBER,
    at,
    counted,
    due,
    intake,
    journey,
    late_again,
    october,
    steps,
)
from tests.forms_backend.reports.report_material import START, event


def test_a_whole_journey_is_counted_once_in_each_figure() -> None:
    row = at(journey())
    assert counted(row) == {"received", "accepted", "answered", "delivered", "closed", "cleared"}
    rates = figures_of([row], OCTOBER).rates
    texts = {key: rate.text for key, rate in rates.items()}
    assert texts == {
        "accept_timely": "100.0%（1/1）",
        "on_time": "100.0%（1/1）",
        "told": "100.0%（1/1）",
        "solved": "100.0%（1/1）",
        "satisfied": "100.0%（1/1）",
        "bounce": "0.0%（0/1）",
        "repeat": "0.0%（0/1）",
    }
    assert figures_of([row], OCTOBER).days_text == "10.0 日"
    assert (row.cleared_by, row.unit, row.told) == ("staff:li", "court", october(15))


def test_the_last_rating_counts_and_the_first_is_kept() -> None:
    answered = event(NUMBER, Action.APPROVE_ANSWER, october(20), State.ANSWERED)
    delivered = event(NUMBER, Action.DELIVER, october(21), State.DELIVERED)
    again = event(NUMBER, Action.RATE_SATISFIED, october(22), State.DONE)
    row = at(steps(8, *late_again(), answered, delivered, again))
    assert [satisfied for _, satisfied in row.ratings] == [False, True]
    rates = figures_of([row], OCTOBER).rates
    assert (rates["satisfied"].text, rates["solved"].text) == ("100.0%（1/1）", "100.0%（1/1）")
    assert satisfaction(row) == "满意（此前：不满意）"


@pytest.mark.parametrize(
    ("spans", "average", "median"),
    [
        ((1, 2, 30), "11.0 日", "2.0 日"),
        ((1, 2, 3, 30), "9.0 日", "2.5 日"),
        ((7,), "7.0 日", "7.0 日"),
    ],
)
def test_the_median_is_not_moved_by_one_that_took_long(spans, average, median) -> None:
    rows = []
    for n, span in enumerate(spans):
        number = f"TS202610-{n:06d}"
        accepted = event(number, Action.ACCEPT, date(2026, 9, 30), State.ACCEPTED)
        answered = event(
            number, Action.APPROVE_ANSWER, date(2026, 9, 30) + timedelta(span), State.ANSWERED
        )
        first = event(number, Action.RECEIVED, date(2026, 9, 29))
        rows += rows_at([intake(number=number)], [first, accepted, answered], OCTOBER.cut)
    found = figures_of(rows, OCTOBER)
    assert (found.days_text, found.median_text) == (average, median)


def test_the_last_day_itself_is_not_overdue() -> None:
    assert "overdue" not in counted(at(journey(answer_due=october(31))[:5]))
    assert "overdue" in counted(at(journey(answer_due=october(30))[:5]))


def test_cleared_although_the_visitor_objected_is_not_solved() -> None:
    events = journey()
    events[8] = event(NUMBER, Action.RATE_DISSATISFIED, october(16), State.DISSATISFIED)
    rates = figures_of([at(events)], OCTOBER).rates
    assert (rates["solved"].text, rates["satisfied"].text) == ("0.0%（0/1）", "0.0%（0/1）")


def test_a_matter_opened_again_is_open_again_and_the_first_date_stands() -> None:
    again = [
        event(
            NUMBER,
            Action.ASK_REEXAMINATION,
            october(22),
            State.REEXAMINING,
            **due("reexamine", october(30)),
        ),
        event(NUMBER, Action.REWORK, october(23), State.HANDLING, **due("answer", october(31))),
    ]
    late = at([*journey(answer_due=october(12)), *again])
    assert late.is_open
    assert counted(late) >= {"received", "answered", "open"}
    assert "closed" not in counted(late)
    assert figures_of([late], OCTOBER).rates["on_time"].text == "0.0%（0/1）"
    november = period_with(ReportKind.MONTHLY, date(2026, 11, 5))
    cleared = rows_at([intake()], journey(), november.cut)
    reopened = event(NUMBER, Action.ASK_REEXAMINATION, date(2026, 11, 4), State.REEXAMINING)
    rows = rows_at([intake()], [*journey(), reopened], november.cut)
    assert figures_of(cleared, november).count("reopened") == 0
    found = figures_of(rows, november)
    assert [found.count(k) for k in ("carried", "reopened", "open")] == [0, 1, 1]


def test_a_bounced_matter_goes_back_to_the_lead_unit() -> None:
    events = [*journey()[:4], event(NUMBER, Action.BOUNCE, october(6), State.BOUNCED)]
    row = at(events)
    assert (row.unit_or_lead, "bounced" in counted(row)) == ("zhengfawei", True)


def test_a_recomputed_date_counts_from_the_day_it_was_known() -> None:
    late = event(
        NUMBER,
        Action.DUE_RECOMPUTED,
        october(25),
        clock="answer",
        due_on="2026-11-30",
        former="2026-10-06",
        provisional="no",
    )
    row = at([*journey(answer_due=october(6))[:5], late])
    assert "overdue" not in counted(row)


def test_equal_content_is_a_repeat_of_the_first() -> None:
    other = "TS202610-000002"
    events = [*journey(), event(other, Action.RECEIVED, october(8), content="x")]
    rows = rows_at([intake(), intake(number=other)], events, OCTOBER.cut)
    assert [row.repeats for row in rows] == [None, NUMBER]


def test_what_was_written_down_later_counts_from_the_day_of_the_ledger() -> None:
    later = [event(NUMBER, Action.RECEIVED, date(2026, 11, 3), content="x")]
    assert rows_at([intake()], later, OCTOBER.cut) == ()


def test_consent_to_a_public_answer_is_told_as_of_the_cut() -> None:
    given_at, cut = START, OCTOBER.cut
    assert at(journey(), public_consent=(given_at, None)).consents_to_public_answer(cut)
    withdrawn = (given_at, cut - timedelta(seconds=1))
    assert not at(journey(), public_consent=withdrawn).consents_to_public_answer(cut)
    assert at(journey(), public_consent=(given_at, cut)).consents_to_public_answer(cut)


def test_a_recalled_matter_is_with_no_unit_and_was_coordinated() -> None:
    steps = [
        *journey()[:4],
        event(NUMBER, Action.RECALL, october(6), State.COORDINATING),
    ]
    (row,) = rows_at([intake()], steps, OCTOBER.cut)
    assert (row.unit, row.coordinated) == (None, True)
    registered = [*steps[:4], event(NUMBER, Action.RECALL, october(6), State.REGISTERED)]
    (row,) = rows_at([intake()], registered, OCTOBER.cut)
    assert (row.unit, row.coordinated) == (None, False)


def test_what_waited_in_quarantine_counts_from_the_day_it_was_let_out() -> None:
    withdrawn = event(NUMBER, Action.CONSENT_WITHDRAWN, date(2026, 9, 29))
    assert rows_at([intake()], [withdrawn], OCTOBER.cut) == ()
    (row,) = rows_at([intake()], [withdrawn, *journey()], OCTOBER.cut)
    assert row.recorded == october(1)
