"""Which documents a query finds and in what order, over postings of any engine. Pure.

First the documents that hold every unit of the query. When there are too few, the query widens to the
documents that are closest by score.

A twin must find the same documents: a unit is held when all terms of one of its alternatives are
(synonyms are such alternatives).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from search.fillers import FUNCTION_CHARACTERS
from search.query import Query, Unit
from search.ranking import WEIGHTS, Numbers, Weights, inverse_document_frequency

POSTINGS_BUDGET = 4_000_000
"""Postings read for one query; the least telling terms of a very long query are left out."""
ANYTHING = 0.0
NOBODY = np.zeros(0, dtype=np.uint32)


class Postings(Protocol):
    """Documents that hold a term, ascending, and what each brings before the term's weight."""

    @property
    def documents(self) -> Numbers: ...
    @property
    def impacts(self) -> Numbers: ...
    def __len__(self) -> int: ...


Lookup = Callable[[str], Postings]


@dataclass(frozen=True)
class RankedTerm:
    """A term's postings and its weight: the table's weight, times idf, times uses in the query."""

    postings: Postings
    weight: float
    is_minor: bool


def match_all(query: Query, lookup: Lookup) -> Numbers:
    """The documents that hold every unit of the query, ascending."""
    single = [u.alternatives[0][0] for u in query.units if is_single_term(u)]
    found = holding_all(single, lookup) if single else None
    for unit in query.units:
        if not is_single_term(unit) and (found is None or len(found)):
            found = union(holding_all(way, lookup, found) for way in unit.alternatives)
    return NOBODY if found is None else found


def is_single_term(unit: Unit) -> bool:
    """Whether a unit asks for one term and nothing else will do."""
    return len(unit.alternatives) == 1 and len(unit.alternatives[0]) == 1


def holding_all(terms: Iterable[str], lookup: Lookup, within: Numbers | None = None) -> Numbers:
    """The documents (of `within`) that hold all terms, rarest term first."""
    lists = sorted((lookup(term) for term in dict.fromkeys(terms)), key=len)
    if not lists or not lists[0]:
        return NOBODY
    found = lists[0].documents
    if within is not None:
        found = both(within, found)
    for postings in lists[1:]:
        if not len(found):
            break
        found = both(found, postings.documents)
    return found


def both(some: Numbers, others: Numbers) -> Numbers:
    """The numbers of two ascending columns that stand in both."""
    if len(some) > len(others):
        some, others = others, some
    return some[is_among(some, others)]


def is_among(some: Numbers, others: Numbers) -> Numbers:
    """For each of `some` whether it stands in the ascending column `others`."""
    if not len(others):
        return np.zeros(len(some), dtype=bool)
    places = np.minimum(np.searchsorted(others, some), len(others) - 1)
    is_there: Numbers = others[places] == some
    return is_there


def union(columns: Iterable[Numbers]) -> Numbers:
    """The numbers of several ascending columns, each once and ascending."""
    found = [column for column in columns if len(column)]
    if len(found) < 2:
        return found[0] if found else NOBODY
    # np.unique loads numpy.ma for this: a tenth of a second, where a build answers a few queries.
    every: Numbers = np.sort(np.concatenate(found))
    once: Numbers = every[np.append(True, every[1:] != every[:-1])]
    return once


def ranked_terms(
    query: Query, lookup: Lookup, pages: int, weights: Weights = WEIGHTS
) -> list[RankedTerm]:
    """The terms worth reading, most telling first: without common minor ones, within the budget."""
    common, terms = max(weights.common_floor, weights.common_share * pages), []
    is_dull = []
    for term, weight in query.weights.items():
        postings = lookup(term)
        if count := len(postings):
            idf = inverse_document_frequency(count, pages)
            is_minor = weight < weights.bigram
            terms.append(RankedTerm(postings, weight * idf, is_minor))
            is_dull.append(is_minor and count > common)
    telling = [term for term, dull in zip(terms, is_dull, strict=True) if not dull]
    kept = sorted(telling or terms, key=lambda term: (-term.weight, len(term.postings)))
    budget = POSTINGS_BUDGET
    for place, ranked in enumerate(kept):
        budget -= len(ranked.postings)
        if budget < 0:
            return kept[: place + 1]
    return kept


def score_all(terms: Iterable[RankedTerm], size: int) -> Numbers:
    """The score of every document number below `size`."""
    scores = np.zeros(size, dtype=np.float64)
    for term in terms:
        scores[term.postings.documents] += term.weight * term.postings.impacts
    return scores


def best_first(
    documents: Numbers, scores: Numbers, newest_first: Numbers, limit: int | None = None
) -> Numbers:
    """Documents by falling score; among equals the newest first, so that the order never depends on storage."""
    if limit is not None and 0 < limit < len(documents):
        own = scores[documents]
        last = np.partition(own, len(own) - limit)[len(own) - limit]
        documents = documents[own >= last]
    order = np.lexsort((newest_first[documents], -scores[documents]))
    return documents[order[:limit]]


def held_worth(
    query: Query, lookup: Lookup, pages: int, size: int, weights: Weights = WEIGHTS
) -> tuple[Numbers, float]:
    """For every document the worth of the units that it holds; and how much makes it fit.

    A unit is worth 1 when it is telling, less when many pages hold it or when it is a piece of a word,
    nothing when it is a filler; a word that has synonyms is worth as much as its pairs. A page fits
    that holds `Weights.fitting_share` of the query, of a long one `Weights.fitting`.
    """
    held, whole = np.zeros(size), 0.0
    telling = inverse_document_frequency(max(1, int(weights.telling_share * pages)), pages)
    for unit in query.units:
        found = (
            lookup(unit.alternatives[0][0]).documents
            if is_single_term(unit)
            else union(holding_all(way, lookup) for way in unit.alternatives)
        )
        rarity = inverse_document_frequency(len(found), pages) / telling
        worth = unit_share(unit, query, weights) * min(1.0, max(weights.common_worth, rarity))
        if not len(found) and not FUNCTION_CHARACTERS.isdisjoint(unit.alternatives[0][0]):
            continue
        held[found] += worth
        whole += worth
    is_small = pages < weights.fitting_from
    return held, ANYTHING if is_small else min(whole * weights.fitting_share, weights.fitting)


def unit_share(unit: Unit, query: Query, weights: Weights = WEIGHTS) -> float:
    """How much of a unit's worth counts: none of a filler, half of a piece of a word."""
    first = unit.alternatives[0][0]
    if first.startswith("~"):
        return 0.5
    if len(unit.alternatives) > 1 and not first.startswith("§"):
        return float(len(unit.alternatives[0]))
    is_dull = len(unit.alternatives) == 1 and query.weights.get(first, 1.0) < weights.bigram
    return 0.0 if is_dull else 1.0
