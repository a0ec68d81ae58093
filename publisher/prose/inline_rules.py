"""Inline rules of our format, where Python-Markdown's own take time that grows with the square of
the text, or give markup where our authors mean none."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.util import ETX, STX, AtomicString

_BRACKETS = re.compile(r"[\[\]()]")
_PAIRS = {"]": "[", ")": "("}
_TITLE_MARKS = "\"'"
STAR_BETWEEN_FIGURES = r"(?<=[0-9A-Za-z])(\*)(?=[0-9A-Za-z])"
_AUTOLINK = r"<((?:[A-Za-z][A-Za-z0-9+.-]*://[^<>]*)|(?:[^<> !@]+@[^@<> ]+))>"
_ENTITY = r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31});"


class Brackets:
    """Where each bracket of a text closes, told once for each text.

    Python-Markdown looks for the end anew from every `[`: 12 kB of `[a](` took 28 seconds. Places
    are counted from the end, so that what was found still holds when a link before it was replaced.
    """

    def __init__(self) -> None:
        self._text = ""
        self._closing: dict[int, int] = {}

    def closing(self, text: str, opening: int) -> int:
        """The place of the bracket that closes the one at `opening`; -1 where none does."""
        left = len(text) - opening
        if left > len(self._text) or text[opening:] != self._text[-left:]:
            self._read(text)
        found = self._closing.get(left)
        return -1 if found is None else len(text) - found

    def _read(self, text: str) -> None:
        self._text, self._closing = text, {}
        open_ones: dict[str, list[int]] = {"[": [], "(": []}
        for match in _BRACKETS.finditer(text):
            mark, left = match.group(), len(text) - match.start()
            if mark in open_ones:
                open_ones[mark].append(left)
            elif open_ones[_PAIRS[mark]]:
                self._closing[open_ones[_PAIRS[mark]].pop()] = left


class _Linear:
    """Reads `[words]` and `(target "title")` in one step each; mixed into Python-Markdown's own."""

    brackets: Brackets

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 - Python-Markdown's name
        end = self.brackets.closing(data, index - 1)
        return ("", index, False) if end < 0 else (data[index:end], end + 1, True)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 - Python-Markdown's name
        if data[index : index + 1] != "(":
            return "", None, index, False
        end = self.brackets.closing(data, index)
        if end < 0:
            return "", None, index, False
        written = data[index + 1 : end].strip()
        title = None
        if written[-1:] in _TITLE_MARKS and written:
            begin = written.find(written[-1])
            if begin < len(written) - 1:
                title = " ".join(self.unescape(written[begin + 1 : -1]).split())  # type: ignore[attr-defined]
                written = written[:begin].rstrip()
        if written.startswith("<") and written.endswith(">"):
            written = written[1:-1]
        return self.unescape(written).strip(), title, end + 1, True  # type: ignore[attr-defined]


class _Link(_Linear, LinkInlineProcessor):
    pass


class _Image(_Linear, ImageInlineProcessor):
    pass


class _Reference(_Linear, ReferenceInlineProcessor):
    pass


class _ImageReference(_Linear, ImageReferenceInlineProcessor):
    pass


class _ShortReference(_Linear, ShortReferenceInlineProcessor):
    pass


class _ShortImageReference(_Linear, ShortImageReferenceInlineProcessor):
    pass


class _StarBetweenFigures(InlineProcessor):
    """2*3*4 is a sum, not emphasis."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # noqa: N802 - Python-Markdown's name
        return f"{STX}{ord('*')}{ETX}", m.start(0), m.end(0)


class _Entity(InlineProcessor):
    """The character that an entity means, so that page and checks have the same text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # noqa: N802 - Python-Markdown's name
        return unescape(m[0]).translate(_NO_MARKS), m.start(0), m.end(0)


_NO_MARKS = dict.fromkeys((2, 3, 14, 15))


class _Autolink(InlineProcessor):
    """<https://…> and <name@host>."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # noqa: N802 - Python-Markdown's name
        written = self.unescape(m[1])
        link = Element("a")
        link.set("href", written if "://" in written else f"mailto:{written}")
        link.text = AtomicString(unescape(written))
        return link, m.start(0), m.end(0)


class Abbreviations(AbbrTreeprocessor):
    """Finds abbreviations within Chinese, which has no blanks between words."""

    def run(self, root: Element) -> None:
        if not self.abbrs:
            return
        longest_first = sorted(self.abbrs, key=lambda word: (-len(word), word))
        self.RE = re.compile("|".join(map(_as_word, longest_first)))
        self.iter_element(root)


def _as_word(text: str) -> str:
    before = r"(?<![0-9A-Za-z_])" if text[0].isascii() else ""
    after = r"(?![0-9A-Za-z_])" if text[-1].isascii() else ""
    return before + re.escape(text) + after


def register_inline_rules(md: Markdown) -> None:
    """Put our rules in the place of Python-Markdown's."""
    brackets = Brackets()
    for name, kind, opening, priority in (
        ("reference", _Reference, LINK_RE, 170),
        ("link", _Link, LINK_RE, 160),
        ("image_link", _Image, IMAGE_LINK_RE, 150),
        ("image_reference", _ImageReference, IMAGE_LINK_RE, 140),
        ("short_reference", _ShortReference, LINK_RE, 130),
        ("short_image_ref", _ShortImageReference, IMAGE_LINK_RE, 125),
    ):
        rule = kind(opening, md)
        rule.brackets = brackets
        md.inlinePatterns.register(rule, name, priority)
    for name in ("html", "automail"):
        md.inlinePatterns.deregister(name)
    md.inlinePatterns.register(_Autolink(_AUTOLINK, md), "autolink", 120)
    md.inlinePatterns.register(_Entity(_ENTITY, md), "entity", 80)
    md.inlinePatterns.register(_StarBetweenFigures(STAR_BETWEEN_FIGURES, md), "fabu_star", 70)
    md.delimiters.add("~", "del", double=True)
