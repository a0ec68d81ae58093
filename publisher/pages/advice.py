"""What to do, before anything else (先看这几条): the points of a page's advice, directly under its title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publisher.model.document import ADVICE_SECTIONS
from publisher.model.library import Entry
from publisher.prose.body import BlockKind, Section

MOST_POINTS = 5
LONGEST_POINT = 90
_SENTENCE_END = re.compile(r"[。！？；][”’」』）]*")
_POINTS = (BlockKind.ITEM, BlockKind.PARAGRAPH)


@dataclass(frozen=True)
class Advice:
    """`title` and `anchor` of the section that it comes from; `points`: plain text, each the first
    sentences of a point; `is_cut`: whether the section says more."""

    title: str
    anchor: str
    points: tuple[str, ...]
    is_cut: bool


def advice_of(entry: Entry) -> Advice | None:
    """The advice of a document; None where it has no such section, or only says that it has."""
    anchors = {name: anchor for _, name, anchor in entry.reading.parts}
    for section in entry.reading.sections:
        if section.name in ADVICE_SECTIONS and (whole := _points(section)):
            points = tuple(_beginning(text) for text in whole[:MOST_POINTS])
            is_cut = points != whole
            return Advice(section.name, anchors[section.name], points, is_cut)
    return None


def advice(entry: Entry) -> dict[str, Advice | None]:
    """What templates of pages with advice need of the document's text."""
    return {"advice": advice_of(entry)}


def _points(section: Section) -> tuple[str, ...]:
    """The items of the section's lists; its paragraphs where it has no list."""
    for kind in _POINTS:
        if found := tuple(block.text for block in section.blocks if block.kind is kind):
            return found
    return ()


def _beginning(text: str) -> str:
    """Whole sentences, as many as fit; at least the first."""
    end = 0
    for found in _SENTENCE_END.finditer(text):
        if end and found.end() > LONGEST_POINT:
            break
        end = found.end()
    return text[:end].rstrip("；") if end else text
