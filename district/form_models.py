"""Typed form definitions: each `forms/<id>.yml` is one online form, its only description.

From a `FormDefinition` come the HTML, the server's validation and the JSON interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from pydantic import Field

from district.form_fields import (
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
