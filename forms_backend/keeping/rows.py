"""A row of a table as one line of JSON, the same for both databases."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

_PLAIN = (str, int, float, bool, type(None))


def _to_json(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, (dict, list)):
        return {"json": value}
    raise TypeError(f"a column holds {type(value).__name__}, which no backup knows")


def _from_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, content)] = value.items()
    if kind == "bytes":
        return base64.b64decode(content, validate=True)
    if kind == "moment":
        return datetime.fromisoformat(content)
    return date.fromisoformat(content) if kind == "date" else content


def encode_row(values: Sequence[Any]) -> bytes:
    """One line, with its end."""
    line = json.dumps([_to_json(v) for v in values], ensure_ascii=False, separators=(",", ":"))
    return line.encode() + b"\n"


def decode_rows(lines: bytes, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of `lines`, by column."""
    return [
        dict(zip(columns, map(_from_json, json.loads(line)), strict=True))
        for line in lines.splitlines()
    ]
