"""References below a law, 第五百零九条、第五百七十七条第二款第（三）项, read into places (DOMAIN §6.2).

A reference is a chain of tokens `第` numbers `条|款|项|目`; a token takes from the one before it what
it leaves out. Blanks and single line breaks stand anywhere; every repetition is bounded and
possessive, so that reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from law.numerals import NUMERAL, chinese, number_of

_B = "[* \\t\\r\\u3000\\u00a0\\u2000-\\u200d\\u2060\\ufeff]{0,4}+"
BLANK = rf"{_B}(?:\n{_B})?+"
"""Blanks and at most one line break: a blank line ends a paragraph."""

_W = BLANK
_DIGITS = rf"[{NUMERAL}]{{1,12}}+(?:\n{_B}[{NUMERAL}]{{1,8}}+)?+"
"""A numeral, which a line break may cut in two."""
_NUMBER = rf"(?:[（(]{_W}{_DIGITS}{_W}[）)]|{_DIGITS})"
_RANGE = r"(?:至|到|[—–~～－-]{1,2}+)"
_JOIN = rf"(?:[、，,；;]?{_W}(?:以及|或者|和|及|与|或|并|{_RANGE})|[、，,；;])"
_NUMBERS = rf"{_NUMBER}(?:{_W}(?:{_JOIN}{_W}第?{_W}|(?=[（(])){_NUMBER}){{0,40}}+"
_NOTE = rf"(?:{_W}[（(](?!{_W}[{NUMERAL}]{{1,12}}{_W}[）)])[^（）()\n第]{{1,40}}+[）)])?+"

_HEAD = re.compile(
    rf"第{_W}(?P<numbers>{_NUMBERS}){_W}(?P<unit>条)(?:{_W}之{_W}(?P<of>[{NUMERAL}]{{1,4}}+))?+"
)
_BARE_HEAD = re.compile(
    rf"(?P<numbers>[0-9０-９]{{1,4}}+|[一二三四五六七八九]?千?[一二三四五六七八九两]?[千百][零一二三四五六七八九十百]{{0,8}}+)"
    rf"{_W}(?P<unit>条)(?:{_W}之{_W}(?P<of>[{NUMERAL}]{{1,4}}+))?+"
)
_NEXT = re.compile(
    rf"{_NOTE}{_W}(?P<join>{_JOIN})?+{_W}"
    rf"(?:(?P<ordinal>第){_W}(?P<numbers>{_NUMBERS})|(?P<bare>{_NUMBER})){_W}"
    rf"(?P<unit>[条款项目])(?:(?<=条){_W}之{_W}(?P<of>[{NUMERAL}]{{1,4}}+))?+"
)
_INSERTED = re.compile(
    rf"{_W}(?:[、，,]|和|及|与|或|以及|至){_W}之(?P<of>[{NUMERAL}]{{1,4}}+)(?![{NUMERAL}年月日])"
)
_PIECE = re.compile(rf"(?P<join>{_W}{_JOIN}{_W})?+第?{_W}[（(]?{_W}(?P<number>{_DIGITS}){_W}[）)]?")
_ORDINAL = "第"
_NEXT_WORD = frozenset("件例约幅")
"""第二条件, 第三条约: the 条 belongs to the next word."""
_LONGEST_BARE = 14
_BARE_NUMBER = re.compile(rf"[{NUMERAL}]{{1,10}}{_B}$")
_NUMERALS_AND_BLANK = frozenset(
    re.findall(".", "零〇○一二三四五六七八九十百千两0123456789０１２３４５６７８９ \u3000")
)
_NOT_BEFORE_BARE = frozenset(_NUMERALS_AND_BLANK | set("第（(、，,；;至到—–-~～和及与或"))
_BLANKS = " \t\r\n\u3000\u00a0*"
_MAY_CONTINUE = frozenset(_NUMERALS_AND_BLANK | set("第（(、，,；;至到—–-~～－和及与或并以"))
_LONGEST_LAW = 9999
_FAR_RANGE = 200


class Article(NamedTuple):
    """条: `number` and, for an inserted article (第N条之M), `inserted`; 0 otherwise."""

    number: int
    inserted: int = 0

    def __str__(self) -> str:
        """As laws write it; in digits where no law is that long."""
        number = chinese(self.number) if self.number <= _LONGEST_LAW else str(self.number)
        return f"第{number}条" + (f"之{chinese(self.inserted)}" if self.inserted else "")


class Place(NamedTuple):
    """One place that a reference names; `point`: 目. `start` and `end` as in the text.

    `through`: the last place of a range (第七十二条至第七十四条) whose first is the place before it.
    """

    article: Article
    paragraph: int | None
    item: int | None
    point: int | None
    start: int
    end: int
    through: bool = False

    def __str__(self) -> str:
        parts = (("款", self.paragraph), ("项", self.item), ("目", self.point))
        return str(self.article) + "".join(f"第{chinese(n)}{unit}" for unit, n in parts if n)


class Chain(NamedTuple):
    """A reference as it stands in the text. `unread`: numerals in it that are none (第1百条).

    `has_ordinal`: False for 577条 without 第, which counts only right after the name of a law.
    """

    places: tuple[Place, ...]
    start: int
    end: int
    unread: tuple[str, ...] = ()
    has_ordinal: bool = True

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, those within a range included, in order."""
        found: list[Article] = []
        for place in self.places:
            if place.through and found:
                first = found[-1].number
                if place.article.number - first <= _FAR_RANGE:
                    found += map(Article, range(first + 1, place.article.number))
            found.append(place.article)
        return tuple(dict.fromkeys(found))


