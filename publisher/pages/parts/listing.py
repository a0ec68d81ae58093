"""Lists that are cut into pages, and the facets (筛选项) that narrow them as plain pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from district.models import Term, Vocabulary
from publisher.model.library import Entry

FACETS: dict[str, str] = {
    "area": "领域",
    "industry": "行业",
    "type": "案例类型",
    "cause": "案由",
    "unit": "办案单位",
    "year": "发布年份",
}
"""Facets of the case list in the order shown; the key is the URL's part."""

_VOCABULARY_ORDER = {
    "area": "areas",
    "industry": "industries",
    "type": "case_types",
    "cause": "cause_groups",
}

_IN_TIME = {"year": True, "month": False}
"""Facets in the order of time; whether the latest stands first."""

Terms = Mapping[str, tuple[Term, ...]]


@dataclass(frozen=True)
class Pager:
    """Where a page stands among its sisters; URLs are relative to the site's root."""

    number: int
    count: int
    previous: str | None
    next: str | None
    pages: tuple[tuple[int, str], ...]
    """(page number, URL) worth linking: first, last and the neighbours; gaps are left out."""


@dataclass(frozen=True)
class Slice:
    """One page of a list: what stands on it, its pager, and where the list stands in the other order."""

    url: str
    entries: tuple[Entry, ...]
    pager: Pager
    turned: tuple[str, str] | None = None
    """Label and URL; None where there is one order alone."""
    is_turned: bool = False


@dataclass(frozen=True)
class FacetValue:
    key: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Facet:
    key: str
    label: str
    values: tuple[FacetValue, ...]


def page_url(base: str, number: int) -> str:
    """`cases/` for the first page of the list at `cases/`, `cases/page/2/` for the second."""
    return base if number == 1 else f"{base}page/{number}/"


def slices(entries: Sequence[Entry], base: str, size: int) -> Iterator[Slice]:
    """Cut `entries` into pages of `size`; an empty list still has its first page."""
    count = max(1, -(-len(entries) // size))
    for number in range(1, count + 1):
        shown = sorted({1, count, *range(max(1, number - 2), min(count, number + 2) + 1)})
        pager = Pager(
            number=number,
            count=count,
            previous=page_url(base, number - 1) if number > 1 else None,
            next=page_url(base, number + 1) if number < count else None,
            pages=tuple((n, page_url(base, n)) for n in shown),
        )
        yield Slice(
            page_url(base, number), tuple(entries[(number - 1) * size : number * size]), pager
        )


def slices_both_ways(entries: Sequence[Entry], base: str, size: int) -> Iterator[Slice]:
    """The pages of a list that stands newest first, then those of the same list from its end, each
    with the way to the other: an order is a plain page, which works without a script."""
    if len(entries) < 2:
        yield from slices(entries, base, size)
        return
    oldest = f"{base}oldest/"
    for part in slices(entries, base, size):
        yield replace(part, turned=("从最早的看起", oldest))
    for part in slices(entries[::-1], oldest, size):
        yield replace(part, turned=("从最新的看起", base), is_turned=True)


def _ordered(facet: str, found: Counter[Term], vocabulary: Vocabulary) -> list[Term]:
    if facet in _VOCABULARY_ORDER:
        known = vocabulary.terms(_VOCABULARY_ORDER[facet]).terms
        return [term for term in known if term in found]
    if facet in _IN_TIME:
        return sorted(found, key=lambda term: term.key, reverse=_IN_TIME[facet])
    return sorted(found, key=lambda term: (-found[term], term.key))


def _own_terms(entry: Entry) -> Terms:
    return entry.document.facets()


def facets_of(
    entries: Sequence[Entry],
    vocabulary: Vocabulary,
    base: str,
    names: Mapping[str, str] = FACETS,
    terms_of: Callable[[Entry], Terms] = _own_terms,
) -> tuple[Facet, ...]:
    """The facets of a list with the number of documents under each value; empty ones left out.

    `names`: key → label of the facets in the order shown; `terms_of`: what an entry stands under.
    """
    counts: dict[str, Counter[Term]] = {key: Counter() for key in names}
    for entry in entries:
        for facet, terms in terms_of(entry).items():
            if facet in counts:
                counts[facet].update(terms)
    return tuple(
        Facet(
            key,
            names[key],
            tuple(
                FacetValue(term.key, term.label, found[term], f"{base}{key}/{term.key}/")
                for term in _ordered(key, found, vocabulary)
            ),
        )
        for key, found in counts.items()
        if found
    )
