"""Words that mean the same: found in a query and offered as other ways to say it. Pure.

A twin must try the same words, longest first, from left to right without overlap, inside the Han
runs of the folded query only. `SynonymTable.entries` is all that it needs.

From four characters on a word is also known with small words in between or left out, as people say
it: 抄我的牌子 is 抄了我们牌子 and 抄牌子, 不让看账 is 不让我看账.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import fold

LOOSE_FROM = 4
SMALL_WORDS = "我你他她它们咱了的着过都也就又句个点些"
MOST_BETWEEN = 2


@dataclass(frozen=True)
class Expansion:
    """A typed word, its place in the run it was found in, and the words that it also stands for."""

    typed: str
    start: int
    end: int
    words: tuple[str, ...]


class SynonymTable:
    """From a folded word to the words that it also stands for."""

    def __init__(self, pairs: Iterable[tuple[str, tuple[str, ...]]] = ()) -> None:
        self.entries = {fold(word): words for word, words in pairs}
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(self.entries, key=lambda word: (-len(word), word)):
            self._by_first.setdefault(word[0], []).append(word)
        self._pattern = lru_cache(maxsize=None)(self._pattern_of)

    def expansions(self, run: str) -> Iterator[Expansion]:
        """The known words in a Han run of folded text, in order."""
        place = 0
        while place < len(run):
            first = run[place]
            match = self._pattern(first).match(run, place) if first in self._by_first else None
            if match is None:
                place += 1
                continue
            assert match.lastindex is not None
            words = self.entries[self._by_first[first][match.lastindex - 1]]
            yield Expansion(match.group(), *match.span(), words)
            place = match.end()

    def _pattern_of(self, first: str) -> re.Pattern[str]:
        """All words with a first character, one group each."""
        return re.compile("|".join(f"({word_pattern(word)})" for word in self._by_first[first]))


def word_pattern(word: str) -> str:
    """A regular expression for a word as it is said."""
    if len(word) < LOOSE_FROM:
        return re.escape(word)
    between = f"[{SMALL_WORDS}]{{0,{MOST_BETWEEN}}}"
    kept = [word[0], *(character for character in word[1:] if character not in SMALL_WORDS)]
    return between.join(map(re.escape, kept))


NO_SYNONYMS = SynonymTable()
