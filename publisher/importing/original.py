"""What was read of an original document, whatever its format: blocks, notes, pictures, remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


class CannotImport(Exception):
    """A document cannot be read; the message says why, in Chinese."""


@dataclass(frozen=True)
class Paragraph:
    """`text` is Markdown of one paragraph, `plain` the same without marks.

    `level`: 0 for a title, 1… for a heading by style, None for text. `size` in points, 0 when
    unknown. `item`: the mark of a list item with its indent, as `- ` or `    1. `. `ready`: the
    text is Markdown of its author, of one or more lines, and is taken as it is. `spaced`: `plain`
    with the blanks between its words, empty when nobody knows them.
    """

    text: str
    plain: str
    level: int | None = None
    bold: bool = False
    size: float = 0.0
    centred: bool = False
    item: str = ""
    ready: bool = False
    spaced: str = ""


@dataclass(frozen=True)
class Table:
    """Cells as Markdown without line breaks; every row has as many as the widest."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """`key` is a key of `Original.pictures`."""

    key: str


Block = Paragraph | Table | Picture


@dataclass
class Original:
    """`footnotes`: label → Markdown. `told`: what was left out or has to be looked at, one Chinese
    sentence each, without the words that were left out. `facts`: what the file says of itself
    (title, published, source, url …) → (value, where it stands). `is_web`: the title of a page stands
    outside of its text."""

    blocks: list[Block] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    facts: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_web: bool = False

    @property
    def plain(self) -> str:
        """All words, a paragraph or a row a line."""
        lines = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.plain)
            elif isinstance(block, Table):
                lines += ["　".join(row) for row in block.rows]
        return "\n".join(lines)


_MARKS = re.compile(r"([\\`*_\[\]<>|])")
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|~~~|={3,}|-{3,}|!{3}(?=\s)|\?{3}(?=\s))")
_NUMBER_AT_START = re.compile(r"^(\d{1,9})\.(?=\s)")


def escaped(text: str) -> str:
    """`text` so that Markdown shows just these characters."""
    return _MARKS.sub(r"\\\1", text)


def safe_start(text: str) -> str:
    """A paragraph whose first characters would make it something else, written so that they do not."""
    return _NUMBER_AT_START.sub(r"\1\\.", _AT_START.sub(r"\1\\\2", text))


_INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]{1,7}[编章节条] (?=\S)")
"""第一条 of a rule, behind which the blank stays."""
_GAP = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])"
    r"(?:(?<![\u4e00-\u9fff]{2} )|(?![\u4e00-\u9fff]{2}))"
)


def spaced_line(text: str) -> str:
    """As `line_of_text`, but the blank stays between two words of Chinese characters: titles of two
    halves and rows of keywords have it, 目 录 and justified sentences do not."""
    if re.search("[。；，]", text):
        return line_of_text(text)
    return _GAP.sub("", re.sub(r"[\s\u3000]+", " ", _INVISIBLE.sub("", text)).strip())


def line_of_text(text: str) -> str:
    """`text` with every run of blanks, breaks and invisible characters as one blank, none at its
    ends nor between Chinese characters, but behind 第一条."""
    text = re.sub(r"[\s\u3000]+", " ", _INVISIBLE.sub("", text)).strip()
    article = _ARTICLE.match(text)
    begins = article.end() if article else 0
    return text[:begins] + re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text[begins:]
    )