def chains(text: str) -> Iterator[Chain]:
    """Every chain of references in `text`, in order, none within another."""
    end = 0
    for match in _heads(text):
        if match.start() < end or text[match.end() : match.end() + 1] in _NEXT_WORD:
            continue
        chain = _single(text, match) or _read(text, match)
        if chain.places or chain.unread:
            end = chain.end
            yield chain


def _heads(text: str) -> Iterator[re.Match[str]]:
    """第…条, and …条 without 第, in order."""
    done = 0
    for match in _HEAD.finditer(text):
        yield from _heads_without_ordinal(text, done, match.start())
        yield match
        done = match.end()
    yield from _heads_without_ordinal(text, done, len(text))


def _heads_without_ordinal(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Those whose 条 stands there."""
    at = text.find("条", start, end)
    while at >= 0:
        if text[at - 1 : at] in _NUMERALS_AND_BLANK:
            begin = max(0, at - _LONGEST_BARE)
            number = _BARE_NUMBER.search(text, begin, at)
            if number and _stands_alone(text, number.start()):
                match = _BARE_HEAD.match(text, number.start())
                if match:
                    yield match
        at = text.find("条", at + 1, end)


def _stands_alone(text: str, start: int) -> bool:
    """Whether a word, and nothing numeric, stands before a number without 第."""
    before = text[max(0, start - 6) : start].rstrip()
    return bool(before) and before[-1] not in _NOT_BEFORE_BARE


def _value(numeral: str) -> int | None:
    return number_of("".join(numeral.split()) if "\n" in numeral else numeral)


def _single(text: str, head: re.Match[str]) -> Chain | None:
    """The chain of one article alone, which most are; None for all others."""
    end = head.end()
    after = text[end : end + 1]
    if after in _BLANKS:
        after = text[end : end + 8].lstrip(_BLANKS)[:1]
        if after in _NUMERALS_AND_BLANK:
            after = ""
    if head["of"] or (after and after in _MAY_CONTINUE):
        return None
    value = _value(head["numbers"])
    if not value:
        return None
    place = Place(Article(value), None, None, None, head.start(), head.end())
    return Chain((place,), head.start(), head.end(), (), text[head.start()] == _ORDINAL)


class _Builder:
    """Places as the tokens of one chain give them."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.unread: list[str] = []
        self._fresh = 0
        """Index of the first place that the last token made: what follows without a joint
        narrows the last one only."""

    def add(self, unit: str, token: re.Match[str], numbers: str, at: int, start: int) -> None:
        joined = token.groupdict().get("join")
        values = list(self._values(numbers, at))
        if not values:
            self.unread.append(token.group().strip())
            return
        made: list[Place] = []
        for index, (value, spot, ranged) in enumerate(values):
            begin = start if index == 0 else spot[0]
            end = token.end() if index == len(values) - 1 else spot[1]
            through = ranged or (
                index == 0 and bool(joined) and bool(re.search(_RANGE, joined or ""))
            )
            place = self._place(unit, value, begin, end, bool(joined) or index > 0)
            if place:
                made.append(place._replace(through=through and unit == "条"))
        if not joined and unit != "条" and self.places and made:
            first = self.places.pop()
            made[0] = made[0]._replace(start=first.start, through=first.through)
        if unit == "条" and made and token["of"]:
            made[-1] = made[-1]._replace(
                article=Article(made[-1].article.number, number_of(token["of"]) or 0)
            )
        self.places += made

    def insert(self, token: re.Match[str]) -> None:
        last = self.places[-1]
        number = number_of(token["of"])
        if number:
            article = Article(last.article.number, number)
            start = token.start("of") - 1
            self.places.append(Place(article, None, None, None, start, token.end()))

    def _place(self, unit: str, value: int, start: int, end: int, beside: bool) -> Place | None:
        if unit == "条":
            return Place(Article(value), None, None, None, start, end)
        if not self.places:
            return None
        last = self.places[-1]._replace(start=start, end=end, through=False)
        if unit == "款":
            return last._replace(paragraph=value, item=None, point=None)
        if unit == "项":
            return last._replace(item=value, point=None)
        return last._replace(point=value)

    def _values(self, numbers: str, at: int) -> Iterator[tuple[int, tuple[int, int], bool]]:
        for piece in _PIECE.finditer(numbers):
            value = _value(piece["number"])
            if value is None or value == 0:
                self.unread.append(piece["number"])
                continue
            join = piece["join"] or ""
            begin = piece.start() + len(join)
            yield value, (at + begin, at + piece.end()), bool(re.search(_RANGE, join))


def _read(text: str, head: re.Match[str]) -> Chain:
    builder = _Builder()
    builder.add("条", head, head["numbers"], head.start("numbers"), head.start())
    end = head.end()
    while builder.places:
        token = _NEXT.match(text, end)
        if token is None or not _continues(token, text):
            inserted = _INSERTED.match(text, end)
            if inserted is None:
                break
            builder.insert(inserted)
            end = inserted.end()
            continue
        group = "numbers" if token["ordinal"] else "bare"
        first = token.start("ordinal") if token["ordinal"] else token.start("bare")
        builder.add(token["unit"], token, token[group], token.start(group), first)
        end = token.end()
    has_ordinal = text.startswith(_ORDINAL, head.start())
    return Chain(tuple(builder.places), head.start(), end, tuple(builder.unread), has_ordinal)


def _continues(token: re.Match[str], text: str) -> bool:
    """Whether `token` belongs to the chain before it: an article only behind a joint, a number
    without 第 behind a joint or in brackets; 款 with a bare number (第十条二款) right away."""
    unit = token["unit"]
    if unit == "条" and text[token.end() : token.end() + 1] in _NEXT_WORD:
        return False
    if token["join"]:
        return bool(token["ordinal"]) or token["join"].strip() not in "，,；;"
    if unit == "条":
        return False
    return (
        bool(token["ordinal"])
        or token["bare"][0] in "（("
        or (unit == "款" and text[token.start()] == token["bare"][0])
    )
