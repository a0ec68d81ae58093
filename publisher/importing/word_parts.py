"""What the tree of a Word document is made of: rows, cells, alternatives; and the words of what was read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publisher.importing.original import Block, Paragraph, Table
from publisher.importing.word_styles import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MOST_COLUMNS = 40


def words_in(blocks: list[Block]) -> str:
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.plain)
        elif isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
    return "".join(found)


def first_choice(alternatives: etree._Element) -> etree._Element:
    """Of what an AlternateContent offers, the first choice; the others show the same once more."""
    choice = alternatives.find(f"{MC}Choice")
    return choice if choice is not None else alternatives


_WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml")
"""What may stand around rows and cells and is nothing itself."""


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    return _parts(table, f"{W}tr")


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    return _parts(row, f"{W}tc")


def _parts(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _parts(child, tag)


def width_of(cell: etree._Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    value = found.get(f"{W}val", "1") if found is not None else "1"
    return max(1, int(value)) if value.isdecimal() and len(value) < 4 else MOST_COLUMNS + 1
