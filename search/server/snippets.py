"""The passage of a page that best answers a query, as safe HTML. Pure.

Only `<mark>` is ever added; all else is escaped. A passage is looked for by the query's runs, bigrams
and words, so its cost grows with the text and not with the number of documents. Synonyms that stand
in the results are marked too and worth half; a twin needs the same needles in the same order.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.analysis import bigrams, fold, fold_with_offsets, runs
from search.leading import typed_years
from search.query import QUERY_LIMIT
from search.references import references

WIDTH = 80
LEAD = 20
"""Characters shown before the first match."""
REACH = 70
"""Characters that are read on, back and forth, to begin and to end with a sentence."""
REFERENCE_WORTH = 4.0
SYNONYM_WORTH = 0.5
MOST_NEEDLES = 64
MOST_PLACES = 8
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\s]+")
_SENTENCE_END = re.compile(r"[。！？；\n][”’」』）]*\s*")


Match = tuple[int, int, str, float]
"""Start, end, needle and worth of a needle found in a text, or of a reference that means the same; a
bare tuple, since ten hits have a thousand."""


@dataclass(frozen=True)
class Passage:
    """`html`: escaped, matches in `<mark>`; `place`: where in the text its first match stands."""

    html: str
    place: int


@dataclass(frozen=True)
class Highlighter:
    """What to look for in texts: folded needles with their worth, and references."""

    needles: tuple[tuple[str, float], ...]
    references: frozenset[str]
    is_one_run: bool = False
    years: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query: str, synonyms: Iterable[str] = ()) -> Highlighter:
        """From the text that a reader typed, and words that mean the same, which are worth less."""
        folded = fold(query[:QUERY_LIMIT])
        needles: dict[str, float] = {}
        for run in runs(folded):
            needles.setdefault(run.text, 1.0 + len(run.text))
            if run.is_han:
                for pair in bigrams(run.text):
                    needles.setdefault(pair, 1.0)
        for word in synonyms:
            needles.setdefault(fold(word), SYNONYM_WORTH * len(word))
        meant = frozenset(found.terms[-1] for found in references(folded, typed=True))
        is_one_run = len(runs(folded)) == 1
        years = typed_years(folded)
        return cls(tuple(needles.items())[:MOST_NEEDLES], meant, is_one_run, years)

    def passage(
        self,
        text: str,
        width: int = WIDTH,
        folded: str | None = None,
        prose: int | None = None,
    ) -> Passage:
        """About `width` characters around the best place, in whole sentences where that can be.

        `folded`: the folded text, from who has it already and knows that no character moved. `prose`:
        how much of the text are sentences; without a match in them it is their beginning.
        """
        folded, offsets = fold_with_offsets(text) if folded is None else (folded, None)
        if prose is not None:
            text, folded = text[:prose], folded[: bisect_left(offsets, prose) if offsets else prose]
        matches = self._matches_around_whole(folded, width) or self._matches(folded)
        start = _best_start(matches, width)
        spans = _original_spans(matches, offsets)
        if offsets and start:
            start = offsets[start]
        first = min((a for a, _ in spans if a >= start), default=start)
        start, is_begun = _sentence_start(text, start, first)
        limit = min(len(text), start + width)
        reached = max((b for a, b in spans if start <= a and b <= limit), default=start)
        end, is_ended = _sentence_end(text, reached, limit)
        shown = _merged([(max(a, start), min(b, end)) for a, b in spans if a < end and b > start])
        before, after = "" if is_begun else "…", "" if is_ended else "…"
        return Passage(before + "".join(_marked(text, start, end, shown)).strip() + after, first)

    def worth(self, text: str) -> float:
        """How much of what is looked for stands in a short text."""
        folded = fold(text)
        return sum(worth for needle, worth in self.needles if needle in folded)

    def means(self, text: str) -> bool:
        """Whether a short text is a reference that was typed, in whatever spelling."""
        found = references(fold(text)) if self.references else ()
        return any(not self.references.isdisjoint(one.terms) for one in found)

    def title(self, title: str) -> str:
        """The whole title with matches in `<mark>`."""
        folded, offsets = fold_with_offsets(title)
        spans = _original_spans(self._matches(folded), offsets)
        return "".join(_marked(title, 0, len(title), _merged(spans)))

    def _matches_around_whole(self, folded: str, width: int) -> list[Match]:
        """Where a query of one run stands as typed there is no better passage, and nothing is looked
        for elsewhere."""
        if not self.is_one_run:
            return []
        place = folded.find(self.needles[0][0])
        if place < 0:
            return []
        start, end = max(0, place - width), place + width
        matches = self._matches(folded[start:end])
        return [(start + a, start + b, needle, worth) for a, b, needle, worth in matches]

    def _matches(self, folded: str) -> list[Match]:
        """Where needles stand in folded text, by start."""
        found = []
        for needle, worth in self.needles:
            place, count = folded.find(needle), 0
            while place >= 0 and count < MOST_PLACES:
                end = place + len(needle)
                found.append((place, end, needle, worth))
                place, count = folded.find(needle, end), count + 1
        if self.references:
            for start, end, _, terms in references(folded):
                if not self.references.isdisjoint(terms):
                    found.append((start, end, folded[start:end], REFERENCE_WORTH))
        return sorted(found)


def _best_start(matches: list[Match], width: int) -> int:
    """The start of the window whose different needles are worth most; the first of equals."""
    best, best_worth, worth, head = 0, 0.0, 0.0, 0
    inside: Counter[str] = Counter()
    for place, (_, end, needle, own) in enumerate(matches):
        if not inside[needle]:
            worth += own
        inside[needle] += 1
        while matches[head][0] < end - (width - LEAD) and head < place:
            _, _, left, lost = matches[head]
            inside[left] -= 1
            if not inside[left]:
                worth -= lost
            head += 1
        if worth > best_worth:
            best, best_worth = matches[head][0], worth
    return max(0, best - LEAD)


def _original_spans(matches: list[Match], offsets: list[int] | None) -> list[tuple[int, int]]:
    """Matches in folded text as spans of the text; a character that folded to several stays whole."""
    if offsets is None:
        return [(start, end) for start, end, _, _ in matches]
    return [(offsets[start], offsets[end - 1] + 1) for start, end, _, _ in matches]


def _sentence_start(text: str, start: int, first: int) -> tuple[int, bool]:
    """Where to begin for a match at `first`, and whether a sentence begins there."""
    low = max(0, min(start, first) - REACH)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, low, first)]
    if ends:
        return ends[-1], True
    return (0, True) if not low else (start, False)


def _sentence_end(text: str, reached: int, limit: int) -> tuple[int, bool]:
    """Where to end behind a match that ends at `reached`, and whether a sentence ends there: the last
    end up to `limit`, else the first shortly after it."""
    if limit == len(text):
        return limit, True
    high = min(len(text), limit + REACH)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, max(0, reached - 1), high)]
    if within := [end for end in ends if end <= limit]:
        return within[-1], True
    if ends:
        return ends[0], True
    return (high, True) if high == len(text) else (limit, False)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marked(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> Iterator[str]:
    place = start
    for left, right in spans:
        yield _escaped(text[place:left])
        yield f"<mark>{_escaped(text[left:right])}</mark>"
        place = right
    yield _escaped(text[place:end])


def _escaped(text: str) -> str:
    return html.escape(_UNPRINTABLE.sub(" ", text))
