"""One table of weights, and the arithmetic that uses them; both engines read this.

BM25 over one set of terms, plus a bonus for terms that stand in the title and for a query that
stands in the page as typed. Bigrams carry the meaning, unigrams a part of it (DESIGN §1: on lay
legal questions a weight of 0.6 is best, on judgments 0.3 costs nothing and 1.0 costs).

A twin takes `Weights.as_dict` and must give the same numbers as the functions below; `keyword` and
`summary` act when a page is indexed (weighing.py), so that a reader of postings never sees them.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

TITLE_FLAG = 0x80
FREQUENCY_MASK = 0x7F
DOCUMENT_SHIFT = 8
"""A posting is one number: document << 8 | in title << 7 | frequency in the text (at most 127)."""


@dataclass(frozen=True)
class Weights:
    """What the ranking can be tuned by; `as_dict` is what the browser gets."""

    k1: float = 1.2
    b: float = 0.75
    unigram: float = 0.5
    bigram: float = 1.0
    word: float = 1.0
    piece: float = 0.1
    """Shared by the pieces of a word: found inside other words, but behind the word itself."""
    statute: float = 2.0
    synonym: float = 0.3
    """A term of a word that means the same as a typed one."""
    filler: float = 0.3
    """Share that is left to terms of words like 怎么办, which no page is about."""
    number: float = 2.0
    """Share of the score added to the page whose own case or document number was typed."""
    keyword: int = 2
    summary: int = 1
    """How often a page's keywords and its summary are counted besides its text."""
    title: float = 0.6
    """A term in a title of ordinary length, as a share of the most that its frequency can bring."""
    title_length: float = 15.0
    phrase: float = 0.25
    phrase_in_title: float = 0.5
    """Shares of the score added when the page holds the query as typed."""
    common_share: float = 0.25
    common_floor: int = 1000
    """A unigram in more documents than both says nothing beside bigrams: it is not read at all."""
    widened_limit: int = 500
    """How many of the closest pages are offered when too few hold every term."""
    widened_share: float = 0.2
    """Pages that score less than this share of the best one are not close, and not offered."""
    few: int = 5
    """Fewer pages than this are too few, unless one of them holds the query as typed."""

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


WEIGHTS = Weights()


def inverse_document_frequency(found_in: int, documents: int) -> float:
    """How telling a term is: about ln(documents / found_in), never below 0."""
    return math.log(1 + (documents - found_in + 0.5) / (found_in + 0.5))


def length_norm(length: int, average: float, weights: Weights = WEIGHTS) -> float:
    """The part of BM25's denominator that depends on the document alone."""
    return weights.k1 * (1 - weights.b + weights.b * length / average)


def title_share(title_length: int, weights: Weights = WEIGHTS) -> float:
    """What a term in a title brings: more in a short title than in a long one."""
    return weights.title * 2 / (1 + title_length / weights.title_length)


def pack(terms: Iterable[str], title_terms: Iterable[str]) -> dict[str, int]:
    """For each term of a document the low byte of its posting."""
    packed: dict[str, int] = Counter(terms)
    if packed and max(packed.values()) > FREQUENCY_MASK:
        packed = {term: min(count, FREQUENCY_MASK) for term, count in packed.items()}
    for term in title_terms:
        packed[term] = packed.get(term, 0) | TITLE_FLAG
    return packed


def impact(posting: int, norm: float, title: float) -> float:
    """What a posting brings before its term's weight: saturated frequency plus title share.

    `norm` and `title` are the document's `length_norm` and `title_share`.
    """
    frequency = posting & FREQUENCY_MASK
    return frequency / (frequency + norm) + (title if posting & TITLE_FLAG else 0.0)


def impacts(packed: Iterable[int], norms: Sequence[float], titles: Sequence[float]) -> array[float]:
    """`impact` of many postings, norms and title shares given by document number.

    Written out, because a call for each posting takes longer than the arithmetic.
    """
    return array(
        "f",
        [
            (frequency := posting & FREQUENCY_MASK)
            / (frequency + norms[document := posting >> DOCUMENT_SHIFT])
            + (titles[document] if posting & TITLE_FLAG else 0.0)
            for posting in packed
        ],
    )
