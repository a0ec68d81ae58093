"""Rates: every matter that is due is in the denominator, also one that an old ledger brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms_backend.ledger.actions import Action
from forms_backend.reports.figures import figures_of
from forms_backend.reports.rates import RATES
from forms_backend.reports.replaying import rows_at
from forms_backend.submissions.state import State
from tests.forms_backend.reports.one_matter import (
    NOVEMBER,
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
    taken_over,
)
from tests.forms_backend.reports.report_material import event


def test_without_denominator_a_rate_says_of_what_there_is_none() -> None:
    texts = {key: rate.text for key, rate in figures_of([], OCTOBER).rates.items()}
    assert texts["told"] == "—（无应反馈件）"
    assert texts["satisfied"] == "—（无评价件）"
    assert all(text.startswith("—（无") for text in texts.values())
    assert figures_of([], OCTOBER).days_text == "—（无办结件）"


def test_answered_late_is_told_but_not_on_time() -> None:
    rates = figures_of([at(journey(answer_due=october(12)))], OCTOBER).rates
    assert (rates["on_time"].text, rates["told"].text) == ("0.0%（0/1）", "100.0%（1/1）")


def test_a_provisional_date_is_neither_on_time_nor_late() -> None:
    finished = at(journey(answer_due=october(1), provisional="yes"))
    assert figures_of([finished], OCTOBER).rates["on_time"].text == "—（无应办结件）"
    running = at(journey(answer_due=october(6), provisional="yes")[:5])
    assert counted(running) & {"overdue", "provisional"} == {"provisional"}
    certain = at(journey(answer_due=october(6))[:5])
    assert counted(certain) & {"overdue", "provisional"} == {"overdue"}


@pytest.mark.parametrize(
    ("events", "rate", "expected"),
    [
        # Timeliness of the answer: what is open and late counts, at whatever step it lies.
        (steps(5), "on_time", "0.0%（0/1）"),
        (steps(3), "on_time", "0.0%（0/1）"),
        (steps(4), "on_time", "0.0%（0/1）"),
        (steps(6), "on_time", "0.0%（0/1）"),
        (steps(5, answer_due=october(31)), "on_time", "—（无应办结件）"),
        (steps(5, provisional="yes"), "on_time", "—（无应办结件）"),
        (steps(7), "on_time", "100.0%（1/1）"),
        (steps(7, answer_due=october(12)), "on_time", "0.0%（0/1）"),
        (steps(8, *late_again()), "on_time", "0.0%（0/1）"),
        # Ending it without an answer does not take it out.
        (steps(5, event(NUMBER, Action.WITHDRAW, october(25), State.WITHDRAWN)), "on_time", "0.0%（0/1）"),
        (steps(5, event(NUMBER, Action.WITHDRAW, october(20), State.WITHDRAWN)), "on_time", "—（无应办结件）"),
        (steps(3, event(NUMBER, Action.MERGE, october(25), State.MERGED)), "on_time", "0.0%（0/1）"),
        # Acceptance: neither registered nor decided on although the date is over.
        (steps(1), "accept_timely", "0.0%（0/1）"),
        (steps(2), "accept_timely", "0.0%（0/1）"),
        (steps(3), "accept_timely", "100.0%（1/1）"),
        (steps(2, event(NUMBER, Action.ASK_SUPPLEMENT, october(5), State.SUPPLEMENT, **due("supplement", october(9)))),
         "accept_timely", "—（无应受理件）"),
        (steps(2, event(NUMBER, Action.APPROVE_REFUSAL, october(13), State.REFUSED, **due("deliver", october(20)))),
         "accept_timely", "0.0%（0/1）"),
        (steps(2, event(NUMBER, Action.APPROVE_REFUSAL, october(12), State.REFUSED, **due("deliver", october(20)))),
         "accept_timely", "100.0%（1/1）"),
        # 反馈 and 解决
        (steps(7), "told", "0.0%（0/1）"),
        (steps(5), "solved", "0.0%（0/1）"),
        (steps(10), "solved", "100.0%（1/1）"),
    ],
)  # fmt: skip
def test_every_due_case_is_in_the_denominator(events, rate, expected) -> None:
    assert figures_of([at(events)], OCTOBER).rates[rate].text == expected


def test_what_is_late_counts_in_every_period_until_it_is_done() -> None:
    for events, rate in ((steps(5), "on_time"), (steps(2), "accept_timely"), (steps(7), "told")):
        rows = rows_at([intake()], events, NOVEMBER.cut)
        assert figures_of(rows, NOVEMBER).rates[rate].text == "0.0%（0/1）"
    told = rows_at(
        [intake()],
        steps(7, event(NUMBER, Action.DELIVER, date(2026, 11, 3), State.DELIVERED)),
        NOVEMBER.cut,
    )
    assert figures_of(told, NOVEMBER).rates["told"].text == "100.0%（1/1）"


def test_a_hundred_per_cent_cannot_stand_beside_late_ones() -> None:
    """As it was seen: one answered in time, 25 late."""
    events = journey()
    intakes = [intake()]
    for n in range(25):
        number = f"TS202610-{n + 100:06d}"
        intakes.append(intake(number=number))
        events += [replace(e, number=number) for e in steps((n % 4) + 3)]
    whole = figures_of(rows_at(intakes, events, OCTOBER.cut), OCTOBER)
    assert whole.count("overdue") == 25
    assert whole.rates["on_time"].text == "3.8%（1/26）"


def test_what_was_open_when_taken_over_counts_by_what_is_done_here_as_any_other() -> None:
    """Answered and delivered, not rated: it is in the denominators of 解决率 and 反馈率."""
    done = journey()[5:-2]
    running = due("answer", october(20)) | {"assigned_to": "court", "wanted_on": "2026-10-20"}
    row = at([taken_over(NUMBER, october(5), "open", **running), *done])
    assert row.is_imported
    native = at(journey()[:-2])
    for rule in RATES[1:4]:
        for one in (rule.whole, rule.part):
            assert one(row, OCTOBER) is one(native, OCTOBER), rule.label
    assert RATES[3].whole(row, OCTOBER)
    over = at([taken_over(NUMBER, october(20), "done", answered_on="2026-10-13")])
    assert not any(rule.whole(over, OCTOBER) for rule in RATES[2:4])


@pytest.mark.parametrize("day", ["2026-10-10", "2026-10-25"])
@pytest.mark.parametrize(
    ("outcome", "accepted", "expected"),
    [
        ("refused", "2026-10-02", {"told"}),
        ("transferred", "2026-10-02", {"told"}),
        ("withdrawn", "", set()),
        ("withdrawn", "2026-10-02", {"on_time", "solved"}),
        ("done", "2026-10-02", {"on_time", "told", "solved", "satisfied"}),
    ],
)
def test_an_old_matter_without_an_answer_counts_as_one_that_was_closed_here(
    outcome: str, accepted: str, expected: set[str], day: str
) -> None:
    """What was withdrawn after its acceptance counts once its date was over, as it does here."""
    detail = {
        "answered_on": day,
        "delivered_on": day,
        "wanted_on": "2026-10-20",
        "satisfied": "yes",
    }
    detail |= {"accepted_on": accepted} if accepted else {}
    row = at([taken_over(NUMBER, october(28), outcome, **detail)])
    late = day > "2026-10-20"
    wanted = expected if late or outcome != "withdrawn" else set()
    rules = [rule for rule in RATES if rule.key in {"on_time", "told", "solved", "satisfied"}]
    assert {rule.key for rule in rules if rule.whole(row, OCTOBER)} == wanted
    kept = {rule.key for rule in rules if rule.whole(row, OCTOBER) and rule.part(row, OCTOBER)}
    assert kept == (wanted - {"on_time"} if late and outcome == "done" else wanted) - (
        {"on_time", "solved"} if outcome == "withdrawn" else set()
    )
