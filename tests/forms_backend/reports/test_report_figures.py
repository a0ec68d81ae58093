"""Figures: what each counts, that parts add up to the whole, and that the past stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.reports.compose import Material, compose
from forms_backend.reports.dimensions import DIMENSIONS
from forms_backend.reports.facts import Event, Intake, Row
from forms_backend.reports.figures import MEASURES, figures_of, split
from forms_backend.reports.lists import satisfaction
from forms_backend.reports.periods import ReportKind, before, period_with
from forms_backend.reports.plain_files import brief_text, to_csv, to_json
from forms_backend.reports.public_statistics import OTHERS, SMALLEST, public_statistics
from forms_backend.reports.rates import RATES
from forms_backend.reports.replaying import rows_at
from forms_backend.reports.report_parts import Linked, Report
from forms_backend.submissions.state import State
from tests.forms_backend.reports.report_material import LABELS, START, UNITS, event, ledgers

OCTOBER = period_with(ReportKind.MONTHLY, date(2026, 10, 5))
HEAD = PublishedHead(7, "ab" * 32)
NUMBER = "TS202610-000001"


def intake(**changes: object) -> Intake:
    values: dict[str, object] = {
        "number": NUMBER,
        "form_id": "complaint",
        "category": "enforcement",
        "region": "park",
        "channel": "web",
        "received_at": START,
        "lead_unit": "zhengfawei",
    }
    return Intake(**(values | changes))  # type: ignore[arg-type]


def october(n: int) -> date:
    return date(2026, 10, n)


def due(clock: str, day: date, provisional: str = "no") -> dict[str, str]:
    return {"clock": clock, "due_on": day.isoformat(), "provisional": provisional}


def journey(answer_due: date = date(2026, 10, 20), provisional: str = "no") -> list[Event]:
    """Received on the 1st, accepted on the 3rd, answered on the 13th, delivered on the 15th,
    satisfied on the 16th, cleared on the 20th."""
    n = NUMBER
    running = due("answer", answer_due, provisional)
    beside = {"answer_due_on": answer_due.isoformat(), "answer_provisional": provisional}
    return [
        event(n, Action.RECEIVED, october(1), content="x", **due("acknowledge", october(9))),
        event(n, Action.REGISTER, october(2), State.REGISTERED, **due("accept", october(12))),
        event(n, Action.ACCEPT, october(3), State.ACCEPTED, **due("assign", october(12)), **beside),
        event(
            n,
            Action.ASSIGN,
            october(4),
            State.ASSIGNED,
            assigned_to="court",
            **due("take", october(14)),
            **beside,
        ),
        event(n, Action.TAKE, october(5), State.HANDLING, **running),
        event(n, Action.SUBMIT_ANSWER, october(12), State.REVIEWING, **running),
        event(n, Action.APPROVE_ANSWER, october(13), State.ANSWERED, **due("deliver", october(20))),
        event(
            n,
            Action.DELIVER,
            october(15),
            State.DELIVERED,
            delivered_by="phone",
            **due("call_back", october(20)),
        ),
        event(n, Action.RATE_SATISFIED, october(16), State.DONE, **due("clear", october(27))),
        event(n, Action.CLEAR, october(20), State.CLEARED),
    ]


def at(events: list[Event], **changes: object) -> Row:
    rows = rows_at([intake(**changes)], events, OCTOBER.cut)
    assert len(rows) == 1
    return rows[0]


def counted(row: Row) -> set[str]:
    return {key for key, rows in figures_of([row], OCTOBER).counted.items() if rows}


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


NOVEMBER = period_with(ReportKind.MONTHLY, date(2026, 11, 5))
LATE = october(20)


def steps(
    count: int, *more: Event, answer_due: date = LATE, provisional: str = "no"
) -> list[Event]:
    """The first `count` events of the journey, then `more`."""
    return [*journey(answer_due, provisional)[:count], *more]


def late_again() -> list[Event]:
    """Answered in time, rated badly, worked on again, and late with that."""
    n = NUMBER
    return [
        event(n, Action.RATE_DISSATISFIED, october(16), State.DISSATISFIED),
        event(n, Action.REWORK, october(17), State.HANDLING, **due("answer", october(25))),
    ]


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


def make(rows: tuple[Row, ...], earlier: tuple[Row, ...] = (), **changes: object) -> Report:
    values: dict[str, object] = {
        "kind": ReportKind.MONTHLY,
        "period": OCTOBER,
        "rows": rows,
        "before_period": before(ReportKind.MONTHLY, OCTOBER),
        "before_rows": earlier,
        "head": HEAD,
        "district": "示例区",
    }
    return compose(Material(**(values | changes)), LABELS)  # type: ignore[arg-type]


# What holds for every ledger

PERIODS = st.sampled_from(
    [period_with(ReportKind.MONTHLY, date(2026, month, 5)) for month in (9, 10, 11)]
)


@examples(max_examples=60)
@given(ledgers(), PERIODS)
def test_totals_reconcile(ledger, period) -> None:
    rows = rows_at(*ledger, period.cut)
    whole = figures_of(rows, period)
    count = whole.count
    came = count("carried") + count("received") + count("reopened")
    assert came - count("closed") == count("open")
    before_period = before(ReportKind.MONTHLY, period)
    earlier = figures_of(rows_at(*ledger, before_period.cut), before_period)
    assert earlier.count("open") == count("carried")
    for dimension in DIMENSIONS:
        parts = split(rows, period, dimension.key_of).values()
        for measure in MEASURES:
            assert sum(p.count(measure.key) for p in parts) == count(measure.key)
        for rule in RATES:
            rates = [p.rates[rule.key] for p in parts]
            assert sum(len(r.whole) for r in rates) == len(whole.rates[rule.key].whole)
            assert sum(len(r.part) for r in rates) == len(whole.rates[rule.key].part)


@examples(max_examples=60)
@given(ledgers(), PERIODS)
def test_later_events_never_change_an_earlier_report(ledger, period) -> None:
    intakes, events = ledger
    known = {e.number for e in events if e.at < period.cut}
    then = rows_at(
        [i for i in intakes if i.number in known],
        [e for e in events if e.at < period.cut],
        period.cut,
    )
    assert rows_at(intakes, events, period.cut) == then


@examples(max_examples=40)
@given(ledgers(), PERIODS, st.sampled_from(ReportKind), st.sampled_from([None, *UNITS]))
def test_every_figure_names_rows_that_stand_in_the_work_ledger(ledger, period, kind, unit) -> None:
    rows = rows_at(*ledger, period.cut)
    report = make(rows, kind=kind, period=period, unit=unit)
    assert len(report.ledger.body) == len(report.ledger_rows)
    for table in report.tables:
        for line in (*table.body, *((table.total,) if table.total else ())):
            assert len(line) == len(table.head)
            for cell in line:
                if isinstance(cell, Linked):
                    assert len(report.places(cell.rows)) == len(cell.rows)
                    if isinstance(cell.cell, int):
                        assert cell.cell == len(cell.rows)
    again = make(rows_at(*ledger, period.cut), kind=kind, period=period, unit=unit)
    assert to_json(report) == to_json(again)
    secret = [r.intake.number for r in rows if r.intake.confidential]
    text = (to_json(report) + to_csv(report)).decode()
    assert not [number for number in secret if f'"{number}"' in text]


@examples(max_examples=60)
@given(ledgers())
def test_published_statistics_single_nobody_out(ledger) -> None:
    periods = [period_with(ReportKind.MONTHLY, date(2026, month, 5)) for month in (9, 10, 11)]
    record = public_statistics([(p, rows_at(*ledger, p.cut)) for p in periods], LABELS)
    for month in record["months"]:
        lines = [{k: v for k, v in one.items() if k != "unit"} for one in month["units"]]
        for counts in (month["total"], *lines):
            assert all(value == 0 or value >= SMALLEST for value in counts.values())
        for key, value in month["total"].items():
            assert sum(line[key] for line in lines) == value
        units = [one["unit"] for one in month["units"]]
        assert units.count(OTHERS) <= 1


@pytest.mark.parametrize("kind", ReportKind)
def test_each_kind_says_its_name_its_period_and_the_end_of_the_ledger(kind: ReportKind) -> None:
    period = period_with(kind, october(5))
    report = make((), kind=kind, period=period, before_period=before(kind, period))
    assert kind.label in report.title
    assert HEAD.hash in "".join(report.notes)
    assert f"{period.first} 至 {period.last}" in "".join(report.notes)


def test_a_problem_with_two_reasons_stands_once_in_the_list_of_problems() -> None:
    bounced = [
        *journey()[:4],
        event(NUMBER, Action.BOUNCE, october(6), State.BOUNCED, **due("assign", october(8))),
    ]
    row = at(bounced)
    assert counted(row) >= {"bounced", "overdue"}
    problems = make((row,), kind=ReportKind.TWO_LISTS).tables[0]
    assert [line[0] for line in problems.body] == [NUMBER]


def test_the_text_says_what_the_numbers_say() -> None:
    overdue = at(journey(answer_due=october(6))[:5])
    text = "\n".join(s for section in make((overdue,)).sections for s in section.sentences)
    assert "本期收件 1 件，比上期增加 1 件（上期没有）；" in text
    assert "期初结转 0 件，加本期收件 1 件，减本期办完 0 件，期末在办 1 件。" in text
    assert "期末超期 1 件：区法院 1 件。" in text
    assert "受理及时率 100.0%（1/1）。" in text


def test_a_short_report_says_the_same_in_a_page_of_text() -> None:
    events, intakes = [], []
    for n in range(8):
        number = f"TS202610-{n:06d}"
        unit = ("court", "police", "market", "hrss", "justice", "tax", "housing")[n % 7]
        intakes.append(intake(number=number))
        events += [
            replace(e, number=number, detail={**e.detail, **({"assigned_to": unit} if "assigned_to" in e.detail else {})})
            for e in steps(5)
        ]  # fmt: skip
    report = make(rows_at(intakes, events, OCTOBER.cut))
    text = brief_text(report)
    assert text.startswith("示例区涉企投诉咨询办理情况月报（2026年10月）\n本期收件 8 件")
    assert "按时办结率 0.0%（0/8）" in text
    assert "期末超期 8 件：区法院 2 件、" in text
    assert "，其他 2 个单位 2 件。" in text
    assert len(text) < 400
    assert "期末没有超期件。" in brief_text(make(()))


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


def taken_over(number: str, on: date, outcome: str, **detail: str) -> Event:
    """A matter of an old ledger that had come on 1 October and is taken over on `on`."""
    after = State.ASSIGNED if outcome == "open" else State.ARCHIVED
    return event(
        number, Action.IMPORTED, on, after, outcome=outcome, received_on="2026-10-01", **detail
    )


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
