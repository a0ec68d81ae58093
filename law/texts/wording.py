"""One text of a law as its words: articles under their headings, each line of an article apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from law.numerals import chinese
from law.structure import Number

_ITEM = re.compile(r"[（(][零〇一二三四五六七八九十百]{1,5}[）)]")
_POINT = re.compile(r"(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])")


class LineKind(StrEnum):
    """What a line of an article is; the value names it in style sheets."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    POINT = "point"


def kind_of(line: str) -> LineKind:
    """款 (a paragraph of its own), 项 （一） or 目 1. ."""
    if _ITEM.match(line):
        return LineKind.ITEM
    return LineKind.POINT if _POINT.match(line) else LineKind.PARAGRAPH


def written(number: Number) -> str:
    """第一百三十三条之一 for (133, 1)."""
    inserted = f"之{chinese(number[1])}" if number[1] else ""
    return f"第{chinese(number[0])}条{inserted}"


@dataclass(frozen=True)
class ArticleText:
    """`lines`: 款, 项 and 目 in their order, as they stand; `headings`: the 编, 章, 节 above it, the
    outermost first; `line`: where it begins in the file that it was read from."""

    number: Number
    lines: tuple[str, ...]
    headings: tuple[str, ...] = ()
    line: int = 0

    def __str__(self) -> str:
        return written(self.number)

    @property
    def words(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def items(self) -> tuple[int, ...]:
        """How many 项 each 款 has, as `law.structure.Parts` counts them."""
        counts: list[int] = []
        for line in self.lines:
            kind = kind_of(line)
            if kind is LineKind.PARAGRAPH or not counts:
                counts.append(0)
            if kind is LineKind.ITEM:
                counts[-1] += 1
        return tuple(counts)


@dataclass(frozen=True)
class LawText:
    """One text of a law. `as_of`: the day (ISO) up to which it was known to be the text of that
    version (文本截至), empty where nobody said; `source`: what it was read from."""

    title: str
    articles: tuple[ArticleText, ...]
    as_of: str = ""
    source: str = ""

    @cached_property
    def by_number(self) -> dict[Number, ArticleText]:
        return {article.number: article for article in self.articles}

    def words_of(self, number: Number) -> str | None:
        found = self.by_number.get(number)
        return found.words if found else None
