"""Cuts a text at the laws it cites, so that a page can link them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMERAL = "[零〇一二三四五六七八九十百千0-9]+"
_CITATION = re.compile(
    rf"《([^《》\n]{{2,60}})》(?:第{_NUMERAL}条(?:之{_NUMERAL})?(?:第{_NUMERAL}款)?)?"
)


@dataclass(frozen=True)
class Piece:
    """A run of text; `query` finds the law it cites on this site, None for plain text."""

    text: str
    query: str | None = None


def pieces(text: str, names: frozenset[str]) -> Iterator[Piece]:
    """The whole of `text` in order; what stands in 《》 and is no law we know stays plain."""
    end = 0
    for found in _CITATION.finditer(text):
        if found[1] in names:
            if found.start() > end:
                yield Piece(text[end : found.start()])
            yield Piece(found[0], found[0])
            end = found.end()
    if end < len(text):
        yield Piece(text[end:])
