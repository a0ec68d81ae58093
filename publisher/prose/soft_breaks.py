"""What the end of a line in the file is to the reader: nothing in Chinese, a blank between words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_WIDE = frozenset("WF")
_CHINESE_MARKS = frozenset("“”‘’—…·")
"""Marks of Chinese text that Unicode does not count as wide."""


def blank_between(last: str, first: str) -> bool:
    """Whether a line that ends with `last` and one that begins with `first` are parted by a blank.

    Chinese has none (CSS Text Level 3, segment break transformation: removed next to wide
    characters), neither has the edge of a text.
    """
    if not last.strip() or not first.strip():
        return False
    return not (_is_chinese(last) or _is_chinese(first))


def _is_chinese(character: str) -> bool:
    return character in _CHINESE_MARKS or unicodedata.east_asian_width(character) in _WIDE


def joined_lines(lines: Iterable[str]) -> str:
    """Lines of one text, joined as a reader wants them."""
    text = ""
    for line in lines:
        text += (" " if blank_between(text[-1:], line[:1]) else "") + line
    return text
