"""The laws that a text cites, as written, each law once: for the list under a case."""

from __future__ import annotations

from dataclasses import dataclass

from law.addresses import article_url, law_url
from law.citation import citations
from law.registry import Registry


@dataclass(frozen=True)
class CitedLaw:
    """`articles` as written (第五百七十七条) with the page of the first of them, without repetition,
    in order of appearance; URLs are None for a law that the registry does not know."""

    law: str
    url: str | None
    articles: tuple[tuple[str, str | None], ...]


def cited_laws(text: str, registry: Registry) -> tuple[CitedLaw, ...]:
    found: dict[str, dict[str, str | None]] = {}
    for citation in citations(text, registry):
        articles = found.setdefault(citation.law, {})
        if citation.articles_text:
            has_page = registry.knows(citation.law) and citation.articles
            url = article_url(citation.law, citation.articles[0]) if has_page else None
            articles.setdefault(citation.articles_text, url)
    return tuple(
        CitedLaw(law, law_url(law) if registry.knows(law) else None, tuple(articles.items()))
        for law, articles in found.items()
    )
