"""催办函, 督办函 and 答复书: what each says, from the ledger event that it belongs to. Pure.

A letter to a unit says which matter it is and what is asked of it; of a confidential one the number
alone, since paper travels. An answer goes to the visitor, for post and window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from district.casework.deadlines import ClockKind, Deadline
from forms_backend.ledger.actions import Action
from forms_backend.letters import messages as texts
from forms_backend.office_files.official_document import written_date

LETTER_ACTIONS = (Action.URGE, Action.SUPERVISE)
REPLY_ACTION = Action.APPROVE_ANSWER
"""With it an answer is final, and a 答复书 may go out."""


@dataclass(frozen=True)
class UrgedClock:
    """The clock that was due first when the letter was called for."""

    kind: ClockKind
    started_on: date
    due_on: date
    provisional: bool
    basis: str


@dataclass(frozen=True)
class Subject:
    """What a matter is about, in the words of who sent it, and what kind it is."""

    title: str
    kind: str


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
    subject: Subject | None = None
    """None for a confidential matter."""
    asked: str = ""
    """What the supervisor wrote; empty for a confidential matter."""
    red_head: bool = False


@dataclass(frozen=True)
class Reply:
    """An approved answer, to whom and by whom. `reference` empty: the number of the matter serves."""

    number: str
    ordinal: int
    on: date
    received_on: date
    addressee: str
    from_unit: str
    subject: Subject
    answer: str
    reference: str = ""
    red_head: bool = False
    may_be_reviewed: bool = False
    """Whether it is an opinion on a petition, which may be re-examined (复查)."""


@dataclass(frozen=True)
class Letter:
    """What stands on the paper, from top to bottom."""

    title: str
    reference: str
    recipient: str
    paragraphs: tuple[str, ...]
    signature: str
    dated: date
    mark: str = ""
    """发文机关标志, for units that may use a red head."""
    sealed: bool = False


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
        paragraphs=(_standing(occasion), *_basis(occasion), *_asked(occasion), reply),
        signature=occasion.from_unit,
        dated=occasion.on,
        mark=occasion.from_unit if occasion.red_head else "",
    )


def compose_reply(reply: Reply) -> Letter:
    """答复书: what was asked, the answer as it was approved, and what may be done against it."""
    opening = texts.REPLY_OPENING.format(
        received=written_date(reply.received_on), title=reply.subject.title, number=reply.number
    )
    return Letter(
        title=texts.TITLES[REPLY_ACTION.value],
        reference=reply.reference or reference_of(REPLY_ACTION, reply.number, reply.ordinal),
        recipient=f"{reply.addressee}：",
        paragraphs=(
            opening,
            *_lines(reply.answer),
            *((texts.REPLY_REVIEW,) if reply.may_be_reviewed else ()),
        ),
        signature=reply.from_unit,
        dated=reply.on,
        mark=reply.from_unit if reply.red_head else "",
        sealed=True,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _asked(occasion: Occasion) -> tuple[str, ...]:
    """What is asked; where it may not stand on paper, where to read it."""
    lines = _lines(occasion.asked)
    return (texts.ASKED.format(text=lines[0]), *lines[1:]) if lines else (texts.WHERE_TO_LOOK,)


_REFERENCE = re.compile(
    r"([\u4e00-\u9fff]{2,16})[〔\[［【(（](\d{4})[〕\]］】)）]\s*([1-9]\d{0,4})\s*号"
)


def clean_reference(typed: str) -> str | None:
    """发文字号 as the standard writes it, `示法函〔2026〕12号`; None for what is none."""
    found = _REFERENCE.fullmatch("".join(typed.split()))
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else None


def _standing(occasion: Occasion) -> str:
    """Which matter, what is due and since when."""
    received, subject = written_date(occasion.received_on), occasion.subject
    known = texts.MATTER.format(number=occasion.number, received=received)
    if subject is not None:
        known = texts.MATTER_NAMED.format(
            title=subject.title, kind=subject.kind, number=occasion.number, received=received
        )
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
