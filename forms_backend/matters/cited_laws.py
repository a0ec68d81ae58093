"""Cuts a text at the laws it cites, so that a page can link them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from law.citation import Citation, citations
from law.registry import Registry


@dataclass(frozen=True)
class Piece:
    """A run of text; `query` finds the law it cites on this site, None for plain text."""

    text: str
    query: str | None = None


def pieces(text: str, registry: Registry) -> Iterator[Piece]:
    """The whole of `text` in order; what stands in 《》 and is no law we know stays plain."""
    end = 0
    for citation in citations(text, registry):
        start = _start(citation, end)
        if citation.instrument is None or start < end:
            continue
        if start > end:
            yield Piece(text[end:start])
        end = citation.end
        yield Piece(text[start:end], f"《{citation.instrument.short}》{citation.articles_text}")
    if end < len(text):
        yield Piece(text[end:])


def _start(citation: Citation, taken: int) -> int:
    """Where the name begins when it stands right before its articles, else where they begin."""
    named = citation.named_at
    return named if taken <= named < citation.position else citation.position
