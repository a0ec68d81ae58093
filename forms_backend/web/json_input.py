"""From a JSON object to what WTForms reads, with a message for each value of the wrong type."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.datastructures import MultiDict

from district.forms.fields import FieldKind, FormField
from district.forms.models import FormDefinition
from forms_backend.fields import messages

LONGEST_KEY_SHOWN = 60


class InvalidJsonError(ValueError):
    """The body is not a JSON object."""


def parse_object(body: bytes) -> dict[str, Any]:
    """The object in `body`. Raises InvalidJsonError for anything else, however it is broken."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidJsonError from error
    if not isinstance(data, dict):
        raise InvalidJsonError
    return data


def read_values(
    definition: FormDefinition, data: dict[str, Any]
) -> tuple[MultiDict[str, str], dict[str, list[str]]]:
    """Values for the form, and messages for unknown keys and wrong types. null counts as absent."""
    values: MultiDict[str, str] = MultiDict()
    problems: dict[str, list[str]] = {}
    for key, value in data.items():
        field = definition.field(key)
        if field is None:
            shown = key.encode("ascii", "backslashreplace").decode()[:LONGEST_KEY_SHOWN]
            problems[shown] = [messages.FIELD_UNKNOWN]
        elif value is not None:
            message = _type_problem(field, value)
            if message:
                problems[key] = [message]
            else:
                values.setlist(key, _as_form_values(value))
    return values, problems


def _type_problem(field: FormField, value: object) -> str | None:
    match field.kind:
        case FieldKind.CONSENT:
            return None if isinstance(value, bool) else messages.FIELD_TYPE_BOOLEAN
        case FieldKind.MULTICHOICE:
            is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
            return None if is_list else messages.FIELD_TYPE_LIST
        case _:
            return None if isinstance(value, str) else messages.FIELD_TYPE_TEXT


def _as_form_values(value: str | list[str] | bool) -> list[str]:
    if isinstance(value, bool):
        return ["y"] if value else []
    return value if isinstance(value, list) else [value]
