"""The keys of each kind as the fields of a form, from the same schema that VS Code gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from district.models import SiteConfig
from publisher.authoring.schema import Schema, json_schema
from publisher.model.documents.document import Kind
from publisher.model.kinds import SPECS
from publisher.model.links import CASES, CONTENT

Field = dict[str, Any]

A_WHOLE_DAY = r"^\d{4}-\d{2}-\d{2}"
"""How the patterns of days and moments begin; what may be a month or a year alone is text."""

PARAGRAPHS = frozenset(
    {"summary", "audience", "time_limit", "directions", "open_to", "reason", "text", "how",
     "consequence", "advice"}
)  # fmt: skip
"""Keys whose text runs over more than a line."""

_SIMPLE = {"boolean": "bool", "integer": "number", "number": "number"}
_END_OF_LABEL = re.compile("[，。；：、（(]")


def kinds_of(config: SiteConfig) -> list[dict[str, Any]]:
    """Every kind: `kind`, `folder` (of its manuscripts, from the project), `title`, `fields`.

    A field has `name`, `label`, `help`, `required`, `type` (text, paragraph, date, list, choice,
    number, bool) and `choices` of `value` and `label`, for a list too. A dot in a name leads to an
    inner key (`source.name`), brackets to that of each group in a list (`steps[].title`).
    """
    return [
        {
            "kind": kind.value,
            "folder": CASES if kind is Kind.CASE else f"{CONTENT}/{SPECS[kind].folder}".rstrip("/"),
            "title": kind.label,
            "fields": list(_fields(json_schema(kind, config))),
        }
        for kind in Kind
    ]


def _fields(schema: Schema, above: str = "", *, is_needed: bool = True) -> Iterator[Field]:
    """`is_needed`: whether the group of keys must be there at all."""
    inner = schema["$defs"]
    for name, part in schema["properties"].items():
        required = is_needed and name in schema.get("required", ())
        group, listed = _group(part, inner), _group(part.get("items", {}), inner)
        if group is not None:
            yield from _fields(group, f"{above}{name}.", is_needed=required)
        elif listed is not None:
            yield from _fields(listed, f"{above}{name}[].", is_needed=required)
        elif part.get("type") != "object":  # keys that the editor names, as `weights`: for no form
            text = part.get("description", "")
            yield {
                "name": f"{above}{name}",
                "label": _END_OF_LABEL.split(text)[0],
                "help": text,
                "required": required,
                "type": _type_of(name, part),
                "choices": _choices(part.get("items", part)),
            }


def _type_of(name: str, part: Schema) -> str:
    if "enum" in part:
        return "choice"
    if part.get("type") == "array":
        return "list"
    if part.get("pattern", "").startswith(A_WHOLE_DAY):
        return "date"
    return _SIMPLE.get(str(part.get("type"))) or ("paragraph" if name in PARAGRAPHS else "text")


def _group(part: Schema, inner: dict[str, Schema]) -> Schema | None:
    """The schema of inner keys that `part` refers to, if it does."""
    reference = (part.get("allOf") or [part])[0].get("$ref", "")
    model = inner.get(reference.rpartition("/")[2])
    return None if model is None else {**model, "$defs": inner}


def _choices(part: Schema) -> list[dict[str, str]]:
    """A status may be written by its key as well; a form offers each once, by its label."""
    words = part.get("enum", [])
    shown = [word for word in words if not word.isascii()] or words
    return [{"value": word, "label": word} for word in shown]
