"""Texts as bytes that compress well: characters numbered by frequency, the common ones in one byte.

A Chinese character is three bytes in UTF-8; numbered and compressed, a text takes a quarter less.
`browser/text-code.js` reads the same.

| lead byte | means |
|---|---|
| 0–159 | character number 0–159 |
| 160–254 | with the next byte, character number 160 + (lead - 160) * 256 + next |
| 255 | the code point in the next three bytes |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

SINGLES = 160
ESCAPE = 255
MOST = SINGLES + (ESCAPE - SINGLES) * 256


class Alphabet(dict[int, str]):
    """For `str.translate`: code point → the bytes that stand for it, as Latin-1 characters."""

    def __init__(self, characters: str) -> None:
        super().__init__()
        self.characters = characters
        for number, character in enumerate(characters[:MOST]):
            if number < SINGLES:
                self[ord(character)] = chr(number)
            else:
                high, low = divmod(number - SINGLES, 256)
                self[ord(character)] = chr(SINGLES + high) + chr(low)

    def __missing__(self, code: int) -> str:
        return f"\xff{chr(code >> 16)}{chr(code >> 8 & 0xFF)}{chr(code & 0xFF)}"

    def encode(self, text: str) -> bytes:
        return text.translate(self).encode("latin-1")


def characters_by_frequency(texts: Iterable[str]) -> str:
    """Every character of `texts`, the most frequent first; among equals by code point."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    return "".join(sorted(counts, key=lambda c: (-counts[c], c))[:MOST])
