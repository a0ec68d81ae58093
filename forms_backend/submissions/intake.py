"""登记来件: what staff note besides the form when they write something down for a visitor. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from district.channels import Sources
from forms_backend.database.limits import REFERENCE_LENGTH
from forms_backend.fields.field_rules import (
    InvalidValueError,
    check_length,
    check_one_line,
    check_readable,
    clean_text,
    read_date,
)
from forms_backend.identity.errors import InvalidInputError
from forms_backend.running.clock import LOCAL_ZONE, local_date
from forms_backend.submissions import messages as submission_messages
from forms_backend.submissions.channel import Channel

OLDEST = timedelta(days=180)
"""What is older than half a year is a slip of the pen, or does not belong into a running ledger."""

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
    problems: dict[str, str] = {}
    source = sources.find(typed.get("source", ""))
    if source is None:
        problems["source"] = submission_messages.INTAKE_SOURCE_MISSING
    received = _day(typed, "received_on", problems)
    if received is not None and not today - OLDEST <= received <= today:
        problems["received_on"] = submission_messages.INTAKE_RECEIVED_RANGE.format(days=OLDEST.days)
    told = next((one for one in Told if one.value == typed.get("told")), None)
    if told is None:
        problems["told"] = submission_messages.INTAKE_TOLD_MISSING
    reference, due_on = None, None
    if source is not None and source.is_from_above:
        reference = _reference(typed, problems)
        due_on = _day(typed, "due_on", problems)
        if due_on is not None and received is not None and due_on < received:
            problems["due_on"] = submission_messages.INTAKE_DUE_BEFORE_RECEIVED
    if problems or source is None or received is None or told is None:
        raise InvalidInputError({key: problems[key] for key in KEYS if key in problems})
    channel = Channel(source.channel.value)
    return TakenIn(actor, channel, typed["source"], received, told, reference, due_on, visit)


def _day(typed: Mapping[str, str], key: str, problems: dict[str, str]) -> date | None:
    try:
        return read_date(clean_text(typed.get(key, "")))
    except InvalidValueError as error:
        problems[key] = str(error)
        return None


def _reference(typed: Mapping[str, str], problems: dict[str, str]) -> str | None:
    value = clean_text(typed.get("reference", ""))
    try:
        check_readable(value)
        check_one_line(value)
        check_length(value, longest=REFERENCE_LENGTH)
        if not value:
            raise InvalidValueError(submission_messages.INTAKE_REFERENCE_MISSING)
    except InvalidValueError as error:
        problems["reference"] = str(error)
        return None
    return value
