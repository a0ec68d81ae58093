"""登记来件: what staff note besides the form when they write something down for a visitor. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from district.casework.channels import Sources
from forms_backend.database.limits import REFERENCE_LENGTH
from forms_backend.fields.typed_forms import ChoiceField, DayField, TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError
from forms_backend.running.clock import LOCAL_ZONE, local_date
from forms_backend.submissions import messages as submission_messages
from forms_backend.submissions.channel import Channel

OLDEST = timedelta(days=180)
"""What is older than half a year is a slip of the pen, or does not belong into a running ledger."""

_REFERENCE = TextField("reference", REFERENCE_LENGTH, submission_messages.INTAKE_REFERENCE_MISSING)
KEYS = ("source", "received_on", "told", "reference", "due_on")
"""Names of the inputs, which no form field begins with `intake_`."""


class Told(StrEnum):
    """怎样告知: how the visitor learned what happens to the data and what was consented to."""

    ORALLY = "orally"
    IN_WRITING = "in_writing"
    BY_OTHERS = "by_others"
    """The office that passed it on did; we owe the notice with the acceptance."""

    @property
    def label(self) -> str:
        return submission_messages.TOLD_LABELS[self.value]


@dataclass(frozen=True)
class TakenIn:
    """Who wrote it down, where it came from, and what the law wants on record."""

    actor: str
    channel: Channel
    source: str
    received_on: date
    told: Told
    reference: str | None = None
    due_on: date | None = None
    visit: str = ""
    """The number of the visit at which it came up."""

    @property
    def detail(self) -> dict[str, str]:
        """What the ledger says of it; the reference number is not for the ledger."""
        return {
            "source": self.source,
            "received_on": self.received_on.isoformat(),
            "told": self.told.value,
        } | ({"visit": self.visit} if self.visit else {})

    def received_at(self, now: datetime) -> datetime:
        """The moment from which clocks count: now on the same day, else the beginning of the day
        on which it came, since nobody noted the hour."""
        if self.received_on == local_date(now):
            return now
        return datetime.combine(self.received_on, time(), LOCAL_ZONE)


def clean_intake(
    typed: Mapping[str, str], sources: Sources, today: date, *, actor: str, visit: str = ""
) -> TakenIn:
    """What was typed, checked. Raises InvalidInputError with every mistake by input."""
    form = TypedForm(typed)
    source = sources.find(typed.get("source", ""))
    if source is None:
        form.refuse("source", submission_messages.INTAKE_SOURCE_MISSING)
    outside = submission_messages.INTAKE_RECEIVED_RANGE.format(days=OLDEST.days)
    received = form.read(DayField("received_on", today - OLDEST, today, outside))
    told = form.read(ChoiceField("told", tuple(Told), submission_messages.INTAKE_TOLD_MISSING))
    reference, due_on = None, None
    if source is not None and source.is_from_above:
        reference = form.read(_REFERENCE)
        due_on = form.read(DayField("due_on"))
        if form.is_right("due_on") and form.is_right("received_on") and due_on < received:
            form.refuse("due_on", submission_messages.INTAKE_DUE_BEFORE_RECEIVED)
    problems = form.problems(KEYS)
    if problems or source is None:
        raise InvalidInputError(problems)
    channel = Channel(source.channel.value)
    return TakenIn(actor, channel, typed["source"], received, Told(told), reference, due_on, visit)
