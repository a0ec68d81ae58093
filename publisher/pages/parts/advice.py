"""What to do, before anything else (先看这几条): the points of a page's advice, directly under its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from publisher.model.documents.document import ADVICE_SECTIONS
from publisher.model.documents.guide import Guide
from publisher.model.library import Entry
from publisher.prose.body import BlockKind, Section

MOST_POINTS = 5
MOST_ANSWERS = 3
LONGEST_POINT = 90
MOST_MATERIALS = 4
_PHONE = re.compile(
    r"(?<![\d-])(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4}|12\d{3}|110)(?![\d-])", re.ASCII
)
"""With the area, of a mobile, of a service, and the short numbers of hotlines."""

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
    for section, anchor in _anchored(entry):
        if section.name in ADVICE_SECTIONS and (whole := _points(section)):
            points = tuple(_beginning(text) for text in whole[:MOST_POINTS])
            is_cut = points != whole
            return Advice(section.name, anchor, points, is_cut)
    return None


@dataclass(frozen=True)
class Answered:
    """A question with the place of its answer and the answer's first sentences."""

    question: str
    anchor: str
    answer: str


def first_answers(entry: Entry) -> dict[str, tuple[Answered, ...]]:
    """What the template of a page of questions needs of its text: those that come first, in short."""
    answered = [
        Answered(section.name, anchor, _beginning(points[0]))
        for section, anchor in _anchored(entry)
        if (points := _points(section))
    ]
    return {"answers": tuple(answered[:MOST_ANSWERS])}


def advice(entry: Entry) -> dict[str, Advice | None]:
    """What templates of pages with advice need of the document's text."""
    return {"advice": advice_of(entry)}


@dataclass(frozen=True)
class Essential:
    """One line of a guide's box: `texts` are joined by an arrow where they are steps, by a comma
    elsewhere; `anchor`: where the page says more, else empty; `has_phone`: whether numbers in it are
    to be called."""

    label: str
    texts: tuple[str, ...]
    anchor: str = ""
    is_way: bool = False
    has_phone: bool = False


def essentials(guide: Guide) -> tuple[Essential, ...]:
    """How, with what, how long, for how much, and whom to ask: at most five lines."""
    lines = (
        Essential("怎么办", tuple(step.title for step in guide.steps), "steps", is_way=True),
        Essential("带什么", guide.materials[:MOST_MATERIALS], "materials"),
        Essential("要多久", (guide.time_limit,)),
        Essential("多少钱", (guide.fee,)),
        Essential("找谁办", (guide.contact,), has_phone=True),
    )
    return tuple(line for line in lines if line.texts)


def with_phones(text: str) -> Markup:
    """`text` as HTML in which a telephone number can be tapped."""
    return Markup(_PHONE.sub(r'<a href="tel:\g<0>">\g<0></a>', str(escape(text))))


def _anchored(entry: Entry) -> Iterator[tuple[Section, str]]:
    """Each H2 with its anchor: two of one name have two."""
    anchors = (anchor for _, _, anchor in entry.reading.parts)
    yield from zip(entry.reading.sections, anchors, strict=True)


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
