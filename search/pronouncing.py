"""Makes the lexicon (lexicon.py): the one place that knows how characters are said, by `pypinyin`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

from search.lexicon import weighed_words

_ROWS = range(0xB0, 0xF8)
"""The rows of GB 2312 with its 6,763 characters."""


@dataclass
class Spoken:
    """How characters and words are said, as far as anybody asked: to be kept from one build to the
    next. `by`: the release that said so; of `words`, those said as their characters are hold ""."""

    by: str = field(default_factory=lambda: version("pypinyin"))
    characters: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def is_current(self) -> bool:
        return self.by == version("pypinyin")

    def character(self, character: str) -> str:
        if character not in self.characters:
            self.characters[character] = _said(character)
        return self.characters[character]

    def word(self, word: str) -> str:
        """How `word` is said where that is not as its characters are, else empty."""
        if word not in self.words:
            said = _said(word) if _has_phrase(word) else ""
            is_plain = not said or said == "".join(map(self.character, word))
            self.words[word] = "" if is_plain else said
        return self.words[word]


def make_lexicon(
    curated: Iterable[str], pairs: Mapping[str, int], spoken: Spoken | None = None
) -> dict[str, Any]:
    """`Lexicon.data` from words and from frequent pairs with the number of pages that hold them.

    `spoken`: what is known already; it is added to.
    """
    spoken = spoken or Spoken()
    words = weighed_words(curated, pairs)
    known = (
        bytes((row, cell)).decode("gb2312", "ignore") for row in _ROWS for cell in range(0xA1, 0xFF)
    )
    syllables: dict[str, str] = {}
    for character in sorted({*filter(None, known), *"".join(words)}):
        reading = spoken.character(character)
        syllables[reading] = syllables.get(reading, "") + character
    said = {word: said for word in words if (said := spoken.word(word))}
    return {"words": words, "syllables": dict(sorted(syllables.items())), "spoken": said}


def _has_phrase(word: str) -> bool:
    """Whether `word` may be said otherwise than its characters: pypinyin knows that by phrases."""
    from pypinyin.constants import PHRASES_DICT

    ends = range(2, len(word) + 1)
    return any(word[start:end] in PHRASES_DICT for end in ends for start in range(end - 1))


@cache
def _said(word: str) -> str:
    """Kept, since a build asks for both engines, and a server after each change. The package takes
    half a second to import: not where all is known."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False))
