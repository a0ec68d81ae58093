"""Links in a text message, and cutting a text to what WeChat shows."""

from __future__ import annotations

from collections.abc import Sequence

from forms_backend.wechat.gateway import MAX_CONTENT_BYTES

_LONGEST_TITLE = 40
# WeChat reads <a href> and nothing else; what looks like markup in a title must not.
_HARMLESS = str.maketrans({"<": "〈", ">": "〉", '"': "”", "&": "＆", "\n": " "})


def link(title: str, address: str) -> str:
    """A title that opens an address of this site."""
    shown = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    return f'<a href="{address}">{shown.translate(_HARMLESS)}</a>'


def fitted(lines: Sequence[str]) -> str:
    """As many whole lines as WeChat shows, in their order."""
    kept, used = [], 0
    for line in lines:
        used += len(line.encode()) + 1
        if used > MAX_CONTENT_BYTES:
            break
        kept.append(line)
    return "\n".join(kept)
