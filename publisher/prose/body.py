"""What a body says, read once: the page's HTML and all that checks, search and law look at.

Everything here comes from the one tree that the renderer builds (`publisher.prose.reader`), so what
a check sees is what a reader of the page sees. Lines are those of the author's file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate


class BlockKind(StrEnum):
    """What a run of text is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    """A row of a table; its cells are joined by a blank."""
    TERM = "term"
    NOTE = "note"
    """A footnote; notes come last, whatever the place of their text in the file."""
    TITLE = "title"
    """The title of an admonition (提示框)."""
    FENCED = "fenced"
    INDENTED = "indented"
    """Code, because its lines begin with four blanks."""

    @property
    def is_code(self) -> bool:
        return self in (BlockKind.FENCED, BlockKind.INDENTED)


@dataclass(frozen=True)
class Block:
    """Visible text that runs on without a break: one heading, paragraph, item, row, note.

    `breaks`: (offset in `text`, line) where another line of the file begins. `code`: spans of
    `text` that stand in code.
    """

    kind: BlockKind
    text: str
    line: int
    breaks: tuple[tuple[int, int], ...] = ()
    code: tuple[tuple[int, int], ...] = ()

    def line_at(self, offset: int) -> int:
        """The line of the file that the character at `offset` of `text` was read from."""
        place = bisect_right(self.breaks, offset, key=lambda pair: pair[0])
        return self.breaks[place - 1][1] if place else self.line

    @property
    def prose(self) -> str:
        """`text` with code blanked, of the same length: the author's own words."""
        if self.kind.is_code:
            return " " * len(self.text)
        if not self.code:
            return self.text
        parts, at = [], 0
        for start, end in self.code:
            parts += [self.text[at:start], " " * (end - start)]
            at = end
        return "".join((*parts, self.text[at:]))

    def lines(self) -> Iterator[tuple[int, str]]:
        """(line of the file, what of `prose` was read from it)."""
        marks = [(0, self.line), *self.breaks]
        prose = self.prose
        for place, (start, line) in enumerate(marks):
            end = marks[place + 1][0] if place + 1 < len(marks) else len(prose)
            yield line, prose[start:end]


@dataclass(frozen=True)
class Heading:
    """`id`: the place on the page that `#id` leads to."""

    level: int
    text: str
    line: int
    id: str


@dataclass(frozen=True)
class Link:
    """A link or image. `target`: where it leads as a browser reads it, entities resolved; `text`:
    the words of the link, or the image's alternative text."""

    target: str
    text: str
    line: int


@dataclass(frozen=True)
class Comment:
    """`<!-- … -->`: left out of the page; `line` is where it begins."""

    text: str
    line: int


class Slip(StrEnum):
    """What only the source shows: a form that is not what its author takes it for."""

    OPEN_COMMENT = "open-comment"
    OPEN_FENCE = "open-fence"
    UNDERLINED = "underlined"
    """A line of `---` or `===` right under a line of text: meant as a heading."""
    TAB_ROWS = "tab-rows"
    """Rows whose cells are parted by tabs, as WPS and Excel paste them."""
    TOO_DEEP = "too-deep"
    """Deeper in lists than anybody reads, and than the block parser can follow."""


@dataclass(frozen=True)
class SourceSlip:
    """`text`: the line as written."""

    slip: Slip
    line: int
    text: str


@dataclass(frozen=True)
class Section:
    """An H2 with the blocks below it, up to the next H2; `filled`: whether there is anything."""

    name: str
    line: int
    blocks: tuple[Block, ...]
    filled: bool

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class TargetGap:
    """Stands where the URL of a link or image within the site goes, which depends on the page."""

    target: str


@dataclass(frozen=True)
class GlossGap:
    """Stands where a term of the glossary is explained; `word` is HTML."""

    word: str
    key: str
    note: str


@dataclass(frozen=True)
class Body:
    """One body, read. `html`: the pieces of the page, with gaps for what depends on the page."""

    html: tuple[str | TargetGap | GlossGap, ...] = ()
    blocks: tuple[Block, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Link, ...] = ()
    comments: tuple[Comment, ...] = ()
    slips: tuple[SourceSlip, ...] = ()
    ids: frozenset[str] = field(default_factory=frozenset)
    last_line: int = 1

    @cached_property
    def text(self) -> str:
        """All visible text, a line for each block: for search and feeds."""
        return "\n".join(block.text for block in self.blocks)

    @cached_property
    def prose(self) -> str:
        """`text` with code blanked: positions in the two are the same."""
        return "\n".join(block.prose for block in self.blocks)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(block.text) + 1 for block in self.blocks)]

    def line_at(self, position: int) -> int:
        """The line of the file that the character at `position` of `text` or `prose` comes from."""
        if not self.blocks:
            return self.last_line
        place = min(bisect_right(self._starts, position), len(self.blocks)) - 1
        return self.blocks[place].line_at(position - self._starts[place])

    def lines(self) -> Iterator[tuple[int, str]]:
        """(line of the file, words that stand in it) in reading order, code blanked."""
        for block in self.blocks:
            yield from block.lines()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The H2 of the body in their order; what stands before the first is left out."""
        starts = [
            place
            for place, (block, heading) in enumerate(self._with_headings())
            if heading is not None and heading.level == 2
        ]
        notes = next(
            (i for i, block in enumerate(self.blocks) if block.kind is BlockKind.NOTE),
            len(self.blocks),
        )
        ends = [*starts[1:], notes]
        found = []
        for start, end in zip(starts, ends, strict=False):
            head, below = self.blocks[start], self.blocks[start + 1 : end]
            last = self.blocks[end].line if end < notes else self.last_line + 1
            filled = any(block.kind is not BlockKind.HEADING for block in below) or any(
                head.line <= image.line < last for image in self.images
            )
            found.append(Section(head.text, head.line, below, filled))
        return tuple(found)

    @cached_property
    def parts(self) -> tuple[tuple[int, str, str], ...]:
        """Where in `text` each H2 and what stands below it begins, its name, its anchor."""
        return tuple(
            (start, heading.text, heading.id)
            for start, (_, heading) in zip(self._starts, self._with_headings(), strict=False)
            if heading is not None and heading.level == 2
        )

    def _with_headings(self) -> Iterator[tuple[Block, Heading | None]]:
        headings = iter(self.headings)
        for block in self.blocks:
            yield block, next(headings) if block.kind is BlockKind.HEADING else None
