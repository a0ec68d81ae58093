"""What stands on the paper version of a form: plain data, made from the form's one definition."""

from __future__ import annotations

from typing import Any

from district.forms.fields import (
    ConsentField,
    DateField,
    FieldKind,
    FormField,
    LongTextField,
    TextField,
)
from district.forms.models import FormDefinition, FormSection
from district.models import Site

MOST_LINES = 14
LETTERS_PER_LINE = 40
NAMES_SENDER = ("name", "phone")
_NOTICE = (
    ("controller", "谁来处理"),
    ("contact", "怎样联系"),
    ("purpose", "为了什么"),
    ("kinds", "处理哪些信息"),
    ("retention", "保存多久"),
    ("rights", "您的权利"),
)


def sheet_of(form: FormDefinition, site: Site) -> dict[str, Any]:
    """All that the layout shows of `form`. It follows from the two arguments alone."""
    notice = form.notice
    return {
        "id": form.id,
        "prefix": form.prefix,
        "title": form.title,
        "lead": form.lead,
        "before": [form.one_matter, *form.before],
        "sections": [_section(form, section) for section in form.sections],
        "may_be_anonymous": not any(f.required and f.key in NAMES_SENDER for f in form.fields),
        "rules": [rule.message for rule in form.rules],
        "notice": notice.summary,
        "notice_parts": [[label, getattr(notice, key)] for key, label in _NOTICE],
        "notice_version": notice.version,
        "site": site.name,
        "organiser": site.organiser,
        "address": site.address,
        "hours": site.hours,
        "phone": site.phone,
        "url": f"{site.base_url}forms/{form.id}",
    }


def _section(form: FormDefinition, section: FormSection) -> dict[str, Any]:
    return {
        "title": section.title,
        "lead": section.lead,
        "fields": [_field(form, field) for field in section.fields],
    }


def _field(form: FormDefinition, field: FormField) -> dict[str, Any]:
    return {
        "kind": field.kind.value,
        "label": field.label,
        "required": field.required,
        "help": field.help,
        "when": _condition(form, field),
        "options": [option.label for option in field.options],
        "lines": _lines(field),
        "text": field.text if isinstance(field, ConsentField) else "",
        "is_choice": field.kind.has_options,
        "is_date": isinstance(field, DateField),
        "boxes": field.length_limit if field.kind is FieldKind.USCC else 0,
    }


def _condition(form: FormDefinition, field: FormField) -> str:
    """When the field is to be filled in, e.g. “咨询身份”选“企业或个体工商户”的填写."""
    if field.show_if is None:
        return ""
    parent = form.field(field.show_if.field)
    if parent is None:  # a loaded definition has no such condition
        return ""
    if isinstance(parent, ConsentField):
        return f"“{parent.label}”打勾的填写"
    chosen = [option.label for option in parent.options if option.key in field.show_if.is_]
    return f"“{parent.label}”选“{'”或“'.join(chosen)}”的填写"


def _lines(field: FormField) -> int:
    if isinstance(field, LongTextField):
        return min(MOST_LINES, field.rows + 2)
    is_long = isinstance(field, TextField) and field.length_limit > 4 * LETTERS_PER_LINE
    return 2 if is_long else 1
