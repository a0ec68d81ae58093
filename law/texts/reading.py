"""Lines of a file to articles: Markdown collections, pasted text and the national database alike.

What counts is how laws are written, not how a file marks it: 第N条 with a blank behind it begins an
article, 第N编/章/节 alone on a line is a heading. A table of contents is overwritten by the headings
that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from law.numerals import NUMERAL, number_of
from law.structure import Number
from law.texts.wording import ArticleText

_MARKUP = re.compile(r"\*\*|__|<[^<>\n]{0,200}>|\\(?=[.()\[\]])")
_HASHES = re.compile(r"#{1,6}\s*")
_BOLD_ARTICLE = re.compile(rf"\*\*(第[{NUMERAL}]{{1,9}}条(?:之[{NUMERAL}]{{1,3}})?)[ \u3000]*\*\*")
_ARTICLE = re.compile(
    rf"第(?P<number>[{NUMERAL}]{{1,9}})条(?:之(?P<of>[{NUMERAL}]{{1,3}}))?(?:[ \t\u3000\xa0]+|$)(?P<rest>.*)"
)
_HEADING = re.compile(
    rf"第[{NUMERAL}]{{1,5}}(?P<unit>编|分编|章|节)(?:[ \t\u3000\xa0]+|$)[^。；]{{0,60}}$"
)
_CLOSING = re.compile(r"附[ \u3000]*则$")
_ANNEX = re.compile(r"(?:附件|附表|附录|附：)")
_LEVELS = {"编": 0, "分编": 1, "章": 2, "节": 3}
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?!\s*起)")
_BLANKS = " \t\r\n\u3000\xa0\ufeff\u200b"
LONGEST_LINE = 20_000
MOST_LINES = 60_000
_HEAD_LINES = 60


@dataclass(frozen=True)
class Draft:
    """What a file says. `titles`: what may be its title, the likeliest first; `days`: those on which
    it says that the text was passed or amended; `head`: what stands before the first article."""

    titles: tuple[str, ...]
    days: tuple[date, ...]
    articles: tuple[ArticleText, ...]
    front: dict[str, str] = field(default_factory=dict)


def read_lines(lines: Iterable[str], name: str = "") -> Draft:
    """Read a whole text. `name`: that of the file without its ending, which may be the title.

    Raises ValueError, with a Chinese sentence, for what is too long to be a law.
    """
    reader = _Reader()
    front: dict[str, str] = {}
    in_front = False
    for number, raw in enumerate(lines, start=1):
        if number > MOST_LINES or len(raw) > LONGEST_LINE:
            raise ValueError("太长，不像一部法律的条文")
        line = raw.strip(_BLANKS)
        if number == 1 and line == "---":
            in_front = True
        elif in_front and line == "---":
            in_front = False
        elif in_front:
            key, _, value = line.partition(":")
            front[key.strip()] = value.strip().strip("\"'")
        elif line:
            reader.take(line, number)
    return Draft(_titles(front, reader.head, name), _days(reader.head), reader.finish(), front)


class _Reader:
    """Takes one line after another."""

    def __init__(self) -> None:
        self.head: list[str] = []
        self._stack: list[tuple[int, str]] = []
        self._articles: list[ArticleText] = []
        self._number: Number | None = None
        self._line = 0
        self._lines: list[str] = []
        self._is_over = False

    def take(self, line: str, number: int) -> None:
        marked = bool(_HASHES.match(line))
        plain = _MARKUP.sub("", _BOLD_ARTICLE.sub("\\1\u3000", _HASHES.sub("", line, count=1)))
        plain = plain.strip(_BLANKS)
        if not plain or self._is_over:
            return
        article = _ARTICLE.match(plain)
        if article and (value := number_of(article["number"])):
            self._end()
            of = number_of(article["of"]) if article["of"] else 0
            self._number, self._line = (value, of or 0), number
            self._lines = [rest] if (rest := article["rest"].strip(_BLANKS)) else []
        elif self._is_heading(plain, marked):
            self._end()
            self._open_heading(plain)
        elif self._number is None:
            if len(self.head) < _HEAD_LINES:
                self.head.append(plain)
        elif _ANNEX.match(plain):
            self._end()
            self._is_over = True
        else:
            self._lines.append(plain)

    def _is_heading(self, line: str, marked: bool) -> bool:
        if _HEADING.match(line) or _CLOSING.match(line):
            return True
        return marked and (self._number is not None or bool(self._stack))

    def _open_heading(self, line: str) -> None:
        found = _HEADING.match(line)
        level = _LEVELS[found["unit"]] if found else 0
        words = " ".join(line.replace("\u3000", " ").replace("\xa0", " ").split())
        words = re.sub(r"(?<=[\u4e00-\u9fa5]) (?=[\u4e00-\u9fa5])", "", _spaced(words))
        self._stack = [pair for pair in self._stack if pair[0] < level]
        self._stack.append((level, words.replace("\u2003", "\u3000")))

    def _end(self) -> None:
        if self._number is not None:
            headings = tuple(words for _, words in self._stack)
            lines = tuple(self._lines)
            self._articles.append(ArticleText(self._number, lines, headings, self._line))
        self._number, self._lines = None, []

    def finish(self) -> tuple[ArticleText, ...]:
        self._end()
        return tuple(self._articles)


def _spaced(words: str) -> str:
    """第一章 总 则: the blank behind the number stays, those that stretch a short name go."""
    return re.sub(rf"^(第[{NUMERAL}]{{1,5}}(?:编|分编|章|节)) ", "\\1\u2003", words)


def _titles(front: dict[str, str], head: list[str], name: str) -> tuple[str, ...]:
    found = [front.get("title", "")]
    if head:
        found.append(head[0])
        found += ["".join(head[:count]) for count in (2, 3)]
    found.append(re.sub(r"[_@-]?\d{4}(?:-?\d{2}-?\d{2})?$", "", name))
    return tuple(dict.fromkeys(title for title in found if title and len(title) < 200))


def _days(head: Iterable[str]) -> tuple[date, ...]:
    found = []
    for match in _DAY.finditer("\n".join(head)):
        try:
            found.append(date(*map(int, match.groups())))
        except ValueError:
            continue
    return tuple(sorted(set(found)))
