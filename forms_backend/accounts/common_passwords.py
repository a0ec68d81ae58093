"""Whether a password is made of what everybody uses. Pure.

Lists of leaked passwords end where somebody adds a year and an exclamation mark. So a password is
taken apart instead, into as few pieces as possible that a guesser tries first: a common word (shipped
list), a pinyin syllable, a walk over the keyboard, a row or repetition of digits, a year or date, one
sign repeated, what stood before in the same password. Each piece counts as one, whatever its length.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

FEWEST_PIECES = 6
_LIST = Path(__file__).with_name("common_words.txt")
_LEET = str.maketrans("@0134$5!7", "aoieassit")
_KEYBOARD = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
    "!@#$%^&*()", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "147258369", "159357",
    "789456123", "!qaz", "@wsx", "#edc",
)  # fmt: skip
_SHORTEST_WALK = 3
_INITIAL = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINAL = r"(?:i?[ao]ng|[iu]?an|[iu]?ai?|i?ao|[uü]?en|eng|ei|er|iu|ie|in|ing|iong|ou|ong|u[oien]|ue|un|uang|ve|[aeiouv])"
_SYLLABLE = re.compile(_INITIAL + _FINAL)
_DATE = re.compile(r"(?:19|20)\d{2}(?:(?:0?[1-9]|1[0-2])(?:[0-2]?\d|3[01])?)?|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")  # fmt: skip
_LONGEST_PIECE = 24


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The shipped list, in small letters."""
    lines = _LIST.read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


@lru_cache(maxsize=1)
def _walks() -> frozenset[str]:
    rows = [*_KEYBOARD, *(row[::-1] for row in _KEYBOARD)]
    return frozenset(
        row[start:end]
        for row in rows
        for start in range(len(row))
        for end in range(start + _SHORTEST_WALK, len(row) + 1)
    )


def _is_one_piece(piece: str, before: str) -> bool:
    if len(piece) == 1 or len(set(piece)) == 1:
        return True
    return (
        piece in _walks()
        or piece in common_words()
        or piece.translate(_LEET) in common_words()
        or (len(piece) > 2 and piece in before)
        or bool(_DATE.fullmatch(piece))
        or (len(piece) <= 6 and bool(_SYLLABLE.fullmatch(piece)))
    )


def pieces_of(password: str) -> int:
    """The fewest pieces that a password consists of."""
    text = password.lower()
    fewest = [0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - _LONGEST_PIECE), end)
        fewest.append(1 + min(fewest[s] for s in starts if _is_one_piece(text[s:end], text[:s])))
    return fewest[-1]


def is_common(password: str) -> bool:
    """Whether a guesser is soon there."""
    return pieces_of(password) < FEWEST_PIECES
