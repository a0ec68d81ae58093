"""Words that mean the same: found in a query and offered as other ways to say it. Pure.

A twin must try the same words, those first of which most must be said, from left to right without overlap, inside the Han
runs of the folded query only. `SynonymTable.entries` is all that it needs.

From four characters on a word is also known with small words in between or left out, as people say
it: 抄我的牌子 is 抄了我们牌子 and 抄牌子, 不让看账 is 不让我看账.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from district.synonyms import Synonyms
from search.analysis import fold

LOOSE_FROM = 4
SMALL_WORDS = "我你他她它们咱了的着过都也就又句个点些"
MOST_BETWEEN = 4
MOST_WORDS = 4
"""Other words that a typed one stands for at most, in written order: each is a file for the browser."""


class Held(Enum):
    """Whether pages hold all terms of a word, some or none."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"

    @classmethod
    def of(cls, terms: Iterable[str], holds: Callable[[str], bool]) -> Held:
        known = [holds(term) for term in terms]
        return cls.WHOLLY if all(known) else cls.PARTLY if any(known) else cls.NOT


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
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        said = {word: essence(word) for word in self.entries}
        for word in sorted(said, key=lambda word: (-len(said[word]), -len(word), word)):
            self._by_first.setdefault(word[0], []).append((word, said[word]))
        self._held: Callable[[str], Held] | None = None

    def among(self, held: Callable[[str], Held]) -> SynonymTable:
        """The same table for one library, with the words that lead somewhere in it, see `leading`."""
        table = copy(self)
        table._held = held
        return table

    def expansions(self, run: str) -> Iterator[Expansion]:
        """The known words in a Han run of folded text, in order."""
        place = 0
        while place < len(run):
            words, end = self._longest_at(run, place)
            if end:
                yield Expansion(run[place:end], place, end, words)
            place = end or place + 1

    def _longest_at(self, run: str, place: int) -> tuple[tuple[str, ...], int]:
        """What the longest word that is said from `place` on stands for, and where it ends; 0 for none."""
        for word, kept in self._by_first.get(run[place], ()):
            if end := end_of(kept, run, place, is_loose=len(word) >= LOOSE_FROM):
                words = self.entries[word]
                if self._held:
                    words = leading(words, self._held)
                if words:
                    return words, end
        return (), 0


@lru_cache(maxsize=8)
def table_of(synonyms: Synonyms) -> SynonymTable:
    """The table of a district's words, made once: a server, its answers and a build ask for it."""
    return SynonymTable(synonyms.pairs())


def leading(words: Iterable[str], held: Callable[[str], Held]) -> tuple[str, ...]:
    """Of words that mean the same those that stand in the library, else those of which a part does; the
    first few."""
    found = {word: held(word) for word in words}
    for wanted in (Held.WHOLLY, Held.PARTLY):
        if kept := [word for word, is_held in found.items() if is_held is wanted]:
            return tuple(kept[:MOST_WORDS])
    return ()


def essence(word: str) -> str:
    """What must be said of a word; all of a short one."""
    if len(word) < LOOSE_FROM:
        return word
    return word[0] + "".join(c for c in word[1:] if c not in SMALL_WORDS)


def end_of(kept: str, run: str, place: int, *, is_loose: bool) -> int:
    """Where a word ends that begins at `place`; 0 when it is not said there."""
    at = place + 1
    for character in kept[1:]:
        most = at + MOST_BETWEEN if is_loose else at
        while at < min(most, len(run)) and run[at] in SMALL_WORDS and run[at] != character:
            at += 1
        if run[at : at + 1] != character:
            return 0
        at += 1
    return at


NO_SYNONYMS = SynonymTable()
