"""送阅记录: what is written down of a delivery, and how it is checked. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms_backend.database.limits import BOOKLET_TITLE_LENGTH, MAX_COPIES
from forms_backend.deliveries import messages
from forms_backend.fields.field_rules import (
    InvalidValueError,
    check_length,
    check_one_line,
    check_readable,
    clean_text,
    read_date,
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
_REQUIRED = ("title", "firm", "signed_by")
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
    problems: dict[str, str] = {}
    texts = {key: _text(key, typed, problems) for key in ("title", "cases", "firm", "people")}
    channel = typed.get("channel", "")
    if channel not in messages.CHANNELS:
        problems["channel"] = messages.MISSING["channel"]
    copies = clean_text(typed.get("copies", ""))
    is_number = copies.isascii() and copies.isdigit() and len(copies) <= len(str(MAX_COPIES))
    if not is_number or not 1 <= int(copies) <= MAX_COPIES:
        problems["copies"] = messages.COPIES_WRONG.format(most=MAX_COPIES)
    wrong = messages.DATE_RANGE.format(back=BACK.days, ahead=AHEAD.days)
    day = _day("delivered_on", typed, (today - BACK, today + AHEAD, wrong), problems)
    if problems or day is None:
        raise InvalidInputError({key: problems[key] for key in KEYS if key in problems})
    recipient = Recipient(texts["firm"], texts["people"], texts["cases"])
    return DeliveryRecord(texts["title"], day, DeliveryChannel(channel), int(copies), recipient)


def clean_receipt(typed: Mapping[str, str], delivered_on: date, today: date) -> Receipt:
    """Who signed when, checked. Raises InvalidInputError with every mistake by input."""
    problems: dict[str, str] = {}
    signed_by = _text("signed_by", typed, problems)
    span = (delivered_on, today, messages.SIGNED_RANGE)
    day = _day("signed_on", typed, span, problems)
    if problems or day is None:
        raise InvalidInputError({key: problems[key] for key in SIGN_KEYS if key in problems})
    return Receipt(signed_by, day)


def _text(key: str, typed: Mapping[str, str], problems: dict[str, str]) -> str:
    value = clean_text(typed.get(key, ""))
    try:
        check_readable(value)
        if key not in _MANY_LINES:
            check_one_line(value)
        check_length(value, longest=LONGEST[key])
        if key in _REQUIRED and not value:
            raise InvalidValueError(messages.MISSING[key])
    except InvalidValueError as error:
        problems[key] = str(error)
    return value


def _day(
    key: str, typed: Mapping[str, str], span: tuple[date, date, str], problems: dict[str, str]
) -> date | None:
    """A day within `span`: first, last, what to say of any other."""
    first, last, outside = span
    try:
        day = read_date(clean_text(typed.get(key, "")))
        if not first <= day <= last:
            raise InvalidValueError(outside)
    except InvalidValueError as error:
        problems[key] = str(error)
        return None
    return day
