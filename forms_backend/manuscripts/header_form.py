"""The front matter as a form: fields that the generator's models name, over the YAML as it is written.

A field that nobody changed leaves its lines as they are, comments and all; one that was changed is
written anew in its place. So the form may show only what it understands, and lose nothing. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_backend.manuscripts.header import header_data, quoted, split_header

_KEY = re.compile(r"([a-z][a-z0-9_]{0,39}):(?=[ \t]|$)")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PLAIN = re.compile(r"[\w.%（）()《》〔〕、，。/+][\w .%（）()《》〔〕、，。；/+-]*")
_NOT_PLAIN = re.compile(r"[:#]|[ \t]$|^(?:null|~|yes|no|on|off)$", re.IGNORECASE)
ONE, MANY = "one", "many"


@dataclass(frozen=True)
class Choice:
    """One value of a closed list."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """A key of the front matter as the models describe it; `kind`: text, date, list, choice, number,
    bool or paragraph."""

    name: str
    label: str
    help: str
    kind: str
    choices: tuple[Choice, ...] = ()
    is_required: bool = False

    @property
    def shape(self) -> str:
        """Whether it holds one value or many."""
        return MANY if self.kind == "list" else ONE


@dataclass(frozen=True)
class Shown:
    """A field with what it holds; several values stand on lines of their own."""

    field: Field
    value: str

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(filter(None, self.value.split("\n")))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Those of the field, and what it holds beyond them: showing must not change it."""
        known = {one.value for one in self.field.choices}
        strange = [Choice(value, value) for value in self.values if value not in known]
        return (*self.field.choices, *strange)


def shown_fields(text: str, fields: Sequence[Field]) -> tuple[Shown, ...]:
    """The fields of a manuscript that a form can show; nested values stay in the YAML."""
    data = header_data(text)
    values = ((field, _value(data.get(field.name), field.shape)) for field in fields)
    return tuple(Shown(field, value) for field, value in values if value is not None)


def _value(value: Any, shape: str) -> str | None:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if shape == MANY and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return None


def with_fields(text: str, changes: Mapping[str, tuple[str, str]]) -> str:
    """`text` with these keys written anew: name → shape and value; an empty value takes the key
    away."""
    parts = split_header(text)
    if parts is None or not changes:
        return text
    header, body = parts
    segments = _segments(header)
    for name, (shape, value) in changes.items():
        if _NAME.fullmatch(name) is None:
            continue
        segments[name] = _written(name, shape, value)
    return f"---\n{''.join(segments.values())}---\n{body}"


def _segments(header: str) -> dict[str, str]:
    """Each key with its lines, in their order; what stands before the first under an empty name."""
    found: dict[str, str] = {}
    name = ""
    for line in header.splitlines(keepends=True):
        key = _KEY.match(line)
        if key and key[1] not in found:
            name = key[1]
        found[name] = found.get(name, "") + line
    return found


def _written(name: str, shape: str, value: str) -> str:
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    if not lines:
        return ""
    if shape == MANY:
        return f"{name}: [{', '.join(_scalar(line, inside=True) for line in lines)}]\n"
    if len(lines) > 1:
        return f"{name}: |-\n" + "".join(f"  {line}\n" for line in lines)
    return f"{name}: {_scalar(lines[0])}\n"


def _scalar(value: str, *, inside: bool = False) -> str:
    is_plain = _PLAIN.fullmatch(value) and not _NOT_PLAIN.search(value)
    return value if is_plain and not (inside and "," in value) else quoted(value)
