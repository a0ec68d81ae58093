"""The life of one matter in October, step by step, and what a report makes of it."""

from __future__ import annotations

from datetime import date

from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.reports.compose import Material, compose
from forms_backend.reports.facts import Event, Intake, Row
from forms_backend.reports.figures import figures_of
from forms_backend.reports.periods import ReportKind, before, period_with
from forms_backend.reports.replaying import rows_at
from forms_backend.reports.report_parts import Report
from forms_backend.submissions.state import State
from tests.forms_backend.reports.report_material import LABELS, START, event

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


def taken_over(number: str, on: date, outcome: str, **detail: str) -> Event:
    """A matter of an old ledger that had come on 1 October and is taken over on `on`."""
    after = State.ASSIGNED if outcome == "open" else State.ARCHIVED
    return event(
        number, Action.IMPORTED, on, after, outcome=outcome, received_on="2026-10-01", **detail
    )


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
