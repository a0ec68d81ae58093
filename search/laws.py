"""Articles of laws as search terms: the seam between search and the citation grammar of `law`. Pure.

A page that cites 《公司法》第二十三条 holds `§公司法条23`, however it writes it; of an inserted article, as
刑法第二百八十七条之一, `§刑法条287` and `§刑法条287.1`. In a query a law is recognised by the longest of its
names that stands before an article; `names_of` is all that a twin needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from law.citation import Citation, citations
from law.instrument import Kind
from law.names import PRC
from law.registry import Registry, load_registry
from search.analysis import fold, skeleton
from search.references import TYPED_ARTICLE, Reference, ReferenceKind, statute_of

LONGEST_NAME = 40
LONGEST_OTHER = 10
_PROPER = frozenset({Kind.LAW, Kind.CONSTITUTION})
_BETWEEN = re.compile(r"[》〉”\" \t]*+(?:\([^()]{1,20}\)[》〉”\" \t]*+)?的?[ \t]*$")


def article_terms(text: str) -> list[str]:
    """The terms of every article that a text (not folded) cites with its law, with repeats."""
    return [
        term
        for citation in citations(text, load_registry())
        for article in citation.articles
        for term in _terms(_key(_title(citation)), article.number, article.inserted)
    ]


@lru_cache(maxsize=4)
def names_of(registry: Registry) -> dict[str, str]:
    """Each folded name that people type before an article, and the law's name in terms: every name
    of a law proper, and what is short of the others, since the browser's twin loads the list.
    Worked out once: a build asks for both engines. Nobody changes what comes out."""
    found = {}
    for name in sorted(registry.names):
        instrument = registry.find(name)
        if instrument and (instrument.kind in _PROPER or len(name) <= LONGEST_OTHER):
            found[fold(name)] = _key(instrument.title)
    return found


def _title(citation: Citation) -> str:
    return citation.instrument.title if citation.instrument else citation.law


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
