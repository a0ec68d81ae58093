"""A report as .docx in the look of an official document (公文)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from forms_backend.office_files.word_files import word_file
from forms_backend.reports.report_parts import Report, Table, text_of

TITLE_FONT, HEADING_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋"
A4 = (Cm(29.7), Cm(21))


def to_word(report: Report) -> bytes:
    """The bytes of the file; equal reports give equal bytes."""
    document = Document()
    _set_page(document)
    _paragraph(document, report.title, TITLE_FONT, 22, centred=True)
    _paragraph(document, report.subtitle, BODY_FONT, 16, centred=True)
    number = 0
    for section in report.sections:
        heading = document.add_heading(level=1)
        _run(heading, section.title, HEADING_FONT, 16)
        for sentence in section.sentences:
            _paragraph(document, sentence, BODY_FONT, 14, indent=True)
        for table in section.tables:
            number += 1
            _table(document, number, table)
    _paragraph(document, "说明", HEADING_FONT, 14)
    for note in report.notes:
        _paragraph(document, note, BODY_FONT, 12, indent=True)
    moment = datetime.combine(report.cut, datetime.min.time())
    return word_file(document, title=report.title, author="", moment=moment)


def _set_page(document: Any) -> None:
    """A4 across: the tables are wide."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = A4
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))


def _run(paragraph: Any, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    # Word chooses the font of Chinese text by an attribute of its own.
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    run.font.color.rgb = None


def _paragraph(
    document: Any, text: str, font: str, size: float, *, centred: bool = False, indent: bool = False
) -> None:
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    _run(paragraph, text, font, size)


def _table(document: Any, number: int, table: Table) -> None:
    caption = document.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    _run(caption, f"表 {number} {table.title}", HEADING_FONT, 12)
    if not table.body:
        _paragraph(document, table.empty, BODY_FONT, 12, centred=True)
        return
    lines = [table.head, *(tuple(map(text_of, line)) for line in table.plain_rows)]
    grid = document.add_table(rows=len(lines), cols=len(table.head), style="Table Grid")
    for row, line in zip(grid.rows, lines, strict=True):
        _keep_together(row)
        for cell, text in zip(row.cells, line, strict=True):
            _run(cell.paragraphs[0], text, BODY_FONT, 10.5)
    _repeat_as_head(grid.rows[0])
    document.add_paragraph()


def _keep_together(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat_as_head(row: Any) -> None:
    """The head stands on every page that the table runs over, and is announced as such."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
