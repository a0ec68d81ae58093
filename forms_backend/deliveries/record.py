"""送阅记录: what is written down of a delivery, and how it is checked. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms_backend.database.limits import BOOKLET_TITLE_LENGTH, MAX_COPIES
from forms_backend.deliveries import messages
from forms_backend.fields.typed_forms import (
    ChoiceField,
    CountField,
    DayField,
    TextField,
    TypedForm,
)
from forms_backend.identity.errors import InvalidInputError

PREFIX = "SY"
BACK, AHEAD = timedelta(days=60), timedelta(days=31)
KEYS = ("title", "cases", "firm", "people", "delivered_on", "channel", "copies")
SIGN_KEYS = ("signed_by", "signed_on")
LONGEST = {
    "title": BOOKLET_TITLE_LENGTH,
    "cases": 2_000,
    "firm": 100,
    "people": 100,
    "signed_by": 40,
}
_MANY_LINES = ("cases",)


class DeliveryChannel(StrEnum):
    """送达方式."""

    HAND = "hand"
    VISIT = "visit"
    MEETING = "meeting"
    POST = "post"
    ONLINE = "online"

    @property
    def label(self) -> str:
        return messages.CHANNELS[self.value]


@dataclass(frozen=True)
class Recipient:
    """Who received it and what is in it; kept encrypted."""

    firm: str
    people: str = ""
    cases: str = ""
    signed_by: str = ""

    def encode(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def decode(cls, payload: bytes) -> Recipient:
        return cls(**json.loads(payload))

    @property
    def case_titles(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cases.splitlines() if line.strip())


@dataclass(frozen=True)
class DeliveryRecord:
    """A delivery as it is written down."""

    title: str
    delivered_on: date
    channel: DeliveryChannel
    copies: int
    recipient: Recipient


@dataclass(frozen=True)
class Receipt:
    """签收."""

    signed_by: str
    signed_on: date


def clean_delivery(typed: Mapping[str, str], today: date) -> DeliveryRecord:
    """What was typed, checked. Raises InvalidInputError with every mistake by input."""
    form = TypedForm(typed)
    texts = {key: form.read(_text(key)) for key in ("title", "cases", "firm", "people")}
    channel = form.read(ChoiceField("channel", messages.CHANNELS, messages.MISSING["channel"]))
    wrong = messages.COPIES_WRONG.format(most=MAX_COPIES)
    copies = form.read(CountField("copies", 1, MAX_COPIES, wrong))
    outside = messages.DATE_RANGE.format(back=BACK.days, ahead=AHEAD.days)
    day = form.read(DayField("delivered_on", today - BACK, today + AHEAD, outside))
    if problems := form.problems(KEYS):
        raise InvalidInputError(problems)
    recipient = Recipient(texts["firm"], texts["people"], texts["cases"])
    return DeliveryRecord(texts["title"], day, DeliveryChannel(channel), copies, recipient)


def clean_receipt(typed: Mapping[str, str], delivered_on: date, today: date) -> Receipt:
    """Who signed when, checked. Raises InvalidInputError with every mistake by input."""
    form = TypedForm(typed)
    signed_by = form.read(_text("signed_by"))
    signed_on = form.read(DayField("signed_on", delivered_on, today, messages.SIGNED_RANGE))
    if problems := form.problems(SIGN_KEYS):
        raise InvalidInputError(problems)
    return Receipt(signed_by, signed_on)


def _text(key: str) -> TextField:
    return TextField(
        key, LONGEST[key], messages.MISSING.get(key, ""), many_lines=key in _MANY_LINES
    )
