"""Makes the lexicon (lexicon.py): the one place that knows how characters are said, by `pypinyin`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from search.lexicon import weighed_words

_ROWS = range(0xB0, 0xF8)
"""The rows of GB 2312 with its 6,763 characters."""


def make_lexicon(curated: Iterable[str], pairs: Mapping[str, int]) -> dict[str, Any]:
    """`Lexicon.data` from words and from frequent pairs with the number of pages that hold them."""
    words = weighed_words(curated, pairs)
    known = (
        bytes((row, cell)).decode("gb2312", "ignore") for row in _ROWS for cell in range(0xA1, 0xFF)
    )
    characters = sorted({*filter(None, known), *"".join(words)})
    readings = {character: _said(character) for character in characters}
    syllables: dict[str, str] = {}
    for character, reading in readings.items():
        syllables[reading] = syllables.get(reading, "") + character
    spoken = {
        word: said
        for word in words
        if _has_phrase(word) and (said := _said(word)) != _by_characters(word, readings)
    }
    return {"words": words, "syllables": dict(sorted(syllables.items())), "spoken": spoken}


def _has_phrase(word: str) -> bool:
    """Whether `word` may be said otherwise than its characters: pypinyin knows that by phrases."""
    ends = range(2, len(word) + 1)
    return any(word[start:end] in PHRASES_DICT for end in ends for start in range(end - 1))


def _by_characters(word: str, readings: Mapping[str, str]) -> str:
    return "".join(readings[c] for c in word)


@cache
def _said(word: str) -> str:
    """Kept, since a build asks for both engines, and a server after each change."""
    return "".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False))
