"""References below a law, 第五百零九条、第五百七十七条第二款第（三）项, read into places (DOMAIN §6.2).

A reference is a chain of tokens `第` numbers `条|款|项|目`; a token takes from the one before it what
it leaves out. Blanks and single line breaks stand anywhere; every repetition is bounded and
possessive, so that reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from law.numerals import NUMERAL, chinese, number_of

_B = "[* \\t\\r\\u3000\\u00a0\\u2000-\\u200d\\u2060\\ufeff]{0,4}+"
BLANK = rf"{_B}(?:\n{_B})?+"
"""Blanks and at most one line break: a blank line ends a paragraph."""

_W = BLANK
_NUMBER = rf"(?:[（(]{_W}[{NUMERAL}]{{1,12}}+{_W}[）)]|[{NUMERAL}]{{1,12}}+)"
_RANGE = r"(?:至|到|[—–~～－-]{1,2}+)"
_JOIN = rf"(?:[、，,；;]?{_W}(?:以及|或者|和|及|与|或|并|{_RANGE})|[、，,；;])"
_NUMBERS = rf"{_NUMBER}(?:{_W}(?:{_JOIN}{_W}第?{_W}|(?=[（(])){_NUMBER}){{0,40}}+"
_NOTE = rf"(?:{_W}[（(](?!{_W}[{NUMERAL}]{{1,12}}{_W}[）)])[^（）()\n第]{{1,40}}+[）)])?+"

_HEAD = re.compile(rf"第{_W}(?P<numbers>{_NUMBERS}){_W}(?P<unit>条)(?:{_W}之{_W}(?P<of>[{NUMERAL}]{{1,4}}+))?+")
_BARE_HEAD = re.compile(
    rf"(?P<numbers>[0-9０-９]{{1,4}}+|[一二三四五六七八九]?千?[一二三四五六七八九两]?[千百][零一二三四五六七八九十百]{{0,8}}+)"
    rf"{_W}(?P<unit>条)(?:{_W}之{_W}(?P<of>[{NUMERAL}]{{1,4}}+))?+"
)
_NEXT = re.compile(
    rf"{_NOTE}{_W}(?P<join>{_JOIN})?+{_W}"
    rf"(?:(?P<ordinal>第){_W}(?P<numbers>{_NUMBERS})|(?P<bare>{_NUMBER})){_W}"
    rf"(?P<unit>[条款项目])(?:(?<=条){_W}之{_W}(?P<of>[{NUMERAL}]{{1,4}}+))?+"
)
_INSERTED = re.compile(rf"{_W}(?:[、，,]|和|及|与|或|以及|至){_W}之(?P<of>[{NUMERAL}]{{1,4}}+)(?![{NUMERAL}年月日])")
_PIECE = re.compile(rf"(?P<join>{_W}{_JOIN}{_W})?+第?{_W}[（(]?{_W}(?P<number>[{NUMERAL}]{{1,12}}+){_W}[）)]?")
_ORDINAL = "第"
_NO_ARTICLE = re.compile(r"[件例约幅]")
"""第二条件, 第三条约: the 条 belongs to the next word."""
_LONGEST_LAW = 9999
_FAR_RANGE = 200


@dataclass(frozen=True)
class Article:
    """条: `number` and, for an inserted article (第N条之M), `inserted`; 0 otherwise."""

    number: int
    inserted: int = 0

    def __str__(self) -> str:
        """As laws write it; in digits where no law is that long."""
        number = chinese(self.number) if self.number <= _LONGEST_LAW else str(self.number)
        return f"第{number}条" + (f"之{chinese(self.inserted)}" if self.inserted else "")


@dataclass(frozen=True)
class Place:
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


@dataclass(frozen=True)
class Chain:
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
    heads = _heads(text)
    end = 0
    for match in heads:
        if match.start() < end or _NO_ARTICLE.match(text, match.end()):
            continue
        chain = _read(text, match)
        if chain.places or chain.unread:
            end = chain.end
            yield chain


def _heads(text: str) -> Iterator[re.Match[str]]:
    with_ordinal = _HEAD.finditer(text)
    without = (m for m in _BARE_HEAD.finditer(text) if _stands_alone(text, m.start()))
    return iter(sorted((*with_ordinal, *without), key=re.Match[str].start))


def _stands_alone(text: str, start: int) -> bool:
    """Whether nothing numeric stands before a number without 第."""
    before = text[max(0, start - 6) : start].rstrip()
    return bool(before) and before[-1] not in f"第（(、，,至到—–-~～和及与或{NUMERAL}"


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
            through = ranged or (index == 0 and bool(joined) and bool(re.search(_RANGE, joined or "")))
            place = self._place(unit, value, begin, end, bool(joined) or index > 0)
            if place:
                made.append(replace(place, through=through and unit == "条"))
        if not joined and unit != "条" and self.places and made:
            first = self.places.pop()
            made[0] = replace(made[0], start=first.start, through=first.through)
        if unit == "条" and made and token["of"]:
            made[-1] = replace(made[-1], article=Article(made[-1].article.number, number_of(token["of"]) or 0))
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
        last = replace(self.places[-1], start=start, end=end, through=False)
        if unit == "款":
            return replace(last, paragraph=value, item=None, point=None)
        if unit == "项":
            return replace(last, item=value, point=None)
        return replace(last, point=value)

    def _values(self, numbers: str, at: int) -> Iterator[tuple[int, tuple[int, int], bool]]:
        for piece in _PIECE.finditer(numbers):
            value = number_of(piece["number"])
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
    if unit == "条" and _NO_ARTICLE.match(text, token.end()):
        return False
    if token["join"]:
        return bool(token["ordinal"]) or token["join"].strip() not in "，,；;"
    if unit == "条":
        return False
    return bool(token["ordinal"]) or token["bare"][0] in "（(" or (unit == "款" and text[token.start()] == token["bare"][0])
