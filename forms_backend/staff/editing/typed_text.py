"""The manuscript that a form of the editing page holds: front matter, fields over it, and body."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from forms_backend.manuscripts.header_form import MANY, ONE, RAW, looked_at, with_fields

_BEFORE = {f"was.{shape}.": shape for shape in (ONE, MANY, RAW)}


def typed_text(form: MultiDict[str, str]) -> str:
    """What was typed, put together. A field counts where it is not as the page showed it."""
    header = _lines(form.get("header", "")).strip("\n")
    body = _lines(form.get("body", ""))
    if not header.strip():
        return body
    changes = {}
    for key in form:
        for prefix, shape in _BEFORE.items():
            name = key.removeprefix(prefix)
            if name != key:
                now = "\n".join(_lines(one) for one in form.getlist(f"field.{name}"))
                if now.strip() != _lines(form[key]).strip():
                    changes[name] = (shape, now)
    made = with_fields(f"---\n{header}\n---\n{body}", changes)
    return looked_at(made) if form.get("looked_at") else made


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
