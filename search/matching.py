"""Which documents a query finds and in what order, over postings of any engine. Pure.

First the documents that hold every unit of the query. When there are none, the query widens to the
documents that are closest by score.

A twin must find the same documents: a unit is held when all terms of one of its alternatives are
(synonyms are such alternatives), and `closest` reads common terms only for the first `SETTLED`.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.query import Query, Unit
from search.ranking import WEIGHTS, Weights, inverse_document_frequency

POSTINGS_BUDGET = 1_500_000
"""Postings read for one query; the least telling terms of a very long query are left out."""
SETTLED = 200
"""How many of the closest documents common terms are read for."""
LOOKUP_RATIO = 20
"""Below one document in so many postings, looking each one up is faster than reading them all."""


class Postings(Protocol):
    """Documents that hold a term, ascending, and what each brings before the term's weight."""

    @property
    def documents(self) -> Sequence[int]: ...
    @property
    def impacts(self) -> Sequence[float]: ...
    def impact_of(self, document: int) -> float: ...
    def __len__(self) -> int: ...


Lookup = Callable[[str], Postings]


@dataclass(frozen=True)
class RankedTerm:
    """A term's postings and its weight: the table's weight, times idf, times uses in the query."""

    postings: Postings
    weight: float
    is_minor: bool
    is_common: bool


def match_all(query: Query, lookup: Lookup) -> set[int]:
    """The documents that hold every unit of the query."""
    single = [u.alternatives[0][0] for u in query.units if is_single_term(u)]
    found = holding_all(single, lookup) if single else None
    for unit in query.units:
        if not is_single_term(unit) and found != set():
            holding = set[int]().union(*(holding_all(a, lookup, found) for a in unit.alternatives))
            found = holding
    return found or set()


def is_single_term(unit: Unit) -> bool:
    """Whether a unit asks for one term and nothing else will do."""
    return len(unit.alternatives) == 1 and len(unit.alternatives[0]) == 1


def holding_all(terms: Iterable[str], lookup: Lookup, within: set[int] | None = None) -> set[int]:
    """The documents (of `within`) that hold all terms, rarest term first."""
    lists = sorted((lookup(term) for term in terms), key=len)
    if not lists or not lists[0]:
        return set()
    found = set(lists[0].documents)
    if within is not None:
        found &= within
    for postings in lists[1:]:
        if not found:
            break
        if len(found) * LOOKUP_RATIO < len(postings):
            found = {document for document in found if postings.impact_of(document)}
        else:
            found.intersection_update(postings.documents)
    return found


def ranked_terms(
    query: Query, lookup: Lookup, pages: int, weights: Weights = WEIGHTS
) -> list[RankedTerm]:
    """The terms worth reading, most telling first: without common minor ones, within the budget."""
    terms = []
    for term, weight in query.weights.items():
        postings = lookup(term)
        if postings:
            idf = inverse_document_frequency(len(postings), pages)
            is_common = len(postings) > max(weights.common_floor, weights.common_share * pages)
            terms.append(RankedTerm(postings, weight * idf, weight < weights.bigram, is_common))
    telling = [term for term in terms if not (term.is_minor and term.is_common)]
    kept = sorted(telling or terms, key=lambda term: (-term.weight, len(term.postings)))
    budget = POSTINGS_BUDGET
    for place, ranked in enumerate(kept):
        budget -= len(ranked.postings)
        if budget < 0:
            return kept[: place + 1]
    return kept


def closest(
    terms: Sequence[RankedTerm], size: int, limit: int, weights: Weights = WEIGHTS
) -> dict[int, float]:
    """The `limit` documents that score highest; those far behind the best are left out.

    Common terms bring little and cost most: they only settle the order among the first. What they
    add is never negative, so the first stay before the rest.
    """
    rare = [term for term in terms if not term.is_common] or list(terms)
    scores = score_all(rare, size)
    best = heapq.nlargest(limit, range(size), key=scores.__getitem__)
    found = {document: scores[document] for document in best if scores[document] > 0}
    if len(rare) < len(terms):
        common = [term for term in terms if term.is_common]
        for document, extra in score_some(common, best[:SETTLED]).items():
            if document in found:
                found[document] += extra
    floor = weights.widened_share * max(found.values(), default=0.0)
    return {document: score for document, score in found.items() if score >= floor}


def score_all(terms: Iterable[RankedTerm], size: int) -> list[float]:
    """The score of every document number below `size`."""
    scores = [0.0] * size
    for term in terms:
        weight = term.weight
        for document, impact in zip(term.postings.documents, term.postings.impacts, strict=True):
            scores[document] += weight * impact
    return scores


def score_some(terms: Sequence[RankedTerm], found: Collection[int]) -> dict[int, float]:
    """The scores of a few documents, each looked up in the postings."""
    scores = dict.fromkeys(found, 0.0)
    for term in terms:
        weight, postings = term.weight, term.postings
        if len(found) * LOOKUP_RATIO < len(postings):
            for document in found:
                scores[document] += weight * postings.impact_of(document)
        else:
            for document, impact in zip(postings.documents, postings.impacts, strict=True):
                if document in scores:
                    scores[document] += weight * impact
    return scores


def best_first(
    scores: dict[int, float], newest_first: Sequence[int], limit: int | None = None
) -> list[int]:
    """Documents by falling score; among equals the newest first, so that the order never depends on storage."""

    def key(document: int) -> tuple[float, int]:
        return (-scores[document], newest_first[document])

    if limit is None or limit >= len(scores):
        return sorted(scores, key=key)
    return heapq.nsmallest(limit, scores, key=key)
