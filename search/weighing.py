"""What a page's terms count, for every index. Pure.

Keywords and summary, where a document has them, are counted several times besides the text (BM25F
with frequencies added up), its fields once; the length that BM25 normalises by stays the text's. Both engines index
with `weigh`, so that one page has one score.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis import count_positions, terms
from search.document import Document
from search.laws import article_terms
from search.ranking import WEIGHTS, Weights, pack


@dataclass(frozen=True)
class Weighed:
    """For each term the low byte of its posting, and the length of the text."""

    packed: dict[str, int]
    length: int


def weigh(document: Document, weights: Weights = WEIGHTS) -> Weighed:
    """The terms of a document as they are indexed."""
    found, length = count_positions(document.text)
    found += article_terms(document.text)
    title_terms = [*terms(document.title), *article_terms(document.title)]
    for keyword in document.keywords:
        found += terms(keyword) * weights.keyword
    if document.summary:
        found += terms(document.summary) * weights.summary
    for value in document.fields.values():
        found += terms(value)
    return Weighed(pack(found, title_terms), length)
