"""What is kept of a submission: answers with the labels that the visitor read when answering.

A form may change later; the payload still says what was asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from district.forms.fields import (
    AttachmentField,
    FieldKind,
    FormField,
    LedgerColumn,
    OptionsField,
    Value,
)
from district.forms.models import FormDefinition
from forms_backend.fields import messages

CONTENT_KEYS = frozenset({"title", "description", "wishes"})
"""What tells the matter. Every other field that somebody typed into tells who it was."""
_ABOUT_PEOPLE = frozenset({FieldKind.TEXT, FieldKind.PHONE, FieldKind.EMAIL, FieldKind.USCC})


@dataclass(frozen=True)
class Answer:
    """One answered field: machine value and what a person reads."""

    key: str
    kind: str
    label: str
    value: Value
    display: str

    @property
    def tells_who(self) -> bool:
        """Whether it is a line about the sender: a name, a firm, a way to reach them."""
        return self.kind in _ABOUT_PEOPLE and self.key not in CONTENT_KEYS


def file_value(digest: str, name: str) -> str:
    """How a file stands among the values: by its content, so that a changed one is another."""
    return f"{digest} {name}"


def name_of_file(value: str) -> str:
    """The name in what `file_value` wrote."""
    return value.partition(" ")[2]


def _display(field: FormField, value: Value) -> str:
    if isinstance(value, bool):
        return messages.CONSENT_GIVEN if value else messages.CONSENT_NOT_GIVEN
    if isinstance(field, OptionsField):
        keys = value if isinstance(value, tuple) else (value or "",)
        return "、".join(field.labels.get(key, key) for key in keys)
    if isinstance(field, AttachmentField) and isinstance(value, tuple):
        return "、".join(map(name_of_file, value))
    return str(value)


def answers_of(form: FormDefinition, values: Mapping[str, Value]) -> tuple[Answer, ...]:
    """The answers in the order of the form; fields left empty or not asked do not appear."""
    return tuple(
        Answer(field.key, field.kind.value, field.label, value, _display(field, value))
        for field in form.fields
        if (value := values.get(field.key)) not in (None, "", ())
    )


def encode_payload(
    form: FormDefinition, answers: tuple[Answer, ...], *, notice_version: str | None = None
) -> bytes:
    """UTF-8 JSON, to be encrypted; `notice_version` is that of the form unless somebody read another
    notice, or none."""
    return _encoded(
        {
            "form": form.id,
            "title": form.title,
            "notice_version": form.notice.version if notice_version is None else notice_version,
        },
        answers,
    )


def replace_answers(payload: bytes, answers: tuple[Answer, ...]) -> bytes:
    """A decrypted payload with these answers; what was asked, under which notice, stays as it says."""
    return _encoded(json.loads(payload), answers)


def _encoded(head: Mapping[str, object], answers: tuple[Answer, ...]) -> bytes:
    record = {
        **head,
        "answers": [
            {"key": a.key, "kind": a.kind, "label": a.label, "value": a.value, "display": a.display}
            for a in answers
        ],
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def decode_answers(payload: bytes) -> tuple[Answer, ...]:
    """The answers of a decrypted payload."""
    record = json.loads(payload)
    return tuple(
        Answer(
            key=item["key"],
            kind=item["kind"],
            label=item["label"],
            value=tuple(item["value"]) if isinstance(item["value"], list) else item["value"],
            display=item["display"],
        )
        for item in record["answers"]
    )


def canonical_values(values: Mapping[str, Value]) -> str:
    """The same text for the same answers, to tell a repeated submit from a changed one."""
    given = {key: value for key, value in values.items() if value not in (None, "", ())}
    return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def column_values(form: FormDefinition, values: Mapping[str, Value]) -> dict[LedgerColumn, str]:
    """What the ledger's own columns hold: choices alone, never what somebody typed."""
    return {
        field.column: value
        for field in form.fields
        if isinstance(field, OptionsField)
        and field.column is not None
        and isinstance(value := values.get(field.key), str)
        and value
    }
