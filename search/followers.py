"""Which characters follow a pair of Han characters in a text, coarsely: enough to tell a phrase.

A page may hold 上一 and 一般 and not 上一般. Its text would tell, but the browser should not have to
fetch fifty texts to put ten results in order.
"""

from __future__ import annotations

import re
from operator import add

from search.analysis import HAN, fold

_HAN_RUNS = re.compile(f"[{HAN}]{{2,}}")
_SPREAD = 2654435761
"""Knuth's multiplier: neighbouring code points get different bits."""


class _Bits(dict[str, int]):
    """Character → one of eight bits, from the top three bits of its multiplied code point."""

    def __missing__(self, character: str) -> int:
        self[character] = bit = 1 << ((ord(character) * _SPREAD & 0xFFFFFFFF) >> 29)
        return bit


_BITS = _Bits()


def followers_of_pairs(text: str) -> dict[str, int]:
    """For each bigram of `text` the bits of the characters that follow it; 0 when none ever does."""
    folded = fold(text)
    found: dict[str, int] = {}
    get, bit_of = found.get, _BITS.__getitem__
    for match in _HAN_RUNS.finditer(folded):
        run = match.group()
        following = run[2:] + folded[match.end() : match.end() + 1]
        pairs = list(map(add, run, run[1:]))
        for pair, bit in zip(pairs, map(bit_of, following), strict=False):
            found[pair] = get(pair, 0) | bit
    return found
