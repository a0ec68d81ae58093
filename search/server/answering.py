"""One search from text to results: match, widen, filter, count, rank and show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from search import messages
from search.analysis import skeleton
from search.bitset import bits_of, members_among
from search.dates import DateRange
from search.leading import ARTICLES, WINDOW, is_named, named_laws, with_named_law, with_variety
from search.lexicon import SURE_FROM
from search.matching import (
    NOBODY,
    best_first,
    held_worth,
    holding_all,
    match_all,
    ranked_terms,
    score_all,
    union,
)
from search.query import QUERY_LIMIT, parse_query, required_terms
from search.ranking import WEIGHTS, Numbers, with_parents
from search.results import SearchResults, SynonymUse
from search.server.codec import BETWEEN
from search.server.hits import hit_of
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
    synonyms = synonyms.among(snapshot.held)
    asked = Answer(snapshot, request, synonyms)
    results = asked.results()
    if asked.asks_too_much:
        loose = Answer(snapshot, request, synonyms, with_operators=False).results()
        return replace(loose, note=messages.WITHOUT_OPERATORS) if loose.total else results
    if not asked.is_missed:
        return results
    as_whole = not asked.query.expansions
    guess = snapshot.lexicon.meant(request.text, snapshot.holds, as_whole=as_whole)
    if guess is None:
        return results
    meant = Answer(snapshot, replace(request, text=guess.text), synonyms)
    better = meant.results()
    if not (meant.has_exact or (better.total and guess.size >= SURE_FROM)):
        return results
    note = messages.CORRECTED.format(typed=request.text.strip(), meant=guess.text)
    return replace(
        better,
        corrected=guess.text,
        note=note + better.note,
        suggestions=results.suggestions,
    )


@dataclass(frozen=True)
class _Found:
    """Documents that answer a query, before filters, and those of them that hold every term."""

    documents: Numbers
    exact: Numbers
    scores: Numbers

    @property
    def is_widened(self) -> bool:
        return len(self.exact) < len(self.documents)


class Answer:
    """One query in one snapshot of the index."""

    def __init__(
        self,
        snapshot: Snapshot,
        request: Request,
        synonyms: SynonymTable,
        *,
        with_operators: bool = True,
    ) -> None:
        self.snapshot = snapshot
        self.request = request
        self.text = text = request.text
        self.has_exact = self.asks_too_much = False
        laws = snapshot.laws if "条" in text else {}
        self.query = parse_query(text, synonyms=synonyms, laws=laws, with_operators=with_operators)
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

    @property
    def is_missed(self) -> bool:
        """Whether no page holds all that was typed, and it may be mistyped."""
        query = self.query
        is_plain = not (self.restriction.is_needed or query.numbers or query.is_pasted)
        return is_plain and not query.is_empty and not self.has_exact

    def results(self) -> SearchResults:
        """Hits `offset` to `offset + limit` of the filtered documents."""
        request = self.request
        limit, offset = max(0, request.limit), max(0, request.offset)
        is_blank = not self.text.strip()
        if self.query.is_empty and not (is_blank and self.chosen):
            return SearchResults(
                0, note=messages.EMPTY_QUERY if is_blank else messages.NOTHING_SEARCHABLE
            )
        found = self._find(offset + limit)
        query = self.query
        self.has_exact = len(found.exact) > 0
        self.asks_too_much = not len(found.documents) and 0 < len(query.strict_units) < len(
            query.units
        )
        bits = bits_of(found.documents, self.snapshot.size)
        allowed = self._allowed(found.documents, bits)
        exact = self._allowed(found.exact, bits)
        by_date = request.sort == SORT_BY_DATE or self.query.is_empty
        shown = self._in_order(found, allowed, by_date, offset + limit)[offset:]
        uses = self._synonym_uses(found.documents)
        highlighter = Highlighter.of(self.text, (word for use in uses for word in use.words))
        nearest = NOBODY if len(found.documents) else self._nearest(found.scores, limit)
        return SearchResults(
            total=len(allowed),
            hits=tuple(
                hit_of(self.snapshot, document, float(found.scores[document]), highlighter)
                for document in shown.tolist()
            ),
            facets=self._facet_counts(bits),
            note=self._note(found, len(allowed), len(exact), len(nearest) > 0),
            is_widened=found.is_widened,
            exact_total=len(exact),
            synonyms=uses,
            suggestions=self._suggestions(found),
            nearest=tuple(
                hit_of(self.snapshot, document, float(found.scores[document]), highlighter)
                for document in nearest.tolist()
            ),
        )

    def _nearest(self, scores: Numbers, limit: int) -> Numbers:
        """Where no page fits: those that have something in common with the query all the same."""
        if self.restriction.is_needed:
            return NOBODY
        pool = np.flatnonzero(scores > 0).astype(np.uint32)
        allowed = self._allowed(pool, bits_of(pool, self.snapshot.size))
        return best_first(allowed, scores, self.snapshot.newest_first, limit)

    def _find(self, wanted: int) -> _Found:
        snapshot, query = self.snapshot, self.query
        if query.is_empty:
            everything = snapshot.live_documents
            return _Found(everything, everything, np.zeros(snapshot.size))
        asked = query.as_typed if query.is_question else query
        exact = self.restriction.keep(match_all(asked, snapshot.postings))
        scores = self._scores()
        if not query.is_question and self._is_enough(exact):
            return _Found(exact, exact, self._with_phrases(exact, scores))
        close = self._closest(scores, max(WEIGHTS.widened_limit, wanted))
        documents = union([exact, close])
        if not len(documents):
            return _Found(documents, exact, scores)
        scores = self._with_phrases(documents, scores)
        scores[exact] += scores[documents].max(initial=0.0)
        return _Found(documents, exact, scores)

    def _scores(self) -> Numbers:
        """The score of every document, before what only the best are looked at for."""
        snapshot = self.snapshot
        terms = ranked_terms(self.query, snapshot.postings, snapshot.pages)
        scores = score_all(terms, snapshot.size)
        if snapshot.parents is not None and not self.query.is_pasted:
            scores = with_parents(scores, snapshot.parents)
        if snapshot.factors is not None:
            scores *= snapshot.factors
        return scores

    def _is_enough(self, exact: Numbers) -> bool:
        """Whether the pages that hold every part of the query are all that is asked for."""
        query = self.query
        return len(exact) >= WEIGHTS.few or (
            len(exact) > 0
            and (len(query.units) < 2 or query.is_identifier or self.restriction.is_needed)
        )

    def _closest(self, scores: Numbers, limit: int) -> Numbers:
        """The closest pages that pass the operators, ascending."""
        snapshot = self.snapshot
        if self.query.strict_units:
            pool = self.restriction.pool()
        else:
            held, needed = held_worth(self.query, snapshot.postings, snapshot.pages, snapshot.size)
            if held.max(initial=0.0) < needed:
                return NOBODY
            is_close = (held > 0) & (held >= WEIGHTS.close * needed)
            pool = np.flatnonzero(is_close if is_close.any() else scores > 0).astype(np.uint32)
        best = best_first(pool, scores, self.snapshot.newest_first, limit)
        return self.restriction.keep(np.sort(best)) if self.query.excluded else np.sort(best)

    def _in_order(self, found: _Found, allowed: Numbers, by_date: bool, limit: int) -> Numbers:
        """The first documents in the order that was asked for."""
        newest_first = self.snapshot.newest_first
        if by_date:
            return best_first(allowed, np.zeros(self.snapshot.size), newest_first, limit)
        ranked = best_first(allowed, found.scores, newest_first, max(limit, WINDOW))
        first: list[int] = ranked.tolist()
        if found.is_widened and len(found.exact):
            return np.array(self._with_named(first)[:limit], dtype=ranked.dtype)
        kinds = {document: self._acting_kind(document) for document in first[:WINDOW]}
        varied = with_variety(first, kinds, lambda document: float(found.scores[document]))
        return np.array(self._with_named(varied)[:limit], dtype=ranked.dtype)

    def _acting_kind(self, document: int) -> str:
        page = self.snapshot.page(document)
        laws = named_laws(self.query.weights)
        is_asked = page.kind == ARTICLES and is_named(page.title, skeleton(self.text), laws)
        return "" if is_asked else page.kind

    def _with_named(self, ranked: list[int]) -> list[int]:
        laws, page = named_laws(self.query.weights), self.snapshot.page

        def is_first(document: int) -> bool:
            return page(document).kind == ARTICLES and skeleton(page(document).title) in laws

        return with_named_law(ranked, is_first) if laws else ranked

    def _with_phrases(self, documents: Numbers, scores: Numbers) -> Numbers:
        """Scores, those of the best raised that hold the query as typed, title before text."""
        phrases = self.query.phrases
        if not phrases or len(documents) < 2:
            return scores
        raised = scores.copy()
        first = best_first(documents, scores, self.snapshot.newest_first, RERANKED)
        for document, share in self._phrase_shares(np.sort(first)).items():
            raised[document] *= 1 + share / len(phrases)
        own = [d for number in self.query.numbers for d in self.snapshot.numbers.get(number, ())]
        raised[list(dict.fromkeys(own))] *= 1 + WEIGHTS.number
        return raised

    def _phrase_shares(self, documents: Numbers) -> dict[int, float]:
        """What the phrases that a page holds add up to; only pages with all their terms are looked at."""
        shares: dict[int, float] = {}
        for phrase in self.query.phrases:
            needle = phrase.encode(errors="surrogatepass")
            likely = holding_all(required_terms(phrase), self.snapshot.postings, documents)
            for document in likely.tolist():
                whole = self.snapshot.folded_bytes(document)
                if needle in whole:
                    title, _, text = whole.partition(BETWEEN.encode())
                    share = WEIGHTS.phrase * (needle in text)
                    share += WEIGHTS.phrase_in_title * (needle in title)
                    shares[document] = shares.get(document, 0.0) + share
        return shares

    def _synonym_uses(self, documents: Numbers) -> tuple[SynonymUse, ...]:
        """The synonyms of typed words that stand in the results."""
        uses = []
        for expansion in self.query.expansions:
            words = tuple(
                word
                for word in expansion.words
                if len(holding_all(required_terms(word), self.snapshot.postings, documents))
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

    def _bits_of_choice(self, name: str, values: Sequence[str]) -> int | None:
        """The documents that have one of the values; None when there is nothing to choose by."""
        if not values:
            return None
        members = self.snapshot.facets.get(name, {})
        bits = 0
        for value in values:
            bits |= members.get(value, 0)
        return bits

    def _allowed(self, documents: Numbers, bits: int) -> Numbers:
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

    def _note(self, found: _Found, total: int, exact: int, has_nearest: bool) -> str:
        notes = []
        if self.query.is_truncated:
            notes.append(messages.TRUNCATED.format(limit=QUERY_LIMIT))
        if not len(found.documents):
            notes.append(self._why_nothing(has_nearest))
        elif not total and self.chosen.keys() == {_DATES}:
            notes.append(messages.NOTHING_IN_DATES.format(total=len(found.documents)))
        elif not total:
            notes.append(messages.NOTHING_IN_FILTER.format(total=len(found.documents)))
        elif found.is_widened:
            after = messages.WIDENED_AFTER_EXACT.format(total=exact)
            notes.append(after if exact else messages.WIDENED)
        elif self.query.is_empty:
            notes.append(messages.BROWSED)
        return "".join(notes)

    def _why_nothing(self, has_nearest: bool) -> str:
        if self.query.strict_units and self.restriction.is_needed:
            return messages.NOT_AS_TYPED
        if self.query.excluded:
            return messages.ALL_EXCLUDED
        return messages.NOTHING_FITS if has_nearest else messages.NOTHING_FOUND
