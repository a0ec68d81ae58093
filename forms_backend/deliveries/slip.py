"""送阅单: one A4 page as .docx, the slip above and the part to return below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from district.models import Site
from forms_backend.deliveries import messages
from forms_backend.deliveries.service import DeliveryView
from forms_backend.office_files.word_files import word_file

BODY_FONT, TITLE_FONT = "仿宋", "方正小标宋简体"
TITLE_SIZE, BODY_SIZE, SMALL_SIZE = Pt(22), Pt(12), Pt(10.5)
MOST_LINES = 10
"""Of cases; more would push the return slip to a second page."""
LETTERS_PER_LINE = 27
_LABEL_WIDTH, _VALUE_WIDTH = Mm(40), Mm(126)
_ROW_HEIGHT, _RETURN_HEIGHT = Mm(7), Mm(11)


@dataclass(frozen=True)
class Slip:
    """What stands on the paper: rows of label and text."""

    number: str
    title: str
    rows: tuple[tuple[str, str], ...]
    signature: str
    signed_on: str
    return_to: str


def slip_of(view: DeliveryView, site: Site) -> Slip:
    """The slip of a delivery. Pure."""
    row, day = view.row, messages.SLIP_DAY.format(day=view.row.delivered_on)
    values = (
        view.recipient.firm,
        view.recipient.people,
        messages.SLIP_COPIES.format(count=row.copies),
        day,
        row.channel.label,
        "\n".join(_shown(view.recipient.case_titles)),
    )
    return_to = messages.RETURN_TO.format(
        organiser=site.organiser,
        address=site.address,
        phone=site.phone,
        email=site.email,
        url=f"{site.base_url}forms/consultation",
    )
    rows = tuple((k, v) for k, v in zip(messages.SLIP_ROWS, values, strict=True) if v)
    return Slip(row.number, row.title, rows, site.organiser, day, return_to)


def _shown(titles: Sequence[str]) -> list[str]:
    """As many titles as fit, and how many there are if that is not all."""
    shown: list[str] = []
    lines = 0
    for title in titles:
        lines += -(-len(title) // LETTERS_PER_LINE)
        if lines > MOST_LINES:
            return [*shown, messages.SLIP_MORE.format(count=len(titles))]
        shown.append(title)
    return shown


def slip_document(slip: Slip, made_at: datetime) -> bytes:
    """The file. The same slip and moment give the same bytes."""
    document = Document()
    _set_page(document)
    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    _heading(document, messages.SLIP_TITLE)
    _text(document, slip.number, SMALL_SIZE, centre)
    lead = _text(document, messages.SLIP_LEAD.format(title=slip.title), space_before=Pt(6))
    lead.paragraph_format.space_after = Pt(6)
    lead.paragraph_format.first_line_indent = 2 * BODY_SIZE
    _table(document, slip.rows, _ROW_HEIGHT)
    _text(document, slip.signature, align=right, space_before=Pt(6))
    _text(document, slip.signed_on, align=right)
    _text(document, messages.SLIP_CUT, SMALL_SIZE, centre, space_before=Pt(8))
    _heading(document, messages.RETURN_TITLE)
    _text(document, slip.number, SMALL_SIZE, centre).paragraph_format.space_after = Pt(4)
    _table(document, messages.RETURN_ROWS, _RETURN_HEIGHT)
    _text(document, slip.return_to, SMALL_SIZE, space_before=Pt(4))
    title = f"{messages.SLIP_TITLE} {slip.number}"
    return word_file(document, title=title, author=slip.signature, moment=made_at)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(16)
    section.left_margin = section.right_margin = Mm(22)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", BODY_SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _text(
    document: Any,
    text: str,
    size: Any = BODY_SIZE,
    align: WD_ALIGN_PARAGRAPH | None = None,
    space_before: Any = None,
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = space_before
    paragraph.add_run(text).font.size = size
    return paragraph


def _heading(document: Any, text: str) -> None:
    run = _text(document, text, TITLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER).runs[0]
    run.font.name = TITLE_FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), TITLE_FONT)


def _table(document: Any, rows: Sequence[tuple[str, str]], least_height: Any) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    widths = (_LABEL_WIDTH, _VALUE_WIDTH)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for texts in rows:
        row = table.add_row()
        row.height, row.height_rule = least_height, WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width, text in zip(row.cells, widths, texts, strict=True):
            cell.width, cell.text = width, text
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
