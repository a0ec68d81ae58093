"""One search from text to results: match, widen, filter, count, rank and show."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search import messages
from search.analysis import skeleton
from search.bitset import bits_of, members_among
from search.dates import DateRange
from search.matching import (
    RankedTerm,
    best_first,
    closest,
    holding_all,
    match_all,
    ranked_terms,
    score_some,
)
from search.operators import NUMBER_FIELDS
from search.query import QUERY_LIMIT, parse_query, required_terms
from search.ranking import WEIGHTS
from search.results import Hit, SearchResults, SynonymUse
from search.server.reader import Snapshot
from search.server.restricting import Restriction
from search.server.snippets import Highlighter
from search.suggesting import SUGGESTED
from search.synonyms import NO_SYNONYMS, SynonymTable

RERANKED = 50
"""The best so many hits are looked at for the query as typed; fixed, so that paging stays stable."""
SORT_BY_DATE = "date"
SORT_BY_RELEVANCE = "relevance"

_DATES = "\0date"
"""Stands among the chosen filters for the date range; no facet is called so."""

Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Request:
    """What is asked: the text, and what narrows its results."""

    text: str
    filters: Filters = field(default_factory=dict)
    dates: DateRange = field(default_factory=DateRange)
    limit: int = 10
    offset: int = 0
    sort: str = SORT_BY_RELEVANCE


def answer(
    snapshot: Snapshot, request: Request, synonyms: SynonymTable = NO_SYNONYMS
) -> SearchResults:
    """The results of a request in `snapshot`; see `SearchService.search`."""
    limit, offset = max(0, request.limit), max(0, request.offset)
    return Answer(snapshot, request, synonyms).results(limit, offset, request.sort)


@dataclass(frozen=True)
class _Found:
    """Documents that answer a query, before filters, and those of them that hold every term.

    `scores` is empty as long as the documents are not ranked.
    """

    documents: set[int]
    exact: set[int]
    scores: dict[int, float] = field(default_factory=dict)

    @property
    def is_widened(self) -> bool:
        return len(self.exact) < len(self.documents)


class Answer:
    """One query in one snapshot of the index."""

    def __init__(self, snapshot: Snapshot, request: Request, synonyms: SynonymTable) -> None:
        self.snapshot = snapshot
        self.text = text = request.text
        self.query = parse_query(text, synonyms=synonyms)
        self.restriction = Restriction(self.query, text, snapshot)
        self.dates = request.dates
        self.chosen = {
            name: bits
            for name, values in request.filters.items()
            if (bits := self._bits_of_choice(name, [value for value in values if value]))
            is not None
        }
        if self.dates:
            dated = snapshot.dated_between(self.dates.first, self.dates.last)
            self.chosen[_DATES] = bits_of(dated, snapshot.size)

    def results(self, limit: int, offset: int, sort: str) -> SearchResults:
        """Hits `offset` to `offset + limit` of the filtered documents."""
        is_blank = not self.text.strip()
        if self.query.is_empty and not (is_blank and self.chosen):
            return SearchResults(
                0, note=messages.EMPTY_QUERY if is_blank else messages.NOTHING_SEARCHABLE
            )
        found = self._find(offset + limit)
        bits = bits_of(found.documents, self.snapshot.size)
        allowed = self._allowed(found.documents, bits)
        by_date = sort == SORT_BY_DATE or self.query.is_empty
        shown = self._in_order(found, allowed, by_date, offset, limit)
        uses = self._synonym_uses(found.documents)
        highlighter = Highlighter.of(self.text, (word for use in uses for word in use.words))
        return SearchResults(
            total=len(allowed),
            hits=tuple(
                self._hit(document, score, highlighter) for document, score in shown.items()
            ),
            facets=self._facet_counts(bits),
            note=self._note(found, allowed),
            is_widened=found.is_widened,
            exact_total=len(allowed & found.exact),
            synonyms=uses,
            suggestions=self._suggestions(found),
        )

    def _find(self, wanted: int) -> _Found:
        snapshot = self.snapshot
        if self.query.is_empty:
            everything = set(snapshot.live)
            return _Found(everything, everything)
        exact = self.restriction.keep(match_all(self.query, snapshot.postings))
        if exact and not self._asks_for_more(exact):
            return _Found(exact, exact)
        terms = self._terms()
        scores = self._closest(terms, max(WEIGHTS.widened_limit, wanted))
        best = max(scores.values(), default=0.0)
        for document, score in self._with_phrases(score_some(terms, exact)).items():
            scores[document] = best + score
        return _Found(set(scores), exact, scores)

    def _closest(self, terms: list[RankedTerm], limit: int) -> dict[int, float]:
        """The closest pages that pass the operators."""
        size, restriction = self.snapshot.size, self.restriction
        if not restriction.is_needed:
            return closest(terms, size, limit)
        if self.query.strict_units:
            scores = score_some(terms, restriction.pool())
            best = best_first(scores, self.snapshot.newest_first, limit)
            return {document: scores[document] for document in best}
        scores = closest(terms, size, limit)
        kept = restriction.keep(set(scores))
        return {document: scores.get(document, 0.0) for document in kept}

    def _asks_for_more(self, exact: set[int]) -> bool:
        """Whether a few pages hold the parts of the query, but none holds it as typed."""
        if len(exact) >= WEIGHTS.few or len(self.query.units) < 2 or self.restriction.is_needed:
            return False
        typed = skeleton(self.text[:QUERY_LIMIT])
        return not any(
            typed in skeleton(self.snapshot.text(document))
            or typed in skeleton(self.snapshot.page(document).title)
            for document in exact
        )

    def _terms(self) -> list[RankedTerm]:
        return ranked_terms(self.query, self.snapshot.postings, self.snapshot.pages)

    def _in_order(
        self, found: _Found, allowed: set[int], by_date: bool, offset: int, limit: int
    ) -> dict[int, float]:
        """The documents to show with their scores, in order."""
        newest_first = self.snapshot.newest_first
        if by_date:
            dated = heapq.nsmallest(offset + limit, allowed, key=newest_first.__getitem__)
            shown = dated[offset:]
            scores = found.scores or score_some(self._terms(), shown)
            return {document: scores[document] for document in shown}
        if found.scores:
            scores = {document: found.scores[document] for document in allowed}
        else:
            scores = self._with_phrases(score_some(self._terms(), allowed))
        order = best_first(scores, newest_first, offset + limit)[offset:]
        return {document: scores[document] for document in order}

    def _with_phrases(self, scores: dict[int, float]) -> dict[int, float]:
        """Raise those of the best documents that hold the query as typed, title before text."""
        phrases = [phrase.encode(errors="surrogatepass") for phrase in self.query.phrases]
        if not phrases or len(scores) < 2:
            return scores
        for document in best_first(scores, self.snapshot.newest_first, RERANKED):
            text = self.snapshot.text_bytes(document).lower()
            title = self.snapshot.titles[document].encode()
            share = sum(
                WEIGHTS.phrase * (phrase in text) + WEIGHTS.phrase_in_title * (phrase in title)
                for phrase in phrases
            )
            scores[document] *= 1 + share / len(phrases)
        for document in self._pages_with_number() & scores.keys():
            scores[document] *= 1 + WEIGHTS.number
        return scores

    def _pages_with_number(self) -> set[int]:
        """The pages whose own case or document number was typed."""
        typed = set(self.query.numbers)
        if not typed:
            return set()
        fields = (self.snapshot.fields.get(name, {}) for name in NUMBER_FIELDS)
        return {document for values in fields for document, own in values.items() if own in typed}

    def _synonym_uses(self, documents: set[int]) -> tuple[SynonymUse, ...]:
        """The synonyms of typed words that stand in the results."""
        uses = []
        for expansion in self.query.expansions:
            words = tuple(
                word
                for word in expansion.words
                if holding_all(required_terms(word), self.snapshot.postings, documents)
            )
            longest = tuple(w for w in words if not any(w in o for o in words if o != w))
            if longest:
                uses.append(SynonymUse(expansion.typed, longest))
        return tuple(uses)

    def _suggestions(self, found: _Found) -> tuple[str, ...]:
        """Words of the library like the typed one, when few pages hold it."""
        if self.query.is_empty or len(found.exact) >= WEIGHTS.few:
            return ()
        return self.snapshot.word_list.nearest(self.text[:QUERY_LIMIT], SUGGESTED)

    def _hit(self, document: int, score: float, highlighter: Highlighter) -> Hit:
        page = self.snapshot.page(document)
        return Hit(
            **vars(page),
            score=round(score, 5),
            snippet_html=highlighter.snippet(self.snapshot.text(document)),
            title_html=highlighter.title(page.title),
        )

    def _bits_of_choice(self, name: str, values: Sequence[str]) -> int | None:
        """The documents that have one of the values; None when there is nothing to choose by."""
        if not values:
            return None
        members = self.snapshot.facets.get(name, {})
        bits = 0
        for value in values:
            bits |= members.get(value, 0)
        return bits

    def _allowed(self, documents: set[int], bits: int) -> set[int]:
        """The documents that pass every filter."""
        if not self.chosen:
            return documents
        for choice in self.chosen.values():
            bits &= choice
        return members_among(documents, bits, self.snapshot.size)

    def _facet_counts(self, bits: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each facet its values by falling count, all filters but its own applied."""
        counts = {}
        for name, members in self.snapshot.facets.items():
            within = bits
            for other, choice in self.chosen.items():
                if other != name:
                    within &= choice
            found = ((value, (within & member).bit_count()) for value, member in members.items())
            values = sorted(
                (pair for pair in found if pair[1]), key=lambda pair: (-pair[1], pair[0])
            )
            if values:
                counts[name] = tuple(values)
        return counts

    def _note(self, found: _Found, allowed: set[int]) -> str:
        notes = []
        if self.query.is_truncated:
            notes.append(messages.TRUNCATED.format(limit=QUERY_LIMIT))
        if not found.documents:
            notes.append(self._why_nothing())
        elif not allowed and self.chosen.keys() == {_DATES}:
            notes.append(messages.NOTHING_IN_DATES.format(total=len(found.documents)))
        elif not allowed:
            notes.append(messages.NOTHING_IN_FILTER.format(total=len(found.documents)))
        elif found.is_widened:
            exact = len(allowed & found.exact)
            after = messages.WIDENED_AFTER_EXACT.format(total=exact)
            notes.append(after if exact else messages.WIDENED)
        elif self.query.is_empty:
            notes.append(messages.BROWSED)
        return "".join(notes)

    def _why_nothing(self) -> str:
        if self.query.strict_units and self.restriction.is_needed:
            return messages.NOT_AS_TYPED
        return messages.ALL_EXCLUDED if self.query.excluded else messages.NOTHING_FOUND
