"""What the terms of many pages count, as numpy columns: `weighing.weigh` for a batch at a time.

Nearly all terms of a page are characters and pairs of its Han runs. They are found for all texts
together by arithmetic on code points; the rest (words, joints, references, articles of laws) is looked
for in each text. A test holds both ways of counting equal.

For the browser each pair also gets its followers: which characters follow it in the text, coarsely, as one of
sixteen bits. A page may hold 上一 and 一般 and not 上一般; its text would tell, but the browser should not have
to fetch fifty texts to put ten results in order.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, repeat

import numpy as np

from search.analysis import WORD_LIMIT, fold, word_terms
from search.document import Document
from search.laws import article_terms
from search.ranking import FREQUENCY_MASK, TITLE_FLAG, WEIGHTS, Numbers, Weights, pack
from search.references import HAN, reference_terms

MOST_PAGES = 1 << 12
_WORD = re.compile(f"[^\\W_{HAN}]+")
_GAP = frozenset(" \t\r\n")
_SPACE, _TAB = ord(" "), ord("\t")
_SEPARATOR = "\ud800"
"""Stands after each text: documents never hold it, and it is no Han character."""
_SPREAD = np.uint64(2654435761)
"""Knuth's multiplier: neighbouring code points get different bits."""
_CODE_BITS, _PAGE_BITS, _NEXT_BITS = np.uint64(21), np.uint64(12), np.uint64(5)
_FOLLOWERS = 16
_NOTHING, _IN_TITLE = 0, _FOLLOWERS + 1
"""What may stand in place of a follower, which is 1–16."""
_TITLE_BIT = 1 << _FOLLOWERS
_MEANING = np.array([0, *(1 << bit for bit in range(_FOLLOWERS + 1))], dtype=np.uint32)


@dataclass(frozen=True)
class BatchTerms:
    """One row a term and page: the term's place in `names`, the page's place in the batch, the low
    byte of the posting and the followers; and for each page the length of its text, and its text and
    title folded."""

    names: list[str]
    terms: Numbers
    pages: Numbers
    lows: Numbers
    followers: Numbers
    lengths: Numbers
    texts: list[str]
    titles: list[str]


@dataclass(frozen=True)
class _Part:
    """A folded piece of a page: its text, its title, or words that count besides the text."""

    page: int
    text: str
    counts_length: bool = False
    is_title: bool = False


def weigh_batch(
    pages: Sequence[Document], weights: Weights = WEIGHTS, *, with_followers: bool = True
) -> BatchTerms:
    """The terms of at most `MOST_PAGES` pages as they are indexed."""
    texts = [_Part(n, fold(page.text), counts_length=True) for n, page in enumerate(pages)]
    titles = [_Part(n, fold(page.title), is_title=True) for n, page in enumerate(pages)]
    parts = [*texts, *titles, *_besides(pages, weights)]
    han, han_lengths = _count_han(parts, with_followers)
    names, beside, lengths = _count_beside_han(parts, pages)
    numbers, term_of_row = np.unique(han.codes, return_inverse=True)
    return BatchTerms(
        [*names, *map(_term_of, numbers.tolist())],
        np.concatenate((beside.codes, term_of_row + len(names))).astype(np.uint32),
        np.concatenate((beside.pages, han.pages)).astype(np.uint32),
        np.concatenate((beside.lows, han.lows)).astype(np.uint8),
        np.concatenate((beside.followers, han.followers)).astype(np.uint16),
        lengths + han_lengths[: len(pages)],
        [part.text for part in texts],
        [part.text for part in titles],
    )


def _besides(pages: Sequence[Document], weights: Weights) -> list[_Part]:
    """What is counted besides the text, as often as it counts."""
    return [
        _Part(number, fold(words))
        for number, page in enumerate(pages)
        for words, times in (
            *((keyword, weights.keyword) for keyword in page.keywords),
            (page.summary, weights.summary),
            *((value, 1) for value in page.fields.values()),
        )
        for _ in range(times)
    ]


@dataclass(frozen=True)
class _Rows:
    codes: Numbers
    pages: Numbers
    lows: Numbers
    followers: Numbers


def _count_han(parts: Sequence[_Part], with_followers: bool) -> tuple[_Rows, Numbers]:
    """One row a character or pair and page; and how many Han characters each part has."""
    joined = "".join(part.text + _SEPARATOR for part in parts) + _SEPARATOR
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sizes = np.fromiter((len(part.text) + 1 for part in parts), np.int64, len(parts))
    part_of = np.repeat(np.arange(len(parts)), sizes)
    singles = np.flatnonzero(_IS_HAN[codes])
    firsts, seconds = _pairs(codes, singles)
    page_of = np.fromiter((part.page for part in parts), np.uint64, len(parts))
    in_title = np.fromiter((part.is_title for part in parts), bool, len(parts))
    in_text = np.fromiter((part.counts_length for part in parts), bool, len(parts))
    wide = codes.astype(np.uint64)
    here = part_of[firsts]
    after: Numbers | int = _NOTHING
    if with_followers:
        after = np.where(in_text[here], _follower(wide[seconds + 1]), _NOTHING)
    keys = np.concatenate(
        (
            _key(wide[singles], 0, page_of[part_of[singles]], in_title[part_of[singles]], _NOTHING),
            _key(wide[firsts], wide[seconds], page_of[here], in_title[here], after),
        )
    )
    keys.sort()
    return _rows_of(keys), np.bincount(part_of[singles], minlength=len(parts))


