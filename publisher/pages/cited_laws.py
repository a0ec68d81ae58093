"""The laws that a text cites, as written, each law once: for the list under a case."""

from __future__ import annotations

from dataclasses import dataclass

from publisher.law.citation import citations
from publisher.law.registry import Registry


@dataclass(frozen=True)
class CitedLaw:
    """`articles` as written (第五百七十七条), without repetition, in order of appearance."""

    law: str
    articles: tuple[str, ...]


def cited_laws(text: str, registry: Registry) -> tuple[CitedLaw, ...]:
    found: dict[str, dict[str, None]] = {}
    for citation in citations(text, registry):
        articles = found.setdefault(citation.law, {})
        if citation.articles_text:
            articles[citation.articles_text] = None
    return tuple(CitedLaw(law, tuple(articles)) for law, articles in found.items())
