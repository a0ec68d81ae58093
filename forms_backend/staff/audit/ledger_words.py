"""What the detail of a ledger event says, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from district.casework.deadlines import ClockKind
from district.registers.models import Register, Registers
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.corrections import NONE_CHOSEN
from forms_backend.matters.inputs import Delivery
from forms_backend.matters.messages import NOTHING
from forms_backend.matters.rules import CaseworkRules
from forms_backend.old_ledgers.map_file import Result
from forms_backend.reports.periods import ReportKind
from forms_backend.staff import messages
from forms_backend.staff.rendering import form_title, unit_name
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from forms_backend.web.context import part

_MEANINGS: Mapping[str, Callable[[str], str]] = {
    "before": lambda value: State(value).label,
    "after": lambda value: State(value).label,
    "clock": lambda value: ClockKind(value).label,
    "channel": lambda value: Channel(value).label,
    "delivered_by": lambda value: Delivery(value).label,
    "unit": unit_name,
    "register": lambda value: part(Registers).registers[value].name,
    "lead_unit": unit_name,
    "former_lead_unit": unit_name,
    "former_unit": unit_name,
    "former_role": lambda value: Role(value).label,
    "assigned_to": unit_name,
    "assist_unit": unit_name,
    "form": form_title,
    "address": lambda value: messages.ADDRESS_CLASSES[value],
    "asked_address": lambda value: messages.ADDRESS_CLASSES[value],
    "with": lambda value: Action(value).label,
    "kind": lambda value: ReportKind(value).label,
    "role": lambda value: Role(value).label,
    "outcome": lambda value: Result(value).label,
    "told": lambda value: messages.TOLD[value],
    "matter_kind": lambda value: part(CaseworkRules).choices.kinds[value],
    "former_matter_kind": lambda value: part(CaseworkRules).choices.kinds[value],
    "region": lambda value: part(CaseworkRules).choices.regions[value],
    "former_region": lambda value: part(CaseworkRules).choices.regions[value],
    "accused": lambda value: part(CaseworkRules).choices.accused[value],
    "former_accused": lambda value: part(CaseworkRules).choices.accused[value],
    **dict.fromkeys(
        ("former_sender", "former_firm_size", "former_industry"),
        lambda value: NOTHING if value == NONE_CHOSEN else value,
    ),
}
"""How to say the values of these keys; yes and no are said of any, all others stand for themselves."""

OUTCOMES = (
    "assigned_to", "delivered_by", "joined_to", "matter_kind", "former_matter_kind", "region",
    "former_region", "accused", "former_accused", "lead_unit", "assist_unit", "assist_due_on",
)  # fmt: skip
"""What an action decided beyond its texts."""


_OF_REGISTER: Mapping[str, Callable[[Register, str], str]] = {
    **dict.fromkeys(("before", "after", "state"), lambda of, value: of.states[value].name),
    "step": lambda of, value: of.steps[value].name,
    "fields": lambda of, value: "、".join(of.fields[key].label for key in value.split()),
}
"""The same for an event of a 台账, whose states, steps and fields have names of their own."""


def _value(key: str, value: str, register: str = "") -> str:
    """In words; `register`: the 台账 that the event is about, empty for none."""
    try:
        if register and key in _OF_REGISTER:
            return _OF_REGISTER[key](part(Registers).registers[register], value)
        return _MEANINGS[key](value) if key in _MEANINGS else messages.YES_NO.get(value, value)
    except (KeyError, ValueError):  # written by a version with other words, or with another meaning
        return value


def _label(key: str) -> str:
    """The name of a key; unknown ones as they are, so that nothing of the evidence is hidden."""
    if key.endswith("_digest"):
        return messages.LEDGER_DIGEST
    return messages.LEDGER_WORDS.get(key.rstrip("_0123456789"), key)


_DIGEST = re.compile(r"[0-9a-f]{32,}")


def _is_digest(value: str) -> bool:
    """Hashes come after words: they are for comparing, not for reading."""
    return _DIGEST.fullmatch(value) is not None


def detail_words(detail: str) -> list[tuple[str, str]]:
    """Label and value of everything in the detail of an event."""
    places = {key: place for place, key in enumerate(messages.LEDGER_WORDS)}
    found = json.loads(detail)
    known = sorted(
        found.items(),
        key=lambda one: (_is_digest(str(one[1])), places.get(one[0], len(places))),
    )
    register = str(found.get("register", ""))
    return [(_label(key), _value(key, str(value), register)) for key, value in known]


def outcome_words(detail: str) -> list[tuple[str, str]]:
    """Label and value of what an action decided: to which unit, told in which way."""
    known = json.loads(detail)
    return [(_label(key), _value(key, str(known[key]))) for key in OUTCOMES if key in known]
