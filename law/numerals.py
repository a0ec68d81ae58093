"""Chinese and Arabic numerals as they stand in references to articles (DOMAIN §6.3)."""

from __future__ import annotations

from functools import lru_cache

NUMERAL = "零〇○一二三四五六七八九十百千两0-9０-９"
"""Characters of a numeral, for use inside a character class."""

_DIGITS = {"零": 0, "〇": 0, "○": 0, "两": 2} | {
    d: i for i, d in enumerate("一二三四五六七八九", start=1)
}
_PLACES = {"十": 10, "百": 100, "千": 1000}


@lru_cache(maxsize=8192)
def number_of(numeral: str) -> int | None:
    """The value of `numeral`: 二百零五, 十, 一千二百六十, 二〇二六, 152 or １５２.

    Returns None for what is no numeral, mixed writing (1百) included.
    """
    if not numeral:
        return None
    if numeral.isdecimal():
        return int(numeral)
    if not any(char in _PLACES for char in numeral):
        return _spelled_digits(numeral)
    total = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            return None
    return total + digit


def _spelled_digits(numeral: str) -> int | None:
    """二〇二六 → 2026."""
    value = 0
    for char in numeral:
        if char not in _DIGITS:
            return None
        value = value * 10 + _DIGITS[char]
    return value


def chinese(number: int) -> str:
    """`number` (1–9999) as articles are numbered in laws: 10 → 十, 205 → 二百零五, 1260 → 一千二百六十."""
    if not 0 < number < 10_000:
        raise ValueError(f"no article has the number {number}")
    digits = "零一二三四五六七八九"
    text, rest, gap = "", number, False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, place)
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if 10 <= number < 20 else text
