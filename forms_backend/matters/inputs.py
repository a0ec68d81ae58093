"""What is given with an action: cleaned, checked, all mistakes at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.fields.field_rules import InvalidValueError, clean_text
from forms_backend.fields.typed_forms import TextField
from forms_backend.identity.errors import InvalidInputError
from forms_backend.matters import messages as matter_messages
from forms_backend.matters.permissions import Facts
from forms_backend.matters.transitions import Need, Transition


class Delivery(StrEnum):
    """反馈方式."""

    SITE = "site"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    WINDOW = "window"

    @property
    def label(self) -> str:
        return matter_messages.DELIVERY_LABELS[self.value]


WRITTEN = frozenset(
    {Need.BASIS, Need.REASON, Need.REMEDY, Need.ANSWER, Need.TEXT, Need.OUTCOME, Need.OPINION}
)
"""Needs that are texts by a person, kept encrypted."""

IN_LEDGER: Mapping[Need, str] = {
    Need.UNIT: "assigned_to",
    Need.CHANNEL: "delivered_by",
    Need.NUMBER: "joined_to",
    Need.HANDLER: "handler",
}
"""Needs that are choices, and under which name the ledger has them."""

NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{6}-[0-9]{6}")
"""编号 of a submission."""

Given = Mapping[Need, str]


def clean_given(
    transition: Transition, typed: Mapping[str, str], facts: Facts, units: frozenset[str]
) -> dict[Need, str]:
    """The values for every need of `transition`. Raises InvalidInputError with every mistake."""
    values: dict[Need, str] = {}
    problems: dict[str, str] = {}
    for need in transition.needs:
        value = clean_text(typed.get(need.value, ""))
        try:
            CLEANING[need](need, value, facts, units)
        except InvalidValueError as error:
            problems[need.value] = str(error)
        values[need] = value
    if problems:
        raise InvalidInputError(problems)
    return values


def _check_unit(_need: Need, value: str, facts: Facts, units: frozenset[str]) -> None:
    if value not in units:
        raise InvalidValueError(matter_messages.NEED_UNIT_UNKNOWN)
    if facts.confidential and value == facts.accused_unit:
        raise InvalidValueError(matter_messages.NEED_UNIT_ACCUSED)


def _check_channel(_need: Need, value: str, _facts: Facts, _units: frozenset[str]) -> None:
    if value not in {delivery.value for delivery in Delivery}:
        raise InvalidValueError(matter_messages.NEED_CHANNEL_UNKNOWN)


def _check_number(_need: Need, value: str, _facts: Facts, _units: frozenset[str]) -> None:
    if not NUMBER.fullmatch(value):
        raise InvalidValueError(matter_messages.NEED_NUMBER_FORM)


def _check_handler(_need: Need, value: str, _facts: Facts, _units: frozenset[str]) -> None:
    # Whether somebody of that name handles matters there is asked of the accounts, see `effects`.
    if not value:
        raise InvalidValueError(matter_messages.NEED_HANDLER_UNFIT)


def _check_text(need: Need, value: str, _facts: Facts, _units: frozenset[str]) -> None:
    missing = matter_messages.NEED_MISSING.format(label=matter_messages.NEED_LABELS[need.value])
    TextField(need.value, WRITING_LENGTH, missing, many_lines=True).read(value)


CLEANING: Mapping[Need, Callable[[Need, str, Facts, frozenset[str]], None]] = {
    Need.UNIT: _check_unit,
    Need.CHANNEL: _check_channel,
    Need.NUMBER: _check_number,
    Need.HANDLER: _check_handler,
    **dict.fromkeys(WRITTEN, _check_text),
}
"""What may be given for each need. Raises InvalidValueError."""
