"""One matter of an old ledger, and where it stands here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from district.casework.deadlines import ClockKind, DayCount, Deadline
from district.casework.retention import SubmissionPeriods
from district.forms.fields import LedgerColumn
from district.forms.models import FormDefinition
from forms_backend.matters.inputs import Delivery
from forms_backend.matters.states.transitions import STATES
from forms_backend.old_ledgers.map_file import Result
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.payload import Answer
from forms_backend.submissions.state import State

_DAY = timedelta(days=1)
BY_THE_LEDGER = "原台账记载的办理期限"
"""Why an answer is due on the day that the old ledger names."""


@dataclass(frozen=True)
class OldMatter:
    """A row, read and checked. `row` is its number in the sheet; days that the ledger does not name
    are None, and no figure is made of them."""

    row: int
    form: FormDefinition
    channel: Channel
    received_on: date
    answers: tuple[Answer, ...]
    columns: Mapping[LedgerColumn, str]
    result: Result = Result.OPEN
    number: str = ""
    """The number that it had in the old ledger; empty without one."""
    unit: str | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    answered_on: date | None = None
    delivered_on: date | None = None
    delivered_by: Delivery | None = None
    satisfied: bool | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        return self.result is Result.OPEN

    @property
    def state(self) -> State:
        """Where its course goes on: what is over is on file, what is open waits for the next step that
        the old ledger does not show."""
        if not self.is_open:
            return State.ARCHIVED
        if self.unit is not None:
            return State.ASSIGNED
        return State.ACCEPTED if self.accepted_on or self.due_on else State.REGISTERED

    @property
    def content(self) -> str:
        """All that the row says, to tell whether it has changed."""
        parts = (
            self.form.id, self.channel.value, self.result.value, self.number, self.unit,
            self.received_on, self.accepted_on, self.due_on, self.answered_on, self.delivered_on,
            self.delivered_by, self.satisfied, self.answer,
            *((answer.label, answer.display) for answer in self.answers),
        )  # fmt: skip
        return repr([str(part) if isinstance(part, date) else part for part in parts])

    @property
    def texts(self) -> list[str]:
        """What the matter is found by."""
        return [answer.display for answer in self.answers] + ([self.answer] if self.answer else [])

    def detail(self) -> dict[str, str]:
        """What the ledger says of it: days and outcome, nothing that somebody typed."""
        rating = {True: "yes", False: "no", None: None}[self.satisfied]
        known = {
            "form": self.form.id,
            "channel": self.channel.value,
            "after": self.state.value,
            "outcome": self.result.value,
            "assigned_to": self.unit,
            "received_on": self.received_on,
            "accepted_on": self.accepted_on,
            "wanted_on": self.due_on,
            "answered_on": self.answered_on,
            "delivered_on": self.delivered_on,
            "delivered_by": self.delivered_by,
            "satisfied": rating,
        }
        return {key: str(value) for key, value in known.items() if value is not None}


@dataclass(frozen=True)
class AnswerClock:
    """By when the old ledger wants the answer: a rule, and the day from which it counts."""

    started_on: date
    rule: Deadline


def answer_clock(matter: OldMatter) -> AnswerClock | None:
    """The clock that ends on the day which the old ledger names; None where it names none."""
    if matter.due_on is None:
        return None
    begun = min(matter.accepted_on or matter.received_on, matter.due_on - _DAY)
    days = (matter.due_on - begun).days
    rule = Deadline(days=days, count=DayCount.NATURAL, basis=BY_THE_LEDGER)
    return AnswerClock(begun, rule)


def clock_starts(matter: OldMatter, today: date) -> dict[ClockKind, date]:
    """From which day the clocks of its state count: the decision to accept it from the day on which it
    came; all others from the day on which it is taken in, for nobody could keep a date that nobody had
    set."""
    return {
        kind: matter.received_on if kind is ClockKind.ACCEPT else today
        for kind in STATES[matter.state].clocks
    }


def past_keeping(matters: Iterable[OldMatter], periods: SubmissionPeriods, day: date) -> int:
    """How many of them the retention of `day` makes anonymous: the period counts from the day on which
    the old ledger closed them."""
    return sum(
        matter.answered_on is not None
        and matter.answered_on < periods.of(matter.form.id).start_of(day)
        for matter in matters
    )
