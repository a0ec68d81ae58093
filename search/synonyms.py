"""Words that mean the same: found in a query and offered as other ways to say it. Pure.

A twin must try the same words, longest first, from left to right without overlap, inside the Han
runs of the folded query only. `SynonymTable.entries` is all that it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.analysis import fold


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
        longest_first = sorted(self.entries, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def expansions(self, run: str) -> Iterator[Expansion]:
        """The known words in a Han run of folded text, in order."""
        for match in self._pattern.finditer(run):
            yield Expansion(match.group(), *match.span(), self.entries[match.group()])


NO_SYNONYMS = SynonymTable()
