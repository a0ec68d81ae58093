"""What a manuscript says, word for word: its own page and its checks ask for it, and few others do.

At hand, the words of 50,000 documents were most of the 13 GB that the processes of a build took; packed
they take a fourteenth of their room, and unpacking costs a tenth of a millisecond where a page takes five.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol
from zlib import compress, decompress

from publisher.model.front_matter import KeyPath
from publisher.prose.body import Body

LEVEL = 1
"""Of the compression: the next ones take twice as long for a tenth less."""
UNPACKED = 8
"""Words that stay at hand: who asks for those of a document mostly asks again at once."""


class WordsNotKeptError(LookupError):
    """Something asks an outline for words: a bug, or a manuscript that is not what it was."""


@dataclass(frozen=True)
class Words:
    """`reading`: the body as it was read, once for all; `lines`: where the keys of the front matter stand.
    `header` and `source`: front matter and body as they are written, for the gate against personal data
    alone: it looks at what no page shows, too."""

    reading: Body = field(default_factory=Body)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    header: str = ""
    source: str = ""

    def at_hand(self) -> Words:
        return self


class SomeWords(Protocol):
    """Words, packed words, or none."""

    @property
    def lines(self) -> dict[KeyPath, int]: ...

    def at_hand(self) -> Words:
        """Raises WordsNotKeptError where there are none."""
        ...


@dataclass(frozen=True)
class PackedWords:
    """`data`: a pickle of `Words`, compressed."""

    data: bytes = field(repr=False)

    @property
    def lines(self) -> dict[KeyPath, int]:
        return self.at_hand().lines

    def at_hand(self) -> Words:
        return _unpacked(self.data)


@dataclass(frozen=True)
class NoWords:
    """Of a document that is there as an outline, see `publisher.model.outline`: what is found wrong with it
    is told at its first line."""

    @property
    def lines(self) -> dict[KeyPath, int]:
        return {}

    def at_hand(self) -> Words:
        raise WordsNotKeptError


def packed(words: Words) -> PackedWords:
    return PackedWords(compress(pickle.dumps(words, pickle.HIGHEST_PROTOCOL), LEVEL))


@lru_cache(maxsize=UNPACKED)
def _unpacked(data: bytes) -> Words:
    words: Words = pickle.loads(decompress(data))  # noqa: S301 — ours, see publisher.memory
    return words
