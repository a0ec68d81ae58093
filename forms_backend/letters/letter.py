"""催办函 and 督办函: what a letter says, from the ledger event that it belongs to. Pure.

Letters of an office, not documents with a red head. They name the matter by its number and hold
nothing of the visitor, nor what the supervisor wrote, which may name people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from district.deadlines import ClockKind, Deadline
from forms_backend.ledger.actions import Action
from forms_backend.letters import messages as texts
from forms_backend.office_files.official_document import written_date

LETTER_ACTIONS = (Action.URGE, Action.SUPERVISE)


@dataclass(frozen=True)
class UrgedClock:
    """The clock that was due first when the letter was called for."""

    kind: ClockKind
    started_on: date
    due_on: date
    provisional: bool
    basis: str


@dataclass(frozen=True)
class Occasion:
    """One event in the ledger that calls for a letter. `ordinal`: the how many-th of its kind."""

    action: Action
    number: str
    ordinal: int
    on: date
    received_on: date
    to_unit: str
    from_unit: str
    clock: UrgedClock | None


@dataclass(frozen=True)
class Letter:
    """What stands on the paper, from top to bottom."""

    title: str
    reference: str
    recipient: str
    paragraphs: tuple[str, ...]
    signature: str
    signed_on: str


def reference_of(action: Action, number: str, ordinal: int) -> str:
    """编号 of the letter: number of the matter, kind, how many-th; e.g. "TS202611-000123-督1"."""
    return texts.REFERENCE.format(number=number, mark=texts.MARKS[action.value], ordinal=ordinal)


def compose(occasion: Occasion, reply_by: date, reply_rule: Deadline) -> Letter:
    """The letter of `occasion`, to be answered by `reply_by`."""
    action = occasion.action.value
    reply = texts.REPLIES[action].format(
        date=written_date(reply_by), days=reply_rule.days, count=reply_rule.count.label
    )
    return Letter(
        title=texts.TITLES[action],
        reference=reference_of(occasion.action, occasion.number, occasion.ordinal),
        recipient=f"{occasion.to_unit}：",
        paragraphs=(_standing(occasion), *_basis(occasion), reply, texts.WHERE_TO_LOOK),
        signature=occasion.from_unit,
        signed_on=written_date(occasion.on),
    )


def _standing(occasion: Occasion) -> str:
    """Which matter, what is due and since when."""
    known = texts.MATTER.format(number=occasion.number, received=written_date(occasion.received_on))
    clock = occasion.clock
    if clock is None:
        return known + texts.NO_CLOCK
    sentence = texts.CLOCK.format(
        clock=clock.kind.label,
        started=written_date(clock.started_on),
        due=written_date(clock.due_on),
    )
    return known + sentence + _time_left(clock, occasion.on)


def _time_left(clock: UrgedClock, today: date) -> str:
    """A provisional date is never called overdue (DESIGN §7)."""
    days = (clock.due_on - today).days
    if clock.provisional:
        return texts.PROVISIONAL
    if days < 0:
        return texts.OVERDUE.format(days=-days)
    return texts.DAYS_LEFT.format(days=days) if days else texts.DUE_TODAY


def _basis(occasion: Occasion) -> tuple[str, ...]:
    return (texts.BASIS.format(basis=occasion.clock.basis),) if occasion.clock else ()
