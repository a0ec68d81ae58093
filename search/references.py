"""What is written in many ways and means one thing: articles, amounts, document numbers. Pure.

Works on folded text; each match gives terms that begin with § and stand beside those of the characters.

| written | terms |
|---|---|
| 第577条, 第五百七十七条, 第 577 条 | `§条577`; 第二百八十七条之一: `§条287` and `§条287.1` |
| 376,000元, 376000元, 37.6万元, 37万6000元 | `§元376000` |
| 法释〔2022〕19号, 法释[2022]第19号, 法释202219号 | `§号法释2022.19` |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_GAP = "[ \\t\\r\\n]*+"
_NUMERAL = "[0-9]{1,5}|[〇零一二两三四五六七八九十百千]{1,9}"
_SUB = "(?:ws之ws([0-9]{1,3}|[一二三四五六七八九十]{1,4}))?"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text.replace("ws", _GAP))


_STATUTE = _pattern(rf"第ws\(?ws({_NUMERAL})ws\)?ws([条款项]){_SUB}")
_BARE_STATUTE = _pattern(rf"(?<![0-9.第])([0-9]{{1,4}})ws(条){_SUB}")
"""25条 without 第: only what readers type, since texts say 等25条意见."""
TYPED_ARTICLE = _pattern(rf"第?ws\(?ws({_NUMERAL})ws\)?ws(条){_SUB}")
"""An article after the name of its law, with or without 第."""
_AMOUNT = _pattern(
    r"(?<![0-9.,，])([0-9]{1,3}(?:[,，][0-9]{3}){1,4}|[0-9]{1,15})(?:\.([0-9]{1,6}))?"
    r"ws(亿|万|千|百)?(?:([0-9]{1,4})(?=ws[元块]))?ws([元块])?(?![0-9])"
)
_NUMBER = _pattern(
    rf"([{HAN}]{{2}})ws[〔\[(【]?ws((?:19|20)[0-9]{{2}})ws[〕\])】]?ws年?ws第?ws([0-9]{{1,4}})ws号"
)
_SHIFTS = {"百": 2, "千": 3, "万": 4, "亿": 8}
_DIGITS = {
    character: value
    for value, characters in enumerate(("〇零", "一", "二两", *"三四五六七八九"))
    for character in characters
}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class ReferenceKind(Enum):
    """What is meant; its value names the weight in `Weights`."""

    STATUTE = "statute"
    LAW_ARTICLE = "law_article"
    """An article together with its law, see laws.py."""
    AMOUNT = "amount"
    NUMBER = "document_number"


class Reference(NamedTuple):
    """A stretch of folded text and what it means, least specific term first."""

    start: int
    end: int
    kind: ReferenceKind
    terms: tuple[str, ...]


def references(folded: str, *, typed: bool = False) -> Iterator[Reference]:
    """Those in a text, by kind; in a `typed` query also articles without 第."""
    if "第" in folded:
        yield from map(statute_of, _STATUTE.finditer(folded))
    if typed:
        yield from map(statute_of, _BARE_STATUTE.finditer(folded))
    for match in _AMOUNT.finditer(folded):
        if term := _amount_term(match):
            yield Reference(*match.span(), ReferenceKind.AMOUNT, (term,))
    if "号" in folded:
        for match in _NUMBER.finditer(folded):
            yield Reference(*match.span(), ReferenceKind.NUMBER, (_number_term(match),))


def reference_terms(folded: str) -> list[str]:
    """The terms of all references in folded text."""
    return [term for reference in references(folded) for term in reference.terms]


def document_number_terms(folded: str) -> tuple[str, ...]:
    """The terms of document numbers in folded text."""
    return tuple(map(_number_term, _NUMBER.finditer(folded)))


def numeral_value(numeral: str) -> int:
    """577 for `577`, 五百七十七 and 五七七; 15 for 十五."""
    if numeral.isascii():
        return int(numeral)
    if not any(c in _UNITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = digit = 0
    for c in numeral:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def statute_of(match: re.Match[str]) -> Reference:
    """What a reference to an article, paragraph or item means."""
    number, unit, sub = match.groups()
    whole = f"§{unit}{numeral_value(number)}"
    terms = (whole, f"{whole}.{numeral_value(sub)}") if sub else (whole,)
    return Reference(*match.span(), ReferenceKind.STATUTE, terms)


def _amount_term(match: re.Match[str]) -> str:
    """ "" for a plain number, which may be anything."""
    whole, decimals, unit, rest, currency = match.groups()
    is_grouped = not whole.isdecimal()
    if not (currency or is_grouped or unit in ("万", "亿")):
        return ""
    decimals = decimals or ""
    digits = int(re.sub("[,，]", "", whole) + decimals) * 10 ** _SHIFTS.get(unit, 0)
    total, left = divmod(digits, 10 ** len(decimals))
    total += int(rest or 0)
    part = f"{left:0{len(decimals)}}".rstrip("0") if left else ""
    return f"§元{total}.{part}" if part else f"§元{total}"


def _number_term(match: re.Match[str]) -> str:
    letters, year, number = match.groups()
    return f"§号{letters}{year}.{int(number)}"