def _pairs(codes: Numbers, singles: Numbers) -> tuple[Numbers, Numbers]:
    """Where the first and the second character of each pair stand, beside each other or over blanks."""
    after = singles + 1
    is_apart = (codes[after] == _SPACE) | (codes[after] == _TAB)
    seconds = after.copy()
    if is_apart.any():
        places = np.arange(len(codes))
        places[(codes == _SPACE) | (codes == _TAB)] = len(codes) - 1
        printed = np.minimum.accumulate(places[::-1])[::-1]
        seconds[is_apart] = printed[after[is_apart]]
    is_pair = _IS_HAN[codes[seconds]]
    return singles[is_pair], seconds[is_pair]


def _follower(codes: Numbers) -> Numbers:
    """1–16 from the top four bits of the multiplied code point; 0 where the text ends."""
    spread = (codes * _SPREAD & np.uint64(0xFFFFFFFF)) >> np.uint64(28)
    return np.where(codes == ord(_SEPARATOR), _NOTHING, spread + np.uint64(1))


def _key(
    first: Numbers, second: Numbers | int, page: Numbers, in_title: Numbers, after: Numbers | int
) -> Numbers:
    pair = first << _CODE_BITS | np.asarray(second, dtype=np.uint64)
    last = np.where(in_title, _IN_TITLE, after).astype(np.uint64)
    return (pair << _PAGE_BITS | page) << _NEXT_BITS | last


def _rows_of(keys: Numbers) -> _Rows:
    """Sorted keys, one an occurrence, to one row a term and page."""
    if not len(keys):
        return _Rows(keys, keys, keys, keys)
    places = keys >> _NEXT_BITS
    starts = np.flatnonzero(np.append(True, places[1:] != places[:-1]))
    last = (keys & np.uint64((1 << int(_NEXT_BITS)) - 1)).astype(np.uint8)
    meaning = np.bitwise_or.reduceat(_MEANING[last], starts)
    counts = np.add.reduceat((last != _IN_TITLE).astype(np.int64), starts)
    title = np.where(meaning & _TITLE_BIT, TITLE_FLAG, 0)
    rows = places[starts]
    return _Rows(
        rows >> _PAGE_BITS,
        rows & np.uint64(MOST_PAGES - 1),
        np.minimum(counts, FREQUENCY_MASK) | title,
        meaning & (_TITLE_BIT - 1),
    )


def _count_beside_han(
    parts: Sequence[_Part], pages: Sequence[Document]
) -> tuple[list[str], _Rows, Numbers]:
    """The names of all other terms, their rows, and how many words each text has."""
    counts: list[Counter[str]] = [Counter(article_terms(page.text)) for page in pages]
    titles: list[Iterable[str]] = [()] * len(pages)
    lengths = np.zeros(len(pages), dtype=np.int64)
    for part in parts:
        found, words = _beside_han(part.text)
        if part.is_title:
            titles[part.page] = [*found, *article_terms(pages[part.page].title)]
        else:
            counts[part.page].update(found)
        if part.counts_length:
            lengths[part.page] = words
    names: defaultdict[str, int] = defaultdict(count().__next__)
    codes, places, lows = array("I"), array("I"), bytearray()
    for page, (counted, title) in enumerate(zip(counts, titles, strict=True)):
        packed = pack(counted, title)
        codes.extend(map(names.__getitem__, packed))
        places.extend(repeat(page, len(packed)))
        lows.extend(packed.values())
    columns = (np.frombuffer(codes, np.uint32), np.frombuffer(places, np.uint32))
    rows = _Rows(*columns, np.frombuffer(lows, np.uint8), np.zeros(len(lows), np.uint8))
    return list(names), rows, lengths


def _beside_han(folded: str) -> tuple[list[str], int]:
    """The terms of folded text that are no part of a Han run, and the number of its words."""
    found: list[str] = []
    words = 0
    for match in _WORD.finditer(folded):
        word = match.group()
        words += 1
        found += word_terms(word)
        if len(word) <= WORD_LIMIT:
            start, end = match.span()
            while start and folded[start - 1] in _GAP:
                start -= 1
            while end < len(folded) and folded[end] in _GAP:
                end += 1
            before, after = folded[start - 1 : start], folded[end : end + 1]
            found += [before + word] * _is_han(before) + [word + after] * _is_han(after)
    found += reference_terms(folded)
    return found, words


def _is_han(character: str) -> bool:
    return bool(character) and bool(_IS_HAN[ord(character)])


def _term_of(code: int) -> str:
    first, second = divmod(code, 1 << int(_CODE_BITS))
    return chr(first) + chr(second) if second else chr(first)


def _han_table() -> Numbers:
    table = np.zeros(0x110000, dtype=bool)
    for found in re.finditer("(.)(?:-(.))?", HAN):
        first, last = found.group(1), found.group(2) or found.group(1)
        table[ord(first) : ord(last) + 1] = True
    return table


_IS_HAN = _han_table()
