"""Before sending: what in the free texts looks like data that nobody has to write."""

from __future__ import annotations

from collections.abc import Mapping

from district.forms.fields import FieldKind, Value
from district.forms.models import FormDefinition
from privacy.personal_data import PersonalData, find_personal_data

_FREE = (FieldKind.LONGTEXT, FieldKind.TEXT)


def free_text_warnings(
    definition: FormDefinition, values: Mapping[str, Value]
) -> dict[str, tuple[PersonalData, ...]]:
    """Kinds found by field key, in the order of the page; the sender's own phone is not found."""
    own = [
        value
        for field in definition.fields
        if field.kind is FieldKind.PHONE and isinstance(value := values.get(field.key), str)
    ]
    found = {
        field.key: find_personal_data(text, own)
        for field in definition.fields
        if field.kind in _FREE and isinstance(text := values.get(field.key), str)
    }
    return {key: kinds for key, kinds in found.items() if kinds}
