"""How values of entries are shown, and which inputs a form of an entry has."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from district.registers.models import FieldType, Register
from forms_backend.attachments import messages as attachment_texts
from forms_backend.matters.rules import CaseworkRules
from forms_backend.registers import messages as texts
from forms_backend.registers.service import RegisterService
from forms_backend.staff.rendering import page as staff_page
from forms_backend.staff.rendering import unit_name
from forms_backend.web.context import part


def shown_value(register: Register, key: str, values: Mapping[str, str]) -> str:
    """What people read of a value; empty without one."""
    value, field = values.get(key, ""), register.fields.get(key)
    if not value or field is None:
        return value
    match field.type:
        case FieldType.CHOICE:
            return field.options.get(value, value)
        case FieldType.UNIT:
            return unit_name(value)
        case FieldType.POINT:
            return part(CaseworkRules).points.name(value)
        case _:
            return value


def register_page(template: str, title: str, status: int = 200, **context: object) -> Response:
    """A page of this folder: `d` are the texts of registers, `a` those of attachments."""
    return staff_page(
        template,
        title,
        status,
        d=texts,
        a=attachment_texts,
        shown_value=shown_value,
        points=part(CaseworkRules).points.points,
        today=part(RegisterService).today(),
        **context,
    )
