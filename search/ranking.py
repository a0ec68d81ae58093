"""One table of weights, and the arithmetic that uses them; both engines read this.

BM25F over one set of terms: what stands in the title counts as more frequency before it is saturated,
so that a word in title and text never counts as two. Bigrams carry the meaning, unigrams a part of it
(DESIGN §1: on lay legal questions a weight of 0.6 is best, on judgments 0.3 costs nothing and 1.0
costs). Parts of one whole (articles of a law) vouch for each other.

A twin takes `Weights.as_dict` and must give the same numbers as the functions below; `keyword` and
`summary` act when a page is indexed (weighing.py), so that a reader of postings never sees them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.references import ReferenceKind

Numbers = npt.NDArray[Any]

TITLE_FLAG = 0x80
FREQUENCY_MASK = 0x7F
DOCUMENT_SHIFT = 8
"""A posting is one number: document << 8 | in title << 7 | frequency in the text (at most 127)."""


@dataclass(frozen=True)
class Weights:
    """What the ranking can be tuned by; `as_dict` is what the browser gets."""

    k1: float = 2.0
    b: float = 0.75
    unigram: float = 0.6
    unigram_pasted: float = 0.3
    """In a pasted text bigrams say enough, and single characters drown them."""
    bigram: float = 1.0
    word: float = 1.0
    piece: float = 0.1
    """Shared by the pieces of a word: found inside other words, but behind the word itself."""
    statute: float = 2.0
    law_article: float = 8.0
    """An article of a law, cited as one: 公司法23条."""
    amount: float = 2.0
    document_number: float = 2.0
    synonym: float = 0.3
    synonym_most: float = 0.9
    """A term of a word that means the same as a typed one, for each pair of characters that was typed:
    the longer an everyday word is, the surer it is what it means."""
    filler: float = 0.3
    """Share that is left to terms of words like 怎么办, which no page is about."""
    number: float = 2.0
    """Share of the score added to the page whose own case or document number was typed."""
    keyword: int = 2
    summary: int = 1
    """How often a page's keywords and its summary are counted besides its text."""
    title: float = 0.6
    """How often a term counts that stands in the title, besides its frequency in the text."""
    parent: float = 0.3
    parent_best: int = 5
    """What the other parts of the same whole bring: a share of the mean of so many best scores."""
    cited: float = 0.03
    """Share of the score added for each doubling of the number of pages that cite a page."""
    phrase: float = 0.25
    phrase_in_title: float = 1.0
    """Shares of the score added when the page holds the query as typed."""
    common_share: float = 0.25
    common_floor: int = 1000
    """A unigram in more documents than both says nothing beside bigrams: it is not read at all."""
    widened_limit: int = 500
    """How many of the closest pages are offered when too few hold every term."""
    fitting: float = 1.5
    fitting_share: float = 0.4
    telling_share: float = 0.05
    common_worth: float = 0.25
    """How many telling parts of a query make a page fit, of a short query what share of them; in what
    share of the pages a part may stand to be telling, and what one is worth that stands in all."""
    fitting_from: int = 30
    """In a library of fewer pages nothing can be said about what is telling: any part will do."""
    close: float = 0.1
    """Share of a fitting page's parts that the pages listed after it hold."""
    few: int = 5
    """Fewer pages than this are too few, and the closest ones follow them."""
    leading: int = 3
    leading_share: float = 0.6
    """Of the first so many results one at most is something to act with (way, tool, paper, term), as long
    as a page with this share of its score can stand there."""

    def of(self, kind: ReferenceKind) -> float:
        return float(getattr(self, kind.value))

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


WEIGHTS = Weights()


def inverse_document_frequency(found_in: int, documents: int) -> float:
    """How telling a term is: about ln(documents / found_in), never below 0."""
    return math.log(1 + (documents - found_in + 0.5) / (found_in + 0.5))


def length_norms(lengths: Numbers, average: float, weights: Weights = WEIGHTS) -> Numbers:
    """The part of BM25's denominator that depends on the document alone."""
    return weights.k1 * (1 - weights.b + weights.b * lengths.astype(np.float64) / average)


def pack(terms: Iterable[str], title_terms: Iterable[str]) -> dict[str, int]:
    """For each term of a document the low byte of its posting."""
    packed: dict[str, int] = Counter(terms)
    if packed and max(packed.values()) > FREQUENCY_MASK:
        packed = {term: min(count, FREQUENCY_MASK) for term, count in packed.items()}
    for term in title_terms:
        packed[term] = packed.get(term, 0) | TITLE_FLAG
    return packed


def impacts(lows: Numbers, norms: Numbers, weights: Weights = WEIGHTS) -> Numbers:
    """What postings bring before their term's weight: saturated frequency, below 1.

    `norms` are the `length_norms` of the documents, one a posting.
    """
    frequencies = (lows & FREQUENCY_MASK) + weights.title * (lows >= TITLE_FLAG)
    saturated: Numbers = frequencies / (frequencies + norms)
    return saturated


def with_parents(scores: Numbers, parents: Numbers, weights: Weights = WEIGHTS) -> Numbers:
    """Each score raised by the mean of the best scores among the other parts of the same whole.

    `parents` numbers the wholes from 0; a document with -1 is part of none and stays as it is.
    """
    parts = np.flatnonzero(parents >= 0)
    if not len(parts):
        return scores
    own, whole = scores[parts], parents[parts]
    order = np.lexsort((-own, whole))
    ranked, groups = own[order], whole[order]
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    sizes = np.diff(np.append(starts, len(groups)))
    rank = np.arange(len(groups)) - np.repeat(starts, sizes)
    best = weights.parent_best
    first = np.repeat(np.add.reduceat(np.where(rank < best, ranked, 0.0), starts), sizes)
    after = np.repeat(np.add.reduceat(np.where(rank == best, ranked, 0.0), starts), sizes)
    others = np.where(rank < best, first - ranked + after, first)
    mean = others / np.maximum(1, np.minimum(best, np.repeat(sizes, sizes) - 1))
    raised = scores.copy()
    raised[parts[order]] += weights.parent * mean
    return raised


def citation_factors(cited: Numbers, weights: Weights = WEIGHTS) -> Numbers:
    """What scores are multiplied by for the number of pages that cite a page."""
    return 1 + weights.cited * np.log2(1 + cited.astype(np.float64))
