"""From text to terms, the same for pages and for queries.

`fold` maps every character on its own, so that a piece of a text always folds to a piece of the
folded text; that is what makes every substring findable. Pure, small and without a dictionary, so
that the browser can carry the same rules.

| piece of folded text | terms |
|---|---|
| Han run 劳动法 | unigrams 劳 动 法, bigrams 劳动 动法 |
| word (letters, digits) ab12 | the word, and its pieces of 1–3 characters marked `~`: ~a … ~ab … ~b12 |
| Han next to a word, 民终12号 | joints 终12, 12号, over spaces too: they tell a whole number from part of one |
| Han next to Han over blanks, 劳 动 | the pair 劳动, as if there were none: copied from a PDF |
| 第577条, 第五百七十七条, 37.6万元, 法释〔2022〕19号 | besides the above what references.py makes of them |
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import add
from typing import NamedTuple

from search.references import HAN, reference_terms
from search.traditional import simplified

ANALYSIS_VERSION = 2
"""Raised whenever terms change: an index of another version is rebuilt, never mixed."""

WORD_LIMIT = 64
"""Longer words (hashes, encoded blobs) are found by their pieces only."""
PIECE = 3

_RUNS = re.compile(f"([{HAN}]+)|([^\\W_{HAN}]+)")
_GAP = re.compile("[ \\t\\r\\n]*")
_BLANKS = re.compile("[ \\t]+")


class Run(NamedTuple):
    """A stretch of folded text without punctuation: Han characters, or letters and digits."""

    text: str
    is_han: bool
    start: int
    end: int


class _FoldTable(dict[int, str]):
    """Code point → what it is searched as, filled as characters are met.

    `uneven` holds the characters met so far that fold to none or to several.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code))
        kept = "".join(c for c in decomposed if not _is_dropped(c))
        self[code] = folded = kept.lower().replace("ς", "σ")
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded


_FOLD = _FoldTable()
_UNSURE = re.compile("[^\u4e00-\u9fff0-9a-z \n。、；：，《》“”]+")
"""What may fold to something else; the rest, nearly all of a text, is not looked at one by one."""
_TRADITIONAL = re.compile(f"[{''.join(simplified())}]")


def fold(text: str) -> str:
    """Compatibility forms unified, lower case, traditional characters as simplified ones, without accents,
    variation selectors or zero-width marks.

    NFKC of DESIGN §6, minus its recomposition, which would make a text and a piece of it differ.
    """
    folded = _UNSURE.sub(lambda match: match.group().translate(_FOLD), text)
    if _TRADITIONAL.search(folded):
        folded = _TRADITIONAL.sub(lambda match: simplified()[match.group()], folded)
    return folded


def fold_with_offsets(text: str) -> tuple[str, list[int] | None]:
    """`fold(text)` and, for each folded character, its place in `text`; None when nothing moved."""
    folded = fold(text)
    if len(folded) == len(text) and _FOLD.uneven.isdisjoint("".join(_UNSURE.findall(text))):
        return folded, None
    offsets = [place for place, c in enumerate(text) for _ in fold(c)]
    return folded, [*offsets, len(text)]


def runs(folded: str) -> list[Run]:
    """The Han runs and words of folded text, in order."""
    return [Run(m.group(), m.lastindex == 1, *m.span()) for m in _RUNS.finditer(folded)]


def skeleton(text: str) -> str:
    """A text without punctuation and spaces, to compare what was typed with what was printed."""
    return "".join(run.text for run in runs(fold(text)))


def terms(text: str) -> list[str]:
    """Every term of a text, with repeats; see the table above."""
    return count_positions(text)[0]


def count_positions(text: str) -> tuple[list[str], int]:
    """The terms of a text and its length in Han characters and words, which BM25 normalises by."""
    folded = fold(text)
    found: list[str] = []
    length = 0
    before: Run | None = None
    for run in runs(folded):
        if run.is_han:
            found += run.text
            found += map(add, run.text, run.text[1:])
            length += len(run.text)
        else:
            found += word_terms(run.text)
            length += 1
        if before and touches(before, run, folded):
            found += joint(before, run)
        before = run
    found += reference_terms(folded)
    return found, length


def touches(left: Run, right: Run, folded: str) -> bool:
    """Whether nothing but blanks stands between two runs; between Han and Han no line may end."""
    gap = _BLANKS if left.is_han and right.is_han else _GAP
    return (left.is_han or right.is_han) and bool(gap.fullmatch(folded, left.end, right.start))


def joint(left: Run, right: Run) -> tuple[str, ...]:
    """The term for a word and the Han character beside it, none beside a word that is too long; the
    pair of two Han characters."""
    if left.is_han and right.is_han:
        return (left.text[-1] + right.text[0],)
    word = right if left.is_han else left
    if len(word.text) > WORD_LIMIT:
        return ()
    return (left.text[-1] + word.text,) if left.is_han else (word.text + right.text[0],)


@lru_cache(maxsize=65536)
def word_terms(word: str) -> tuple[str, ...]:
    """The word itself, if it is not too long, and all of its pieces."""
    pieces = (
        f"~{word[start : start + size]}"
        for size in range(1, PIECE + 1)
        for start in range(len(word) - size + 1)
    )
    return (word, *pieces) if len(word) <= WORD_LIMIT else tuple(pieces)


def widest_pieces(word: str) -> list[str]:
    """The pieces that a text must hold to contain `word` anywhere, inside other words too."""
    size = min(PIECE, len(word))
    return [f"~{word[start : start + size]}" for start in range(len(word) - size + 1)]


def bigrams(han: str) -> list[str]:
    """The overlapping pairs of a Han run; the character itself when it stands alone."""
    return list(map(add, han, han[1:])) if len(han) > 1 else [han]


def _is_dropped(character: str) -> bool:
    """Combining marks and invisible format characters carry no meaning that a reader types."""
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
