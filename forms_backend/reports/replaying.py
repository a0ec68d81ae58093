"""What the ledger's events make of a matter, one after another. Pure: events in, one row a matter out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from forms_backend.ledger.actions import Action
from forms_backend.matters.states.transitions import STATES
from forms_backend.reports.facts import ACCEPT, ANSWER, TELLING, Assisting, Due, Event, Intake, Row
from forms_backend.running.clock import local_date
from forms_backend.submissions.state import State


def rows_at(intakes: Iterable[Intake], events: Iterable[Event], cut: datetime) -> tuple[Row, ...]:
    """One row for each matter in the ledger before `cut`, by number; later events are not read.

    `events` come in the order of the ledger. A matter that staff wrote down days after it had come
    counts from the day on which it entered the ledger: else a past report would change.
    """
    known = {i.number: i for i in intakes}
    rows: dict[str, Row] = {}
    seen: dict[str, str] = {}
    for event in events:
        if event.at >= cut or event.number not in known:
            continue
        row = rows.get(event.number)
        if row is None:
            if event.action not in _BEGINNINGS:  # while it waited in quarantine
                continue
            row = Row(known[event.number], _recorded(event))
            row = _mark_repeat(row, event, seen)
        rows[event.number] = after(row, event)
    return tuple(rows[number] for number in sorted(rows))


_BEGINNINGS = (Action.RECEIVED.value, Action.IMPORTED.value)


def _recorded(event: Event) -> date:
    """What an old ledger had counts from the day on which it had come, in reports that are made of
    what was known after the import; those on times before it know nothing of it."""
    if event.action == Action.IMPORTED.value:
        return date.fromisoformat(event.detail["received_on"])
    return local_date(event.at)


def _mark_repeat(row: Row, event: Event, seen: dict[str, str]) -> Row:
    content = event.detail.get("content", "")
    first = seen.setdefault(content, event.number) if content else event.number
    return row if first == event.number else replace(row, repeats=first)


def after(row: Row, event: Event) -> Row:
    """`row` with one more event. An action that reports do not know still moves the state."""
    day, detail = local_date(event.at), event.detail
    try:
        action = Action(event.action)
    except ValueError:
        return row
    changes: dict[str, object] = {"firsts": {action: day, **row.firsts}}
    changes |= _dates(row, action, detail)
    if "after" in detail:
        changes["state"] = state = State(detail["after"])
        if STATES[state].is_open and not row.is_open:
            changes["reopened"] = (*row.reopened, day)
        elif row.is_open and not STATES[state].is_open:
            changes["closings"] = (*row.closings, (day, state))
    if "assigned_to" in detail:
        changes["unit"] = detail["assigned_to"]
    own = _OWN_CHANGES.get(action)
    if own:
        changes |= own(row, event, day)
    return replace(row, **changes)  # type: ignore[arg-type]


def _dates(row: Row, action: Action, detail: Mapping[str, str]) -> dict[str, object]:
    """The clocks as the event left them; an event that names none stopped them, a read left them."""
    if "due_on" not in detail:
        return {"due": None} if "after" in detail else {}
    due = Due(
        detail["clock"], date.fromisoformat(detail["due_on"]), detail.get("provisional") == "yes"
    )
    answer_due = due if due.clock == ANSWER else _answer_due(detail)
    recomputed_other = action is Action.DUE_RECOMPUTED and (
        row.due is None or row.due.clock != due.clock
    )
    found: dict[str, object] = {} if recomputed_other else {"due": due}
    # Once accepted or answered, the date that counted stands; a rework has a date of its own.
    if due.clock == ACCEPT and Action.ACCEPT not in row.firsts:
        found["accept_due"] = due
    if answer_due is not None and Action.APPROVE_ANSWER not in row.firsts:
        found["answer_due"] = answer_due
    return found


def _answer_due(detail: Mapping[str, str]) -> Due | None:
    """The date of the answer clock where another one is due before it."""
    if "answer_due_on" not in detail:
        return None
    on = date.fromisoformat(detail["answer_due_on"])
    return Due(ANSWER, on, detail.get("answer_provisional") == "yes")


def _bounce(row: Row, _event: Event, day: date) -> dict[str, object]:
    return {"bounced": (*row.bounced, day), "unit": None}


def _recall(row: Row, event: Event, _day: date) -> dict[str, object]:
    to_coordination = event.detail.get("after") == State.COORDINATING.value
    return {"unit": None, "coordinated": row.coordinated or to_coordination}


def _set_confidential(row: Row, event: Event, _day: date) -> dict[str, object]:
    moved = event.detail.get("after") != event.detail.get("before")
    return {"unit": None, "coordinated": True} if moved else {}


def _supervise(row: Row, _event: Event, day: date) -> dict[str, object]:
    return {"supervised": (*row.supervised, day)}


def _rate(row: Row, event: Event, day: date) -> dict[str, object]:
    return {"ratings": (*row.ratings, (day, event.action == Action.RATE_SATISFIED.value))}


def _ask_assist(row: Row, event: Event, day: date) -> dict[str, object]:
    detail = event.detail
    due = date.fromisoformat(detail["assist_due_on"])
    asked = Assisting(detail["assist_unit"], day, due)
    return {"assisting": {**row.assisting, detail["assist"]: asked}}


def _change_assist(row: Row, event: Event, **changes: object) -> dict[str, object]:
    key = event.detail["assist"]
    changed = replace(row.assisting[key], **changes)  # type: ignore[arg-type]
    return {"assisting": {**row.assisting, key: changed}}


_ENDS: Mapping[str, tuple[tuple[Action, str], ...]] = {
    "done": ((Action.APPROVE_ANSWER, "answered_on"), (Action.DELIVER, "delivered_on")),
    "refused": ((Action.APPROVE_REFUSAL, "answered_on"), (Action.DELIVER_REFUSAL, "delivered_on")),
    "withdrawn": ((Action.WITHDRAW, "answered_on"),),
    "transferred": (
        (Action.APPROVE_TRANSFER, "answered_on"), (Action.DELIVER_TRANSFER, "delivered_on"),
    ),
}  # fmt: skip
"""What an outcome of an old ledger is here, and which of its days is that of the action."""


def _import(row: Row, event: Event, day: date) -> dict[str, object]:
    """The course that the old ledger tells: its own days, a deadline only where it names one. As here,
    an answer is owed from the acceptance on, never for what was refused or given to another body, and
    only an answer is rated."""
    detail = event.detail
    known = {key: date.fromisoformat(value) for key, value in detail.items() if key in _OLD_DAYS}
    steps = ((Action.ACCEPT, "accepted_on"), *_ENDS.get(detail["outcome"], ()))
    firsts = {Action.IMPORTED: day, Action.RECEIVED: row.recorded}
    firsts |= {action: known[key] for action, key in steps if key in known}
    changes: dict[str, object] = {"firsts": firsts, "delivered_by": detail.get("delivered_by")}
    ended = known.get("answered_on")
    if ended is None:
        return changes
    withdrawn = detail["outcome"] == "withdrawn"
    changes["was_over"] = True
    changes["closings"] = ((ended, State.WITHDRAWN if withdrawn else State(detail["after"])),)
    done = detail["outcome"] == "done"
    if "wanted_on" in known and (done or (withdrawn and Action.ACCEPT in firsts)):
        changes["answer_due"] = Due(ANSWER, known["wanted_on"], provisional=False)
    if done and "satisfied" in detail:
        rated = known.get("delivered_on", ended)
        changes["ratings"] = ((rated, detail["satisfied"] == "yes"),)
    return changes


_OLD_DAYS = frozenset({"accepted_on", "wanted_on", "answered_on", "delivered_on"})

_OWN_CHANGES: Mapping[Action, Callable[[Row, Event, date], dict[str, object]]] = {
    Action.IMPORTED: _import,
    Action.BOUNCE: _bounce,
    Action.RECALL: _recall,
    Action.SET_CONFIDENTIAL: _set_confidential,
    Action.APPEAL: lambda _r, _e, _d: {"coordinated": True},
    Action.URGE: _supervise,
    Action.SUPERVISE: _supervise,
    Action.RATE_SATISFIED: _rate,
    Action.RATE_DISSATISFIED: _rate,
    Action.COORDINATE: lambda _r, _e, _d: {"coordinated": True},
    Action.APPROVE_EXTENSION: lambda _r, _e, _d: {"extended": True},
    **dict.fromkeys(TELLING, lambda _r, e, _d: {"delivered_by": e.detail.get("delivered_by")}),
    Action.ASSIST_ASKED: _ask_assist,
    Action.ASSIST_RETURNED: _ask_assist,
    Action.ASSIST_GIVEN: lambda r, e, d: _change_assist(r, e, given=d),
    Action.ASSIST_WITHDRAWN: lambda r, e, _d: _change_assist(r, e, withdrawn=True),
    Action.CLEAR: lambda _r, e, _d: {"cleared_by": e.actor},
}
