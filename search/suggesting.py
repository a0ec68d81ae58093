"""您是不是要找: words of the library that look like what was typed. Pure.

Likeness is Dice's coefficient over the characters and bigrams of the skeletons, so that one wrong,
missing or swapped character leaves most in common. The twin, browser/suggesting.js, sorts alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from search.analysis import bigrams, skeleton

ALIKE = 0.5
"""Share in common from which a word is worth suggesting."""
LONGEST_QUERY = 20
"""A longer query is a sentence, and no single word is meant."""
MOST_WORDS = 20_000
SUGGESTED = 3


_SURELY_LONG = re.compile("[\u4e00-\u9fff]{2}")
"""Nearly every word, told without folding it: each of these characters is one of its skeleton."""
_CODE_BITS, _WORD_BITS = 21, 15
_SEPARATOR = "\n"
"""Between skeletons, which hold letters only."""


class WordList:
    """Words that readers may mean, looked up by what they share with a text.

    The pieces of all words stand in one sorted column, each with the word and how often it holds it:
    a text is compared with twenty thousand words in a millisecond.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = words_to_suggest(words)
        bare = [skeleton(word) for word in self._words]
        self._skeletons = bare
        self._sizes = np.fromiter(map(len, bare), np.int64, len(bare))
        joined = "".join(word + _SEPARATOR for word in bare) + _SEPARATOR
        codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        word_of = np.repeat(np.arange(len(bare), dtype=np.uint64), self._sizes + 1)
        here = np.flatnonzero(codes[:-1] != ord(_SEPARATOR))
        pairs = here[codes[here + 1] != ord(_SEPARATOR)]
        pieces = np.concatenate(
            (codes[here] << _CODE_BITS, codes[pairs] << _CODE_BITS | codes[pairs + 1])
        )
        holders = np.concatenate((word_of[here], word_of[pairs]))
        rows, self._counts = np.unique(pieces << _WORD_BITS | holders, return_counts=True)
        self._pieces = rows >> _WORD_BITS
        self._holders = (rows & np.uint64((1 << _WORD_BITS) - 1)).astype(np.int64)

    def nearest(self, text: str, limit: int) -> tuple[str, ...]:
        """The words most like `text`, the text itself apart; none for a long text."""
        typed = skeleton(text)
        if not 1 < len(typed) <= LONGEST_QUERY:
            return ()
        pieces = pieces_of(typed)
        common = np.zeros(len(self._words), dtype=np.int64)
        is_beside = np.zeros(len(self._words), dtype=bool)
        for piece, count in pieces.items():
            key = np.uint64(_key(piece))
            start, end = np.searchsorted(self._pieces, (key, key + np.uint64(1)))
            holders = self._holders[start:end]
            common[holders] += np.minimum(self._counts[start:end], count)
            if len(piece) > 1:
                is_beside[holders] = True
        shares = 2 * common / (pieces.total() + 2 * self._sizes - 1)
        found = [
            (-float(shares[number]), len(self._words[number]), self._words[number])
            for number in np.flatnonzero(is_beside & (shares >= ALIKE)).tolist()
            if self._skeletons[number] != typed
        ]
        return tuple(word for _, _, word in sorted(found)[:limit])


def _key(piece: str) -> int:
    return ord(piece[0]) << _CODE_BITS | (ord(piece[1]) if len(piece) > 1 else 0)


def words_to_suggest(words: Iterable[str]) -> list[str]:
    """Each word once, in order, as far as there is something to compare and room."""
    found = dict.fromkeys(
        word for word in words if _SURELY_LONG.search(word) or len(skeleton(word)) > 1
    )
    return list(found)[:MOST_WORDS]


def pieces_of(text: str) -> Counter[str]:
    """The characters and bigrams of a text's skeleton."""
    bare = skeleton(text)
    return Counter([*bare, *(bigrams(bare) if len(bare) > 1 else ())])
