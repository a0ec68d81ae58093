"""Which of the pages that hold a query's terms also pass its operators.

A twin must keep a page when: every `exact` text stands in its folded text or folded title; every
field holds its value; no `excluded` text stands in it. Besides, a page that holds the whole query as
typed (`Query.literal`) always stays: the query may be a piece of it that only looks like an operator.
"""

from __future__ import annotations

from search.analysis import fold, runs, skeleton
from search.matching import holding_all, match_all
from search.operators import FieldName, FieldTest
from search.query import Query, parse_query, required_terms
from search.server.reader import Snapshot


class Restriction:
    """The operators of one query in one snapshot."""

    def __init__(self, query: Query, text: str, snapshot: Snapshot) -> None:
        self.query = query
        self.snapshot = snapshot
        self._known: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
        """By phrase the pages that were looked at already, and those that hold it: several steps
        ask the same."""
        self._literal = self._literal_pages(text) if query.literal else set()

    @property
    def is_needed(self) -> bool:
        query = self.query
        return bool(query.exact or query.excluded or query.fields)

    def keep(self, documents: set[int]) -> set[int]:
        """Those of `documents` that pass, and the pages that hold the query as typed."""
        kept = documents
        for phrase in self.query.exact:
            kept = self._holding(phrase, kept)
        for test in self.query.fields:
            kept = self._with_field(test, kept)
        for phrase in self.query.excluded:
            holding = holding_all(required_terms(phrase), self.snapshot.postings, kept)
            kept = kept - self._holding(phrase, holding)
        return kept | self._literal

    def pool(self) -> set[int]:
        """All pages that pass, whatever else the query says; only for a query with strict units."""
        strict = Query(self.query.strict_units, {}, (), False)
        return self.keep(match_all(strict, self.snapshot.postings))

    def _literal_pages(self, text: str) -> set[int]:
        plain = parse_query(text, with_operators=False)
        found = match_all(plain, self.snapshot.postings)
        for phrase in self.query.exact:
            found = self._holding(phrase, found)
        return self._holding(self.query.literal, found)

    def _holding(self, phrase: str, documents: set[int]) -> set[int]:
        if is_one_term(phrase):
            return documents
        looked_at, holding = self._known.get(phrase, (frozenset(), frozenset()))
        unknown = documents - looked_at
        if unknown:
            holding |= self.snapshot.holding(phrase, unknown)
            self._known[phrase] = (looked_at | unknown, holding)
        return documents & holding

    def _with_field(self, test: FieldTest, documents: set[int]) -> set[int]:
        """Pages whose field holds the value; where no page of the index has the field, whose text does."""
        if test.name is FieldName.TITLE:
            value = skeleton(test.value)
            return {d for d in documents if value in skeleton(self.snapshot.titles[d])}
        values = self.snapshot.fields.get(test.name)
        if values is None:
            return self._holding(fold(test.value), documents)
        value = skeleton(test.value)
        return {document for document in documents if value in values.get(document, "")}


def is_one_term(phrase: str) -> bool:
    """Whether a page that holds the required terms of a folded text holds the text: up to two Han."""
    return len(phrase) <= 2 and [(run.text, run.is_han) for run in runs(phrase)] == [(phrase, True)]
