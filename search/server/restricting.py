"""Which of the pages that hold a query's terms also pass its operators.

A twin must keep a page when: every `exact` text stands in its folded text or folded title; every
field holds its value; no `excluded` text stands in it. Besides, a page that holds the whole query as
typed (`Query.literal`) always stays: the query may be a piece of it that only looks like an operator.
"""

from __future__ import annotations

import numpy as np

from search.analysis import fold, skeleton
from search.matching import NOBODY, both, holding_all, match_all, union
from search.operators import FieldName, FieldTest
from search.query import Query, parse_query, required_terms
from search.ranking import Numbers
from search.server.reader import Snapshot


class Restriction:
    """The operators of one query in one snapshot; documents are ascending columns of numbers."""

    def __init__(self, query: Query, text: str, snapshot: Snapshot) -> None:
        self.query = query
        self.snapshot = snapshot
        self._known: dict[str, tuple[set[int], set[int]]] = {}
        """By phrase the pages that were looked at already, and those that hold it: several steps
        ask the same."""
        self._literal = self._literal_pages(text) if query.literal else NOBODY

    @property
    def is_needed(self) -> bool:
        query = self.query
        return bool(query.exact or query.excluded or query.fields)

    def keep(self, documents: Numbers) -> Numbers:
        """Those of `documents` that pass, and the pages that hold the query as typed."""
        kept = documents
        for phrase in self.query.exact:
            kept = self._holding(phrase, kept)
        for test in self.query.fields:
            kept = self._with_field(test, kept)
        for phrase in self.query.excluded:
            holding = holding_all(required_terms(phrase), self.snapshot.postings, kept)
            kept = np.setdiff1d(kept, self._holding(phrase, holding), assume_unique=True)
        return union([kept, self._literal])

    def pool(self) -> Numbers:
        """All pages that pass, whatever else the query says; only for a query with strict units."""
        strict = Query(self.query.strict_units, {}, ())
        return self.keep(match_all(strict, self.snapshot.postings))

    def _literal_pages(self, text: str) -> Numbers:
        plain = parse_query(text, with_operators=False)
        found = match_all(plain, self.snapshot.postings)
        for phrase in self.query.exact:
            found = self._holding(phrase, found)
        return self._holding(self.query.literal, found)

    def _holding(self, phrase: str, documents: Numbers) -> Numbers:
        looked_at, holding = self._known.setdefault(phrase, (set(), set()))
        unknown = set(documents.tolist()) - looked_at
        if unknown:
            holding.update(self.snapshot.holding(phrase, unknown).tolist())
            looked_at |= unknown
        return both(documents, np.array(sorted(holding), dtype=np.uint32))

    def _with_field(self, test: FieldTest, documents: Numbers) -> Numbers:
        """Pages whose field holds the value; where no page of the index has the field, whose text does."""
        value = skeleton(test.value)
        if test.name is FieldName.TITLE:
            titles = (skeleton(self.snapshot.folded(d)[0]) for d in documents.tolist())
            return documents[[value in title for title in titles]]
        values = self.snapshot.fields.get(test.name)
        if values is None:
            return self._holding(fold(test.value), documents)
        return documents[[value in values.get(d, "") for d in documents.tolist()]]
