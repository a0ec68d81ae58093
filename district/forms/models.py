"""Typed form definitions: each `forms/<id>.yml` is one online form, its only description.

From a `FormDefinition` come the HTML, the server's validation and the JSON interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from pydantic import Field

from district.forms.fields import (
    MAX_LABEL_LENGTH,
    AttachmentField,
    ConsentField,
    FieldKey,
    FormField,
    Key,
    Text,
    Value,
)
from district.models import Frozen

MAX_NOTICE_VERSION_LENGTH = 40
MOST_FIRST = 5


class FormSection(Frozen):
    """A titled group of fields on the page."""

    title: str = Field(min_length=1, max_length=MAX_LABEL_LENGTH)
    lead: str = ""
    fields: tuple[FormField, ...] = Field(min_length=1)


class AtLeastOne(Frozen):
    """Rule over several fields: one of `at_least_one` must be given; said at the first of them."""

    at_least_one: tuple[FieldKey, ...] = Field(min_length=2)
    message: Text


class PrivacyNotice(Frozen):
    """个人信息处理告知 (个人信息保护法 17、35 条；网络数据安全管理条例 21 条)."""

    version: str = Field(min_length=1, max_length=MAX_NOTICE_VERSION_LENGTH)
    summary: Text
    controller: Text
    contact: Text
    purpose: Text
    kinds: Text
    retention: Text
    rights: Text


class FormDefinition(Frozen):
    """One online form."""

    id: Key
    prefix: str = Field(pattern=r"^[A-Z]{2,4}$")
    title: str = Field(min_length=1, max_length=MAX_LABEL_LENGTH)
    lead: Text
    one_matter: Text
    before: tuple[Text, ...] = ()
    submit: str = Field(min_length=1, max_length=20)
    received: Text
    next_steps: tuple[Text, ...] = Field(min_length=1)
    notice: PrivacyNotice
    sections: tuple[FormSection, ...] = Field(min_length=1)
    rules: tuple[AtLeastOne, ...] = ()
    first: tuple[FieldKey, ...] = Field(default=(), max_length=MOST_FIRST)
    """来电时先问的栏目: what must be known while somebody is on the phone; the rest is asked later. Empty:
    this form is not taken by phone in two steps."""

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        """All fields in the order of the page."""
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def _by_key(self) -> Mapping[str, FormField]:
        return {field.key: field for field in self.fields}

    def field(self, key: str) -> FormField | None:
        return self._by_key.get(key)

    def is_shown(self, field: FormField, values: Mapping[str, Value]) -> bool:
        """Whether the answers so far call for `field`; a field under a hidden one is hidden too."""
        if field.show_if is None:
            return True
        parent = self._by_key[field.show_if.field]
        return self.is_shown(parent, values) and field.show_if.holds_for(values.get(parent.key))

    def attachments(self) -> Iterator[AttachmentField]:
        return (field for field in self.fields if isinstance(field, AttachmentField))

    def consents(self) -> Iterator[ConsentField]:
        return (field for field in self.fields if isinstance(field, ConsentField))

    def as_asked_by_phone(self) -> FormDefinition:
        """The same form with what is asked first in front, of which alone anything is required."""
        fields = {key: field for key in self.first if (field := self.field(key))}
        for rule in self.rules:  # of several ways to reach somebody the one on the phone
            for key in set(rule.at_least_one) & set(fields):
                fields[key] = fields[key].model_copy(update={"required": True})
        begin = FormSection(title=FIRST_TITLE, fields=tuple(fields.values()))
        rest = [
            section.model_copy(update={"fields": left})
            for section in self.sections
            if (left := tuple(_not_required(f) for f in section.fields if f.key not in fields))
        ]
        return self._changed(sections=(begin, *rest), rules=())

    def without_requirements(self) -> FormDefinition:
        """The same form, of which nothing must be filled in."""
        sections = tuple(
            section.model_copy(update={"fields": tuple(map(_not_required, section.fields))})
            for section in self.sections
        )
        return self._changed(sections=sections, rules=())

    def _changed(self, **changes: object) -> FormDefinition:
        """A copy; one by `model_copy` would keep what was worked out of the fields before."""
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return FormDefinition.model_construct(**(own | changes))


FIRST_TITLE = "来电时先问"


def _not_required(field: FormField) -> FormField:
    return field.model_copy(update={"required": False})
