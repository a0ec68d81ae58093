"""What is given with an action: cleaned, checked, all mistakes at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.fields.field_rules import InvalidValueError, clean_text
from forms_backend.fields.typed_forms import TextField
from forms_backend.identity.errors import InvalidInputError
from forms_backend.matters import messages as matter_messages
from forms_backend.matters.corrections import NO_CHOICES, Choices
from forms_backend.matters.states.permissions import Facts
from forms_backend.matters.states.transitions import Need, Transition


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
    Need.KIND: "matter_kind",
    Need.REGION: "region",
    Need.ACCUSED: "accused",
}
"""Needs that are choices, and under which name the ledger has them."""

NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{6}-[0-9]{6}")
"""编号 of a submission."""

Given = Mapping[Need, str]


def clean_given(
    transition: Transition,
    typed: Mapping[str, str],
    facts: Facts,
    units: frozenset[str],
    choices: Choices = NO_CHOICES,
) -> dict[Need, str]:
    """The values for every need of `transition`. Raises InvalidInputError with every mistake."""
    offered = _Offered(facts, units, choices)
    values: dict[Need, str] = {}
    problems: dict[str, str] = {}
    for need in transition.needs:
        value = clean_text(typed.get(need.value, ""))
        try:
            CLEANING[need](need, value, offered)
        except InvalidValueError as error:
            problems[need.value] = str(error)
        values[need] = value
    if problems:
        raise InvalidInputError(problems)
    return values


@dataclass(frozen=True)
class _Offered:
    """What there is to choose from, for a matter that stands so."""

    facts: Facts
    units: frozenset[str]
    choices: Choices


def _check_unit(_need: Need, value: str, offered: _Offered) -> None:
    if value not in offered.units:
        raise InvalidValueError(matter_messages.NEED_UNIT_UNKNOWN)
    if offered.facts.confidential and value == offered.facts.accused_unit:
        raise InvalidValueError(matter_messages.NEED_UNIT_ACCUSED)


def _check_channel(_need: Need, value: str, _offered: _Offered) -> None:
    if value not in {delivery.value for delivery in Delivery}:
        raise InvalidValueError(matter_messages.NEED_CHANNEL_UNKNOWN)


def _check_number(_need: Need, value: str, _offered: _Offered) -> None:
    if not NUMBER.fullmatch(value):
        raise InvalidValueError(matter_messages.NEED_NUMBER_FORM)


def _check_handler(_need: Need, value: str, _offered: _Offered) -> None:
    # Whether somebody of that name handles matters there is asked of the accounts, see `effects`.
    if not value:
        raise InvalidValueError(matter_messages.NEED_HANDLER_UNFIT)


def _check_kind(_need: Need, value: str, offered: _Offered) -> None:
    if value not in offered.choices.kinds:
        raise InvalidValueError(matter_messages.NEED_KIND_UNKNOWN)


def _check_region(_need: Need, value: str, offered: _Offered) -> None:
    if value not in offered.choices.regions:
        raise InvalidValueError(matter_messages.NEED_REGION_UNKNOWN)


def _check_accused(_need: Need, value: str, offered: _Offered) -> None:
    if value not in offered.choices.accused:
        raise InvalidValueError(matter_messages.NEED_ACCUSED_UNKNOWN)
    if offered.facts.confidential and value == offered.facts.unit:
        raise InvalidValueError(matter_messages.NEED_ACCUSED_HANDLES)


def _check_text(need: Need, value: str, _offered: _Offered) -> None:
    missing = matter_messages.NEED_MISSING.format(label=matter_messages.NEED_LABELS[need.value])
    TextField(need.value, WRITING_LENGTH, missing, many_lines=True).read(value)


CLEANING: Mapping[Need, Callable[[Need, str, _Offered], None]] = {
    Need.UNIT: _check_unit,
    Need.CHANNEL: _check_channel,
    Need.NUMBER: _check_number,
    Need.HANDLER: _check_handler,
    Need.KIND: _check_kind,
    Need.REGION: _check_region,
    Need.ACCUSED: _check_accused,
    **dict.fromkeys(WRITTEN, _check_text),
}
"""What may be given for each need. Raises InvalidValueError."""
