"""The pictures and files that a manuscript shows: what a signature covers besides the text.

Which files those are the renderer alone knows, and the gate asks it. Whoever signs without it, as the
staff zone does, lists every file that the text may mean: one too many does no harm, one that lacks is
told by the gate.
"""

from __future__ import annotations

import hashlib
import html
from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import normalize
from urllib.parse import unquote

_LOOKED_AT = 8000
"""Bytes in which git looks for a NUL to tell whether a file is text."""
_BOM = b"\xef\xbb\xbf"


def digest_of(data: bytes) -> str:
    """Of a manuscript's bytes, or of another file's. Line endings and a BOM of a text do not count,
    since git changes them."""
    if b"\0" in data[:_LOOKED_AT]:
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha256(data.removeprefix(_BOM).replace(b"\r\n", b"\n")).hexdigest()


def mentioned(text: str, folder: str | None, paths: Iterable[str]) -> Iterator[str]:
    """Those of `paths`, below content/, that `text` may mean, whatever way they are written in it.
    `folder`: of the manuscript, below content/; None for one that stands elsewhere."""
    plain = normalize("NFC", unquote(html.unescape(text)).replace("\\", ""))
    parts = {path: normalize("NFC", path).split("/") for path in paths}
    names = Counter(found[-1] for found in parts.values())
    for path, found in parts.items():
        name = found[-1]
        if name in plain and (
            names[name] == 1 or "/".join(found[-2:]) in plain or "/".join(found[:-1]) == folder
        ):
            yield path
