"""会议纪要 as .docx: title, when, where and who, then each point with what was said and decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from district import characters
from forms_backend.meetings import messages as texts
from forms_backend.meetings.views import MeetingView, PointView
from forms_backend.office_files.office_paper import (
    FOUR_CHARACTERS,
    HEADING_FONT,
    SIZE_2,
    SIZE_3,
    TITLE_FONT,
    TWO_CHARACTERS,
    add_paragraph,
    indent,
    number_pages,
    set_font,
    set_page,
    set_style,
)
from forms_backend.office_files.official_document import chinese_ordinal, written_date
from forms_backend.office_files.word_files import word_file

UnitName = Callable[[str | None], str]


def minutes_document(
    view: MeetingView,
    *,
    kind: str,
    next_kind: str,
    point: str,
    unit_name: UnitName,
    lead: str,
    recorder: str,
) -> bytes:
    """The bytes of the file; equal minutes give equal bytes."""
    document = Document()
    set_page(document.sections[0])
    set_style(document.styles["Normal"])
    title = add_paragraph(
        document, texts.PAPER_TITLE.format(kind=kind), align=WD_ALIGN_PARAGRAPH.CENTER
    )
    set_font(title.runs[0], TITLE_FONT, SIZE_2)
    add_paragraph(document, view.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    add_paragraph(document, "")
    _facts(document, view, point, unit_name)
    for ordinal, one in enumerate(view.points, start=1):
        _point(document, ordinal, one, unit_name, next_kind)
    add_paragraph(document, "")
    _text(document, texts.PAPER_RECORDED.format(who=recorder))
    for text in (lead, written_date(view.held_on)):
        signed = add_paragraph(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.keep_together = True
        signed.paragraph_format.right_indent = SIZE_3 * 4
        indent(signed, "rightChars", FOUR_CHARACTERS)
    number_pages(document)
    title_and_number = f"{texts.PAPER_TITLE.format(kind=kind)} {view.number}"
    return word_file(document, title=title_and_number, author=lead, moment=view.created_at)


def _facts(document: Any, view: MeetingView, point: str, unit_name: UnitName) -> None:
    held = texts.PAPER_DATE.format(date=written_date(view.held_on), time=view.starts_at)
    units = "、".join(unit_name(unit) for unit in view.units)
    values = (held, view.attendance.place, point, units, view.attendance.people)
    for head, value in zip(texts.PAPER_HEADS, values, strict=True):
        lines = [line for line in value.split("\n") if line.strip()]
        for number, line in enumerate(lines):
            paragraph = _text(document, "" if number == 0 else line)
            if number == 0:
                set_font(paragraph.add_run(head), HEADING_FONT, SIZE_3)
                paragraph.add_run(characters.clean(line))


def _point(
    document: Any, ordinal: int, point: PointView, unit_name: UnitName, next_kind: str
) -> None:
    heading = _text(document, f"{chinese_ordinal(ordinal)}、{point.wording.title}")
    set_font(heading.runs[0], HEADING_FONT, SIZE_3)
    heading.paragraph_format.keep_with_next = True
    if point.matters:
        numbers = "、".join(matter.number for matter in point.matters)
        _text(document, texts.PAPER_MATTERS.format(numbers=numbers))
    for line in (point.wording.minutes or texts.PAPER_NO_MINUTES).split("\n"):
        if line.strip():
            _text(document, line)
    if point.wording.decision and point.due_on is not None:
        _text(document, texts.PAPER_DECISION.format(decision=point.wording.decision))
        due = written_date(point.due_on)
        _text(document, texts.PAPER_DUTY.format(unit=unit_name(point.unit), due=due))
    if point.went_to is not None:
        _text(document, texts.PAPER_CARRIED.format(kind=next_kind))


def _text(document: Any, text: str) -> Any:
    paragraph = add_paragraph(document, text)
    # For programs that do not count in characters.
    paragraph.paragraph_format.first_line_indent = SIZE_3 * 2
    indent(paragraph, "firstLineChars", TWO_CHARACTERS)
    return paragraph
