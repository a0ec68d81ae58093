"""Reads a text as the eye does: full-width forms narrow, what cannot be seen gone, places kept.

A number that is split by zero-width characters, written in full-width or circled digits, or broken
by Markdown marks is still that number to every reader; so each detector works on the folded text
and tells its finds in places of the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import chain

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\x00-\x08\x0e-\x1f\x7f-\x9f"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d\u2043"
_DOTS = "\u2027\u2022\u30fb\uff65\u0387"
_KEPT = "，：；！？（）【】《》。、“”‘’"
"""Full-width punctuation that patterns know as it is; narrowing it would only cost time."""


@cache
def _narrow() -> dict[str, str]:
    """Every character that reads as one ASCII letter, digit or sign, with that character."""
    table: dict[str, str] = dict.fromkeys(_DASHES, "-")
    table |= dict.fromkeys(_DOTS, "·")
    blanks = chain((0xA0, 0x202F, 0x205F, 0x3000), range(0x2000, 0x200B))
    table |= {chr(code): " " for code in blanks} | {"\u2028": "\n", "\u2029": "\n"}
    ranges = chain(
        range(0x80, 0x3000),
        range(0x3200, 0x3400),
        range(0xA620, 0xABFA),
        range(0xFF00, 0xFFF0),
        range(0x1D400, 0x1D800),
        range(0x1F100, 0x1F10B),
        range(0x1FBF0, 0x1FBFA),
    )
    for character in map(chr, ranges):
        if character in table or character in _KEPT:
            continue
        digit = unicodedata.decimal(character, None) if character.isdecimal() else None
        folded = str(digit) if digit is not None else unicodedata.normalize("NFKC", character)
        if len(folded) == 1 and folded.isascii() and folded != character:
            table[character] = folded
        elif len(folded) > 1 and folded.strip("(.,)") in tuple("0123456789"):
            table[character] = folded.strip("(.,)")
    return table


_BEYOND = "\U00010000-\U0010ffff"
"""Whatever lies beyond the first plane, of which few read otherwise: a pattern tries one range after
another there, at every character."""


@cache
def _unusual() -> re.Pattern[str]:
    plane = "".join(re.escape(character) for character in _narrow() if character < "\U00010000")
    return re.compile(f"[{plane}{_BEYOND}]")


_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_STARS = re.compile(r"(?<!\\)(\*{1,3}|~~|==|__)(?=\S)([^*~=\n]{1,200}?)(?<=\S)\1")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?: [^<>@\n]{0,200})?/?>")
_TARGET = re.compile(r"\]\([^()\s]{0,500}(?: \"[^\"\n]{0,200}\")?\)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,15});")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~@-])")
_YAML_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")


@dataclass(frozen=True)
class Folded:
    """`text` is what the detectors read. `cuts` are places in it before which something of the
    original was left out, with how many characters up to there."""

    source: str
    text: str
    cuts: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()

    def place(self, position: int) -> int:
        """The place in `source` of the character at `position` of `text`."""
        at = bisect_right(self.cuts, position)
        return position + (self.lost[at - 1] if at else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in `source`; marks at its edges are left out."""
        return self.place(start), self.place(end - 1) + 1


def fold(text: str) -> Folded:
    """`text` as plain words: of prose that is no Markdown."""
    return _folded(text, ())


def fold_markdown(text: str) -> Folded:
    """`text` as its rendered page reads, marks of emphasis, links, tags and entities resolved.

    What link targets hold is left out; ask for them with `link_targets`.
    """
    edits: list[tuple[int, int, str]] = []
    if "*" in text or "~~" in text or "==" in text or "__" in text:
        for match in _STARS.finditer(text):
            edits.append((match.start(1), match.end(1), ""))
            edits.append((match.end(2), match.end(), ""))
    if "](" in text:
        for match in _TARGET.finditer(text):
            edits.append((match.start(), match.end(), ""))
            opening = text.rfind("[", max(0, match.start() - 300), match.start())
            if opening >= 0:
                edits.append((opening, opening + 1, ""))
    if "`" in text:
        edits += [(m.start(), m.end(), "") for m in re.finditer(r"`+", text)]
    if "<" in text:
        edits += [(m.start(), m.end(), "") for m in _TAG.finditer(text)]
    if "&" in text:
        edits += [(m.start(), m.end(), unescape(m.group())) for m in _ENTITY.finditer(text)]
    if "\\" in text:
        edits += [(m.start(), m.start() + 1, "") for m in _ESCAPED.finditer(text)]
    return _folded(text, sorted(edits))


def fold_yaml(text: str) -> Folded:
    r"""`text` as YAML reads it: `\u0031` in double quotes is the character it stands for."""
    edits = []
    for match in _YAML_ESCAPE.finditer(text):
        code = int(match[1] or match[2] or match[3], 16)
        if code < 0x110000:
            edits.append((match.start(), match.end(), chr(code)))
    return _folded(text, edits)


def link_targets(markdown: str) -> list[tuple[int, str]]:
    """Where each target of a link or image stands, and what it is."""
    return [
        (match.start() + 2, match.group()[2:-1].partition(" ")[0])
        for match in _TARGET.finditer(markdown)
    ]


def _folded(source: str, edits: list[tuple[int, int, str]] | tuple[()]) -> Folded:
    """`source` with `edits` made (sorted; overlapping ones dropped), narrowed and freed of what
    cannot be seen. A replacement is never longer than what it replaces."""
    text = source
    if not source.isascii() and _unusual().search(source):
        table = _narrow()
        text = _unusual().sub(lambda match: table.get(match.group(), match.group()), source)
    edits = [*edits, *((m.start(), m.end(), "") for m in _HIDDEN.finditer(text))]
    if not edits:
        return Folded(source, text)
    parts: list[str] = []
    cuts: list[int] = []
    lost: list[int] = []
    done = length = 0
    for start, end, words in sorted(edits):
        if start < done:
            continue
        shown = _HIDDEN.sub("", words)[: end - start]
        parts += (text[done:start], shown)
        length += start - done + len(shown)
        done = end
        cuts.append(length)
        lost.append(done - length)
    parts.append(text[done:])
    return Folded(source, "".join(parts), tuple(cuts), tuple(lost))
