"""公文 as .docx in the measures of GB/T 9704-2012 (DOMAIN §9.2).

Rows of tables are set smaller than the text and off its grid, so that a month fits on few pages.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from forms_backend.office_files.office_paper import (
    FOUR_CHARACTERS,
    HEADING_FONT,
    KAI_FONT,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_5,
    TEXT_WIDTH,
    TITLE_FONT,
    TWO_CHARACTERS,
    add_paragraph,
    indent,
    name_other_fonts,
    number_pages,
    set_exact,
    set_font,
    set_page,
    set_style,
)
from forms_backend.office_files.official_document import (
    Appendix,
    Block,
    Form,
    Grid,
    Heading,
    Issue,
    Note,
    Paper,
    Text,
    appendix_lines,
    numbered,
    written_date,
)
from forms_backend.office_files.word_files import word_file

CENTRE, LEFT, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
)  # fmt: skip
_TAB_RIGHT = WD_TAB_ALIGNMENT.RIGHT
RED = RGBColor(0xFF, 0, 0)
RED_LINE = str(RED)
MARK_SIZE = 40
"""发文机关标志, at most, in points: no size is prescribed; a long name is smaller, on one line."""
MARK_BELOW_EDGE = Mm(35)
"""From the upper edge of the text area to that of the mark."""
ROW_LINE = Pt(15)
FOOT_LINE = Pt(24)
_FOOT_CHARACTERS = 29
"""4号 on a line of the 版记, one character free on either side."""
_TEXT_FOOT = Mm(297 - 35)
THICK, THIN = "8", "6"
"""分隔线 of the 版记: 0.35 mm and 0.25 mm, in eighths of a point."""
_HEADING_FONTS = {1: HEADING_FONT, 2: KAI_FONT}
"""From level 3 on the text's own font."""


def official_file(paper: Paper, made_at: datetime) -> bytes:
    """The bytes of the file; the same paper and moment give the same bytes."""
    document = Document()
    set_page(document.sections[0])
    set_style(document.styles["Normal"])
    name_other_fonts(document)
    if paper.mark:
        _red_head(document, paper)
    _title(document, paper)
    if paper.recipient:
        add_paragraph(document, f"{paper.recipient}：")
    for block in numbered(paper.blocks):
        _add(document, block)
    if paper.appendices:
        _blank(document)
        for line in appendix_lines(paper.appendices):
            _body(document, line)
    _signature(document, paper)
    for number, appendix in enumerate(paper.appendices, start=1):
        _appendix(document, appendix, number if len(paper.appendices) > 1 else None)
    if paper.issue != Issue():
        _issue(document, paper)
    number_pages(document)
    return word_file(document, title=paper.title, author=paper.sender, moment=made_at)


def _blank(document: Any) -> None:
    add_paragraph(document, "")


def _body(document: Any, text: str) -> Any:
    paragraph = add_paragraph(document, text, WD_ALIGN_PARAGRAPH.JUSTIFY)
    # For programs that do not count in characters.
    paragraph.paragraph_format.first_line_indent = SIZE_3 * 2
    indent(paragraph, "firstLineChars", TWO_CHARACTERS)
    return paragraph


def _red_head(document: Any, paper: Paper) -> None:
    """发文机关标志, number and, upwards, who signs; then the red line."""
    is_letter = paper.form is Form.LETTER
    mark = add_paragraph(document, paper.mark, CENTRE)
    points = min(MARK_SIZE, int(TEXT_WIDTH.pt / len(paper.mark)))
    set_font(mark.runs[0], TITLE_FONT, Pt(points))
    mark.runs[0].font.color.rgb = RED
    set_exact(mark, Pt(50))
    mark.paragraph_format.space_before = Pt(0) if is_letter else MARK_BELOW_EDGE
    if is_letter:
        _border(mark, [("bottom", "thickThinSmallGap", "18", "11", RED_LINE)])
        if paper.reference:
            add_paragraph(document, paper.reference, RIGHT)
    else:
        _blank(document)
        _blank(document)
        _border(_reference(document, paper), [("bottom", "single", "12", "11", RED_LINE)])
    _blank(document)


def _reference(document: Any, paper: Paper) -> Any:
    """发文字号 in the middle; of a paper that goes upwards on the left, with 签发人 on the right."""
    if not (paper.form.goes_upwards and paper.signer):
        return add_paragraph(document, paper.reference, CENTRE)
    paragraph = add_paragraph(document, f"{paper.reference}\t签发人：")
    set_font(paragraph.add_run(paper.signer), KAI_FONT, SIZE_3)
    indent(paragraph, "leftChars", "100")
    indent(paragraph, "rightChars", "100")
    paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH - SIZE_3, _TAB_RIGHT)
    return paragraph


def _border(paragraph: Any, lines: list[tuple[str, str, str, str, str]]) -> None:
    """Lines along a paragraph: side, kind, eighths of a point, points away, colour."""
    borders = OxmlElement("w:pBdr")
    for side, *values in lines:
        line = OxmlElement(f"w:{side}")
        for name, value in zip(("val", "sz", "space", "color"), values, strict=True):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    _insert(paragraph, borders)


