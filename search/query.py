"""What a reader typed, as terms to require and terms to rank by. Pure; never raises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from search.analysis import (
    WORD_LIMIT,
    Run,
    bigrams,
    fold,
    joint,
    runs,
    statute_terms,
    statutes,
    widest_pieces,
)
from search.ranking import WEIGHTS, Weights

QUERY_LIMIT = 2000
"""Characters of a query that are read; the rest is ignored and the reader told so."""
PHRASE_LENGTH = 3


@dataclass(frozen=True)
class Unit:
    """One part of a query that a page must hold: all terms of at least one of the alternatives."""

    alternatives: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Query:
    """`units` decide which pages match, `weights` how they rank, `phrases` (folded) what stands out."""

    units: tuple[Unit, ...]
    weights: dict[str, float]
    phrases: tuple[str, ...]
    is_truncated: bool

    @property
    def is_empty(self) -> bool:
        """Nothing that can be searched: no text, or only punctuation and symbols."""
        return not self.units


def parse_query(text: str, weights: Weights = WEIGHTS) -> Query:
    """Every run, word and statute reference of the query's first `QUERY_LIMIT` characters."""
    folded = fold(text[:QUERY_LIMIT])
    required: dict[Unit, None] = {}
    ranked: defaultdict[str, float] = defaultdict(float)
    start = 0
    for match in statutes(folded):
        _add_runs(folded[start : match.start()], required, ranked, weights)
        term = statute_terms(match)[-1]
        required[Unit(((term,), tuple(_required_terms(match.group()))))] = None
        ranked[term] += weights.statute
        start = match.end()
    _add_runs(folded[start:], required, ranked, weights)
    phrases = dict.fromkeys(p for p in folded.split() if len(p) >= PHRASE_LENGTH)
    return Query(tuple(required), dict(ranked), tuple(phrases), len(text) > QUERY_LIMIT)


def _required_terms(folded: str) -> list[str]:
    """The longest terms of a text: a page without one of them does not contain the text.

    A word at either end may be the rest of a longer one, so that only its pieces are sure. A word
    with something on both sides is whole, and so is its touch with the Han characters beside it.
    """
    required: list[str] = []
    before: Run | None = None
    for run in runs(folded):
        if run.is_han:
            required += bigrams(run.text)
        elif _is_whole(run, folded):
            required.append(run.text)
        else:
            required += widest_pieces(run.text)
        if before and before.end == run.start:
            word = run if before.is_han else before
            required += joint(before, run) if _is_whole(word, folded) else ()
        before = run
    return required


def _is_whole(word: Run, folded: str) -> bool:
    return word.start > 0 and word.end < len(folded) and len(word.text) <= WORD_LIMIT


def _add_runs(
    folded: str, required: dict[Unit, None], ranked: dict[str, float], weights: Weights
) -> None:
    for term in _required_terms(folded):
        required[Unit(((term,),))] = None
    before: Run | None = None
    for run in runs(folded):
        for term, weight in _ranked_terms(run, weights):
            ranked[term] += weight
        if before and before.end == run.start:
            for term in joint(before, run):
                ranked[term] += weights.bigram
        before = run


def _ranked_terms(run: Run, weights: Weights) -> list[tuple[str, float]]:
    text = run.text
    if not run.is_han:
        pieces = widest_pieces(text)
        return [(text, weights.word), *((piece, weights.piece / len(pieces)) for piece in pieces)]
    pairs = [(pair, weights.bigram) for pair in bigrams(text)] if len(text) > 1 else []
    return [*pairs, *((character, weights.unigram) for character in text)]
