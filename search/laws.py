"""Articles of laws as search terms: the seam between search and the citation grammar of `law`. Pure.

A page that cites 《公司法》第二十三条 holds `§公司法条23`, however it writes it; of an inserted article, as
刑法第二百八十七条之一, `§刑法条287` and `§刑法条287.1`. In a query a law is recognised by the longest of its
names that stands before an article; `names_of` is all that a twin needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from law.citation import citations
from law.registry import PRC, Registry, load_registry
from search.analysis import fold, skeleton
from search.references import TYPED_ARTICLE, Reference, ReferenceKind, statute_of

LONGEST_NAME = 40
_BETWEEN = re.compile(r"[》〉”\" \t]*(?:\([^()]{1,20}\))?[》〉”\" \t]*的?[ \t]*$")


def article_terms(text: str) -> list[str]:
    """The terms of every article that a text (not folded) cites with its law, with repeats."""
    return [
        term
        for citation in citations(text, load_registry())
        for article in citation.articles
        for term in _terms(_key(citation.law), article.number, article.inserted)
    ]


def names_of(registry: Registry) -> dict[str, str]:
    """Each folded name by which a law of the registry is cited, and the law's name in terms."""
    found = {}
    for name in sorted(registry.short_names):
        law = registry.find(name)
        found[fold(name)] = _key(law.title if law else name)
    return found


def law_references(folded: str, names: Mapping[str, str]) -> Iterator[Reference]:
    """The articles in a folded query before which a known name stands: 公司法23条, 《公司法》第二十三条."""
    for match in TYPED_ARTICLE.finditer(folded):
        article = statute_of(match)
        before = _BETWEEN.sub("", folded[: article.start])
        for size in range(min(LONGEST_NAME, len(before)), 1, -1):
            if key := names.get(before[-size:]):
                start = len(before.removesuffix(before[-size:]).removesuffix(PRC))
                terms = tuple(f"§{key}{term[1:]}" for term in article.terms)
                yield Reference(start, article.end, ReferenceKind.LAW_ARTICLE, terms)
                break


def _key(title: str) -> str:
    return skeleton(title.removeprefix(PRC))


def _terms(key: str, number: int, inserted: int) -> tuple[str, ...]:
    whole = f"§{key}条{number}"
    return (whole, f"{whole}.{inserted}") if inserted else (whole,)
