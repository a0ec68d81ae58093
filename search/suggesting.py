"""您是不是要找: words of the library that look like what was typed. Pure.

Likeness is Dice's coefficient over the characters and bigrams of the skeletons, so that one wrong,
missing or swapped character leaves most in common. The twin, browser/suggesting.js, sorts alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from search.analysis import bigrams, skeleton

ALIKE = 0.5
"""Share in common from which a word is worth suggesting."""
LONGEST_QUERY = 20
"""A longer query is a sentence, and no single word is meant."""
MOST_WORDS = 20_000
SUGGESTED = 3


class WordList:
    """Words that readers may mean, looked up by what they share with a text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words_to_suggest(words)
        self._pieces = [pieces_of(word) for word in self._words]
        self._sizes = [len(skeleton(word)) for word in self._words]
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, pieces in enumerate(self._pieces):
            for piece in pieces:
                if len(piece) > 1:
                    self._holders[piece].append(number)

    def nearest(self, text: str, limit: int) -> tuple[str, ...]:
        """The words most like `text`, the text itself apart; none for a long text."""
        typed = skeleton(text)
        if not 1 < len(typed) <= LONGEST_QUERY:
            return ()
        pieces, size = pieces_of(typed), len(typed)
        total = pieces.total()
        found = []
        for number, shared in self._sharing(pieces).items():
            other = self._sizes[number]
            both = total + 2 * other - 1
            if 2 * (min(size, other) + shared) < ALIKE * both:
                continue  # not even if all characters of the shorter one were in the other
            theirs = self._pieces[number]
            common = sum(min(count, theirs[piece]) for piece, count in pieces.items())
            word, share = self._words[number], 2 * common / both
            if share >= ALIKE and skeleton(word) != typed:
                found.append((-share, len(word), word))
        return tuple(word for _, _, word in sorted(found)[:limit])

    def _sharing(self, pieces: Counter[str]) -> Counter[int]:
        """The words that share a bigram, and how many at most."""
        holders = (self._holders.get(piece, ()) for piece in pieces.elements())
        return Counter(chain.from_iterable(holders))


def words_to_suggest(words: Iterable[str]) -> list[str]:
    """Each word once, in order, as far as there is something to compare and room."""
    found = dict.fromkeys(word for word in words if len(skeleton(word)) > 1)
    return list(found)[:MOST_WORDS]


def pieces_of(text: str) -> Counter[str]:
    """The characters and bigrams of a text's skeleton."""
    bare = skeleton(text)
    return Counter([*bare, *(bigrams(bare) if len(bare) > 1 else ())])
