"""字符: which characters no text may hold, one rule for whatever enters anywhere.

Control characters, noncharacters and lone surrogates break what is made of a text (XML, Word, mail);
controls of direction and of no width make two texts look alike that are not, hide digits from every
search, and come along unseen when a number is pasted from a chat. Whoever reads manuscripts tells them
with their place (`unusable`); whoever takes what visitors and staff type removes them before anything
is judged (`clean`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_LINE_BREAKS = "\x0b\x0c\x85\u2028\u2029"
"""What Word and other programs put where a line ends."""

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_WIDTHLESS_OF_FIRST_PLANE = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
_WIDTHLESS = _WIDTHLESS_OF_FIRST_PLANE + "\U000e0000-\U000e007f"
_SURROGATES = "\ud800-\udfff"
_NONCHARACTERS_OF_FIRST_PLANE = "\ufdd0-\ufdef\ufffe\uffff"
_NONCHARACTERS = _NONCHARACTERS_OF_FIRST_PLANE + "".join(
    chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)
)
_PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"

_JOINED = re.compile(f"(?<=[{_PICTURES}])\u200d(?=[{_PICTURES}])")
"""The joiner between two pictures makes them one; there it is no trick."""

_UNUSABLE = re.compile(
    f"[{_LINE_BREAKS}{_CONTROLS}{_DIRECTIONS}{_WIDTHLESS}{_SURROGATES}{_NONCHARACTERS}]"
)
_PERHAPS = re.compile(
    f"[{_LINE_BREAKS}{_CONTROLS}{_DIRECTIONS}{_WIDTHLESS_OF_FIRST_PLANE}{_SURROGATES}{_NONCHARACTERS_OF_FIRST_PLANE}"
    "\U00010000-\U0010ffff]"
)
"""Those of the first plane and whatever lies beyond, which few texts hold: where ranges beyond it are
told apart, a pattern tries them one by one at each character and takes eight times as long."""

_BREAK = re.compile(f"[{_LINE_BREAKS}]")
_GROUPS = (
    (_LINE_BREAKS, "换行控制符"),
    (_CONTROLS, "控制字符"),
    (_DIRECTIONS, "文字方向控制符"),
    (_WIDTHLESS, "看不见的零宽字符"),
    (_SURROGATES, "不成对的代理字符"),
    (_NONCHARACTERS, "不是字符的编码"),
)
_YAML_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0abevfNLP]))"
)
_YAML_LETTERS = {
    "0": 0x00, "a": 0x07, "b": 0x08, "e": 0x1B, "v": 0x0B, "f": 0x0C, "N": 0x85, "L": 0x2028, "P": 0x2029,
}  # fmt: off


@dataclass(frozen=True)
class Unusable:
    """One character that must not stand, at `line` and `column` (both from 1)."""

    character: str
    line: int
    column: int

    @property
    def name(self) -> str:
        """As editors are told of it: 看不见的零宽字符 U+200B."""
        return f"{_group(self.character)} U+{ord(self.character):04X}"


def _may_hold_any(text: str) -> bool:
    return _PERHAPS.search(text) is not None


@cache
def _group(character: str) -> str:
    return next(name for members, name in _GROUPS if re.match(f"[{members}]", character))


def unusable(text: str) -> Iterator[Unusable]:
    """Every character of `text` that must not stand, in its order. Lines end with \\n alone."""
    if not _may_hold_any(text):
        return
    joined = {match.start() for match in _JOINED.finditer(text)}
    for match in _UNUSABLE.finditer(text):
        if match.start() not in joined:
            yield _at(text, match.start(), match.group())


def unusable_escapes(yaml: str) -> Iterator[Unusable]:
    r"""Every escape such as `\uFFFE` in `yaml` that stands for such a character."""
    if "\\" not in yaml:
        return
    for match in _YAML_ESCAPE.finditer(yaml):
        code = _YAML_LETTERS[match[4]] if match[4] else int(match[1] or match[2] or match[3], 16)
        if code < 0x110000 and _UNUSABLE.match(chr(code)):
            yield _at(yaml, match.start(), chr(code))


def _at(text: str, place: int, character: str) -> Unusable:
    line = text.count("\n", 0, place) + 1
    return Unusable(character, line, place - text.rfind("\n", 0, place))


def clean(text: str) -> str:
    """`text` as it may be kept: one kind of line break, and none of the characters that must not
    stand; what Word breaks lines with becomes a line break. Cleaning twice changes nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _may_hold_any(text):
        return text
    return _without(_BREAK.sub("\n", text))


def legible(text: str) -> str:
    """`text` to be read on after its characters were told: lines stay the lines that they are."""
    if not _may_hold_any(text):
        return text
    return _without(_BREAK.sub(" ", text))


def _without(text: str) -> str:
    if "\u200d" not in text:
        return _UNUSABLE.sub("", text)
    # Removing one character can bring a joiner between two pictures, or take it from there.
    while True:
        joined = {match.start() for match in _JOINED.finditer(text)}
        kept = "".join(
            character
            for place, character in enumerate(text)
            if place in joined or not _UNUSABLE.match(character)
        )
        if kept == text:
            return kept
        text = kept
