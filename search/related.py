"""Which documents are about the same thing, told from their weighted terms. Pure.

The analysis and the inverse document frequency are those of search, so that a related page is one
that a query made of this page's title, keywords and summary would find. Time grows with the number
of documents: of each the `TELLING` heaviest terms are followed, and of a term that many documents
hold only the `NEAREST` on either side in the given order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest, nsmallest

from search.analysis import bigrams, fold, runs
from search.ranking import inverse_document_frequency

TELLING = 16
NEAREST = 12


def text_terms(text: str, weight: float) -> dict[str, float]:
    """The bigrams and words of a text, which share `weight` equally."""
    found = dict.fromkeys(
        term
        for run in runs(fold(text))
        for term in (bigrams(run.text) if run.is_han else [run.text])
    )
    return {term: weight / len(found) for term in found}


def heaviest(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The terms of several parts together, each at the most that a part gives it."""
    result: dict[str, float] = {}
    for part in parts:
        for term, weight in part.items():
            result[term] = max(weight, result.get(term, 0.0))
    return result


def related(
    documents: Sequence[Mapping[str, float]], count: int, only: int | None = None
) -> list[list[int]]:
    """For each document the places of at most `count` others, the most related first.

    What two documents share counts by the smaller of both weights, times how rare the term is.
    `only`: the place of the one document that is asked for; all others get an empty list.
    """
    found_in: defaultdict[str, int] = defaultdict(int)
    for terms in documents:
        for term in terms:
            found_in[term] += 1
    idf = {
        term: inverse_document_frequency(number, len(documents))
        for term, number in found_in.items()
        if number > 1
    }
    telling = [_telling(terms, idf) for terms in documents]
    holders: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, terms in enumerate(telling):
        for term, weight in terms.items():
            holders[term].append((number, weight * idf[term]))
    passed = dict.fromkeys(holders, 0)
    result = []
    for number, terms in enumerate(telling):
        scores: defaultdict[int, float] = defaultdict(float)
        for term, weight in terms.items():
            place, worth = passed[term], weight * idf[term]
            passed[term] = place + 1
            if only not in (None, number):
                continue
            for other, others in holders[term][max(0, place - NEAREST) : place + NEAREST + 1]:
                scores[other] += worth if worth < others else others
        scores.pop(number, None)
        best = nsmallest(count, ((-score, other) for other, score in scores.items()))
        result.append([other for _, other in best])
    return result


def _telling(terms: Mapping[str, float], idf: Mapping[str, float]) -> dict[str, float]:
    """The terms that bring most; those that no other document holds bring nothing."""
    shared = [term for term in terms if term in idf]
    return {t: terms[t] for t in nlargest(TELLING, shared, key=lambda t: (terms[t] * idf[t], t))}
