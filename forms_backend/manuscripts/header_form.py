"""The front matter as a form: fields that the generator's models name, over the YAML as it is written.

A field that nobody changed leaves its lines as they are, comments and all; one that was changed is
written anew in its place. So the form may show only what it understands, and lose nothing. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from forms_backend.manuscripts.header import header_data, quoted, split_header

_KEY = re.compile(r"([a-z][a-z0-9_]{0,39}):(?=[ \t]|$)")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39})?")
"""Of a field: a key, or a group and the key in it."""
TO_FILL = "【待填】"
PROPOSED = re.compile(r"(?<![ \t])[ \t]+# *【待填】[^\n]*$", re.MULTILINE)
"""The mark that an import sets behind what it proposes for a key."""
_PLAIN = re.compile(r"[\w.%（）()《》〔〕、，。/+][\w .%（）()《》〔〕、，。；/+-]*")
ONE, MANY, RAW = "one", "many", "raw"
"""A text, several of them, and what YAML has a form of its own for."""
_RAW_KINDS = ("date", "number", "bool")


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
    def hint(self) -> str:
        """The help without the label that it begins with."""
        return self.help.removeprefix(self.label).lstrip("，。；：、 ")

    @property
    def shape(self) -> str:
        """How what it holds is written."""
        if self.kind == "list":
            return MANY
        return RAW if self.kind in _RAW_KINDS else ONE


@dataclass(frozen=True)
class Shown:
    """A field with what it holds; several values stand on lines of their own. `is_proposed`: an import
    marked its key for somebody to look at."""

    field: Field
    value: str
    is_proposed: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether somebody has to look at it now."""
        return self.field.is_required or self.is_proposed or TO_FILL in self.value

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
    """The fields of a manuscript that a form can show; what is nested deeper stays in the YAML."""
    data, parts = header_data(text), split_header(text)
    segments = _segments(parts[0]) if parts else {}
    shown = []
    for field in fields:
        key, _dot, inner = field.name.partition(".")
        held = data.get(key)
        if inner:
            group = _group(held) if field.shape == ONE else None
            held = 0 if group is None else group.get(inner)
        value = _value(held, field.shape)
        if value is not None:
            is_proposed = bool(value) and PROPOSED.search(segments.get(key, "")) is not None
            shown.append(Shown(field, value, is_proposed))
    return tuple(shown)


def _value(value: Any, shape: str) -> str | None:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if shape == MANY and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return None


def _group(value: Any) -> dict[str, str] | None:
    """The keys of a group, nothing for one that is not there; None for what is no group of texts."""
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        return None
    is_plain = all(_KEY.fullmatch(f"{at}:") and isinstance(x, str) for at, x in value.items())
    return value if is_plain else None


def with_fields(text: str, changes: Mapping[str, tuple[str, str]]) -> str:
    """`text` with these keys written anew: name → shape and value; an empty value takes the key
    away. What an import marked at a key goes with what it proposed there."""
    parts = split_header(text)
    if parts is None or not changes:
        return text
    header, body = parts
    segments, data = _segments(header), header_data(text)
    for name, (shape, value) in changes.items():
        if NAME.fullmatch(name) is None:
            continue
        key, _dot, inner = name.partition(".")
        above = _comments(segments.get(key, ""))
        if not inner:
            segments[key] = above + _written(name, shape, value)
        elif shape == ONE and (group := _group(data.get(key))) is not None:
            said = " ".join(value.split())
            data[key] = {at: one for at, one in {**group, inner: said}.items() if one}
            held = ", ".join(f"{at}: {_scalar(x, inside=True)}" for at, x in data[key].items())
            segments[key] = above + (f"{key}: {{{held}}}\n" if held else "")
    return f"---\n{''.join(segments.values())}---\n{body}"


def key_at(text: str, line: int) -> str:
    """The key of the front matter whose lines the line of that number is among; empty for any other."""
    parts = split_header(text)
    at = 2  # below the first ---
    for key, segment in _segments(parts[0]).items() if parts else ():
        at += segment.count("\n")
        if line < at:
            return key if line > 1 and NAME.fullmatch(key) else ""
    return ""


def proposed_keys(text: str) -> frozenset[str]:
    """The keys that an import marked for somebody to look at, and of which nothing is to be filled in."""
    parts = split_header(text)
    segments = _segments(parts[0]) if parts else {}
    return frozenset(
        key
        for key, segment in segments.items()
        if PROPOSED.search(segment) and TO_FILL not in PROPOSED.sub("", segment)
    )


def looked_at(text: str) -> str:
    """`text` without the marks that an import set at keys of its front matter: somebody has looked."""
    parts = split_header(text)
    return text.replace(parts[0], PROPOSED.sub("", parts[0]), 1) if parts else text


WITHDRAWN = "withdrawn"


def with_withdrawal(text: str, day: date, reason: str) -> str:
    """`text` with a line more at the end of its front matter: withdrawn on that day, and why."""
    parts = split_header(text)
    if parts is None:
        return text
    at = text.index(parts[0]) + len(parts[0])
    line = f"{WITHDRAWN}: {{on: {day.isoformat()}, reason: {quoted(reason)}}}\n"
    return text[:at] + line + text[at:]


def without_withdrawal(text: str) -> str:
    """The text as it was before `with_withdrawal`, byte for byte: whoever signed it signed this one."""
    parts = split_header(text)
    segments = _segments(parts[0]) if parts else {}
    if parts is None or WITHDRAWN not in segments:
        return text
    segments[WITHDRAWN] = _comments(segments[WITHDRAWN])
    return text.replace(parts[0], "".join(segments.values()), 1)


def _segments(header: str) -> dict[str, str]:
    """Each key with its lines, in their order; what stands before the first under an empty name. The
    comments at the margin above a key are its own."""
    found: dict[str, str] = {}
    name, above = "", ""
    for line in header.splitlines(keepends=True):
        key = _KEY.match(line)
        if key and key[1] not in found:
            name = key[1]
        elif line.startswith("#") or (above and not line.strip()):
            above += line
            continue
        found[name] = found.get(name, "") + above + line
        above = ""
    if above:
        found[f"# {name}"] = above  # no key: stays where it is
    return found


def _comments(segment: str) -> str:
    """The lines above the key of a segment."""
    lines = segment.splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines) if _KEY.match(line)), 0)
    return "".join(lines[:at])


def _written(name: str, shape: str, value: str) -> str:
    lines = [line.rstrip() for line in value.strip("\n").split("\n")]
    if not any(lines):
        return ""
    if shape == MANY:
        items = (_scalar(line.strip(), inside=True) for line in lines if line)
        return f"{name}: [{', '.join(items)}]\n"
    if len(lines) > 1:
        # A first line that is indented itself does not tell how deep the block lies.
        depth = "2" if lines[0].startswith(" ") else ""
        return f"{name}: |{depth}-\n" + "".join(f"  {line}\n" if line else "\n" for line in lines)
    return f"{name}: {_scalar(lines[0].strip(), is_raw=shape == RAW)}\n"


def _scalar(value: str, *, inside: bool = False, is_raw: bool = False) -> str:
    """Plain where that reads as this very text; `is_raw`: or as a date, a number, true or false."""
    if not _PLAIN.fullmatch(value) or (inside and "," in value):
        return quoted(value)
    try:
        read = yaml.safe_load(value)
    except (yaml.YAMLError, ValueError):
        return quoted(value)
    return (
        value
        if read == value or (is_raw and isinstance(read, date | int | float))
        else quoted(value)
    )
