"""One paragraph of a Word document as it is put together of its runs, and the Markdown that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from publisher.importing.links import linked
from publisher.importing.original import Block, Paragraph, escaped, line_of_text

_STEP = "    "


@dataclass
class Line:
    """One paragraph as it is put together."""

    pieces: list[tuple[str, bool, float | None, str]] = field(default_factory=list)
    """Words, whether they are bold, their size, and where they lead."""
    pictures: list[str] = field(default_factory=list)
    has_pages: bool = False
    """Whether a field in it shows a page of paper."""

    def add(self, text: str, bold: bool = False, size: float | None = None, href: str = "") -> None:
        self.pieces.append((text, bold, size, href))

    @property
    def words(self) -> str:
        return "".join(text for text, _, _, _ in self.pieces)


def split_at_breaks(line: Line) -> list[Line]:
    """The paragraphs that somebody typed as one with line breaks: where a line begins with the indent of
    a paragraph, or stands out in bold as a heading does. Else the line as it is."""
    parts = [Line(pictures=line.pictures)]
    for text, bold, size, href in line.pieces:
        for number, piece in enumerate(text.split("\n")):
            if number:
                parts.append(Line())
            if piece:
                parts[-1].add(piece, bold, size, href)
    parts = [part for part in parts if part.words.strip() or part.pictures]
    looks = {
        all(b for t, b, _, _ in part.pieces if t.strip()) for part in parts if part.words.strip()
    }
    is_indented = any(part.words.startswith("\u3000\u3000") for part in parts[1:])
    return parts if len(parts) > 1 and (is_indented or len(looks) > 1) else [line]


def without_marks(words: str) -> str:
    return "".join(
        part.partition("\x02")[2] if n else part for n, part in enumerate(words.split("\x01"))
    )


def without_markup(text: str) -> str:
    return text.replace("**", "").replace("\\", "")


def marked(line: Line) -> str:
    """The words as Markdown: what stands out in bold within a paragraph, links, and the marks of
    notes."""
    merged: list[tuple[str, bool, str]] = []
    for text, bold, _, href in line.pieces:
        last = merged[-1] if merged else None
        if last and last[2] == href and (last[1] == bold or not text.strip()):
            merged[-1] = (last[0] + text, last[1], href)
        elif text:
            merged.append((text, bold, href))
    whole = all(bold for text, bold, _ in merged if text.strip())
    parts = [_stretch(text, bold and not whole, href) for text, bold, href in merged]
    result = "".join(parts).replace("\x01", "[^").replace("\x02", "]")
    return "  \n".join(filter(None, (line_of_text(part) for part in result.split("\x03"))))


def _stretch(text: str, bold: bool, href: str) -> str:
    shown = escaped(text.replace("\n", "\x03"))
    inner = shown.strip()
    if not inner or "\x03" in inner or "\x01" in inner:
        return shown
    before, after = shown[: len(shown) - len(shown.lstrip())], shown[len(shown.rstrip()) :]
    made = linked(inner, href)
    return f"{before}**{made}**{after}" if bold else f"{before}{made}{after}"


def with_items_at_the_margin(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with each list begun at the margin and no item more than one step deeper than the one
    before it: what is indented without a list around it, Markdown takes for program text."""
    made, depths = list[Block](), list[int]()
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.item:
            depths = []
            made.append(block)
            continue
        mark = block.item.lstrip(" ")
        own = len(block.item) - len(mark)
        while depths and depths[-1] >= own:
            depths.pop()
        made.append(replace(block, item=_STEP * len(depths) + mark))
        depths.append(own)
    return made