_AFTER_FRAME = (
    "w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs",
    "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing",
    "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
    "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""What the schema wants behind a frame and lines; a program may refuse another order."""


def _insert(paragraph: Any, element: Any) -> None:
    following = [name for name in _AFTER_FRAME if qn(name) != element.tag]
    paragraph._p.get_or_add_pPr().insert_element_before(element, *following)


def _title(document: Any, paper: Paper) -> None:
    if paper.signer and paper.form.goes_upwards and not paper.mark:
        add_paragraph(document, "签发人：", RIGHT)
        set_font(document.paragraphs[-1].add_run(paper.signer), KAI_FONT, SIZE_3)
    title = add_paragraph(document, paper.title, CENTRE)
    set_font(title.runs[0], TITLE_FONT, SIZE_2)
    if paper.subtitle:
        subtitle = add_paragraph(document, paper.subtitle, CENTRE)
        set_font(subtitle.runs[0], KAI_FONT, SIZE_3)
    if paper.reference and not paper.mark:
        add_paragraph(document, paper.reference, CENTRE)
    _blank(document)


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        heading = _body(document, block.text)
        if block.level in _HEADING_FONTS:
            set_font(heading.runs[0], _HEADING_FONTS[block.level], SIZE_3)
        heading.paragraph_format.keep_with_next = True
    elif isinstance(block, Text):
        _body(document, block.text)
    elif isinstance(block, Note):
        note = add_paragraph(document, block.text)
        note.runs[0].font.size = SIZE_5
        set_exact(note, ROW_LINE)
    else:
        _grid(document, block)


def _grid(document: Any, grid: Grid) -> None:
    caption = add_paragraph(document, grid.caption, CENTRE)
    set_font(caption.runs[0], HEADING_FONT, SIZE_4)
    set_exact(caption, Pt(22))
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=len(grid.lines) + 1, cols=len(grid.head), style="Table Grid")
    table.alignment, table.autofit = CENTRE, False
    for at, width in enumerate(grid.widths):
        table.columns[at].width = TEXT_WIDTH * width // 100
    lines = (grid.head, *grid.lines)
    for place, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        is_bold = place == 0 or (grid.has_total and place == len(lines) - 1)
        _mark_row(row, "w:cantSplit")
        for at, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            cell.width = TEXT_WIDTH * grid.widths[at] // 100
            _cell(cell, text, HEADING_FONT if is_bold else "", CENTRE if place == 0 or at else LEFT)
    _mark_row(table.rows[0], "w:tblHeader")
    set_exact(add_paragraph(document, ""), Pt(8))


def _cell(cell: Any, text: str, font: str, align: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    set_exact(paragraph, ROW_LINE)
    run = paragraph.add_run(text)
    run.font.size = SIZE_5
    if font:
        set_font(run, font, SIZE_5)


def _mark_row(row: Any, name: str) -> None:
    """cantSplit: a row stays on one page; tblHeader: the head stands on every page."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _signature(document: Any, paper: Paper) -> None:
    """署名 and 成文日期, kept on one page with each other; with room for a seal where there is one."""
    for _ in range(3 if paper.sealed else 1):
        add_paragraph(document, "").paragraph_format.keep_with_next = True
    sender = add_paragraph(document, paper.sender, RIGHT)
    sender.paragraph_format.keep_with_next = True
    dated = add_paragraph(document, written_date(paper.dated), RIGHT)
    # A seal is centred over both: the sender stands over the middle of the date.
    own = FOUR_CHARACTERS if paper.sealed else TWO_CHARACTERS
    for paragraph, side in ((sender, own), (dated, FOUR_CHARACTERS)):
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.right_indent = SIZE_3 * (int(side) // 100)
        indent(paragraph, "rightChars", side)


def _appendix(document: Any, appendix: Appendix, number: int | None) -> None:
    head = add_paragraph(document, f"附件{number or ''}")
    head.paragraph_format.page_break_before = True
    set_font(head.runs[0], HEADING_FONT, SIZE_3)
    title = add_paragraph(document, appendix.title, CENTRE)
    set_font(title.runs[0], TITLE_FONT, SIZE_2)
    for block in numbered(appendix.blocks):
        _add(document, block)


def _issue(document: Any, paper: Paper) -> None:
    """版记 at the foot of the last page: 抄送, then who printed it and when, between black lines."""
    issue = paper.issue
    printed = issue.printed_by and issue.printed_on and paper.form is not Form.LETTER
    lines = []
    if issue.copies:
        lines.append((f"抄送：{'，'.join(issue.copies)}。", ""))
    if printed and issue.printed_on:
        lines.append((issue.printed_by, f"{written_date(issue.printed_on)}印发"))
    if not lines:
        return
    rows = sum(math.ceil(len(left) / _FOOT_CHARACTERS) for left, _ in lines)
    top = Length(_TEXT_FOOT - FOOT_LINE * rows)
    for place, (left, right) in enumerate(lines):
        paragraph = add_paragraph(document, f"{left}\t{right}" if right else left)
        paragraph.runs[0].font.size = SIZE_4
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH - SIZE_4, _TAB_RIGHT)
        for side in ("leftChars", "rightChars"):
            indent(paragraph, side, "100")
        set_exact(paragraph, FOOT_LINE)
        is_last = place == len(lines) - 1
        above = [("top", THICK)] if place == 0 else []
        _stand_at_the_foot(paragraph, top, [*above, ("bottom", THICK if is_last else THIN)])
    # A frame hangs on the paragraph after it.
    set_exact(add_paragraph(document, ""), Pt(1))


def _stand_at_the_foot(paragraph: Any, top: Length, lines: list[tuple[str, str]]) -> None:
    """In one frame with its neighbours, from `top` of the page to the lower edge of the text, and
    between lines: some programs do not know how to lay a frame at the foot by themselves."""
    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", str(TEXT_WIDTH.twips)), ("wrap", "around"), ("vAnchor", "page"),
        ("hAnchor", "margin"), ("xAlign", "left"), ("y", str(top.twips)),
    ):  # fmt: skip
        frame.set(qn(f"w:{name}"), value)
    _insert(paragraph, frame)
    _border(paragraph, [(side, "single", size, "1", "000000") for side, size in lines])
