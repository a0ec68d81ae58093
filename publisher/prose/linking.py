"""Puts links on words of a page whose places are known only in the text that a reader sees.

The page and its text were made from one tree in one walk, so the two run along each other: all that
differs are blanks, the numbers of footnotes and the words of pictures. Where they do not, which a test
over all texts would tell, the page stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_ALT = re.compile(r' alt="([^"]*)"')
_NOT_IN = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "abbr"})
_NOTE_MARK = 'class="footnote-'


@dataclass(frozen=True)
class TextLink:
    """Words `start`–`end` of the text lead to `url`, which is relative to the site's root; the words
    from `named_at` on belong to it where they stand in one piece with it. `key`: which article."""

    start: int
    end: int
    url: str
    key: str = ""
    named_at: int = -1


def with_links(html: str, text: str, links: Sequence[TextLink], root: str) -> str:
    """`html` with a link on the words of each of `links`, which follow one another in `text`; those
    in headings, code and other links are left alone."""
    if not links:
        return html
    walk = _Walk(text, links, root)
    for part in _TAG.split(html):
        if part.startswith("<") and part.endswith(">"):
            walk.tag(part)
        elif part and not walk.words(part):
            return html
    return "".join(walk.made)


class _Walk:
    """Goes along the page and the text at once; counts characters that are no blanks."""

    def __init__(self, text: str, links: Sequence[TextLink], root: str) -> None:
        self.made: list[str] = []
        self._text = "".join(text.split())
        self._at = 0
        self._closed = 0
        """How many elements are open in which no link may stand."""
        self._in_mark = False
        self._root = root
        self._links = _compact(text, links)
        self._next = 0

    def tag(self, tag: str) -> None:
        self.made.append(tag)
        name = _NAME.match(tag)
        if name is None:
            return
        if name[1] == "img":
            alt = _ALT.search(tag)
            self._at += len("".join(unescape(alt[1]).split())) if alt else 0
        if name[1] in _NOT_IN:
            self._closed += -1 if tag.startswith("</") else 1
        if name[1] == "a":
            self._in_mark = _NOTE_MARK in tag and not tag.startswith("</")

    def words(self, part: str) -> bool:
        """Take the words between two tags; False where the text has others here."""
        if self._in_mark:
            self.made.append(part)
            return True
        plain = unescape(part)
        words = "".join(plain.split())
        if not self._text.startswith(words, self._at):
            return False
        begin, self._at = self._at, self._at + len(words)
        spans = self._spans(begin, self._at)
        self.made.append(self._linked(plain, spans) if spans and not self._closed else part)
        return True

    def _spans(self, begin: int, end: int) -> list[tuple[int, int, TextLink]]:
        """The links whose words lie between `begin` and `end`, counted from `begin`."""
        found: list[tuple[int, int, TextLink]] = []
        while self._next < len(self._links):
            named, start, stop, link = self._links[self._next]
            if start >= end:
                break
            self._next += 1
            if start >= begin and stop <= end:
                last = found[-1][1] + begin if found else begin
                first = named if last <= named < start else start
                if first >= last:
                    found.append((first - begin, stop - begin, link))
        return found

    def _linked(self, plain: str, spans: list[tuple[int, int, TextLink]]) -> str:
        places = [index for index, char in enumerate(plain) if not char.isspace()]
        made: list[str] = []
        at = 0
        for start, stop, link in spans:
            first, last = places[start], places[stop - 1] + 1
            key = f' data-article="{escape(link.key)}"' if link.key else ""
            words = escape(plain[first:last], quote=False)
            made.append(escape(plain[at:first], quote=False))
            made.append(f'<a class="cite"{key} href="{escape(self._root + link.url)}">{words}</a>')
            at = last
        made.append(escape(plain[at:], quote=False))
        return "".join(made)


def _compact(text: str, links: Sequence[TextLink]) -> list[tuple[int, int, int, TextLink]]:
    """(named_at, start, end) of each link in the text without its blanks, in order."""
    blanks = [match.start() for match in re.finditer(r"\s", text)]

    def place(position: int) -> int:
        return position - bisect_left(blanks, position)

    ordered = sorted(links, key=lambda link: link.start)
    return [
        (
            place(link.named_at) if link.named_at >= 0 else -1,
            place(link.start),
            place(link.end),
            link,
        )
        for link in ordered
    ]
