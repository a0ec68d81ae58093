"""Paper of an office in the measures of GB/T 9704-2012 (DOMAIN §9.2): page, grid, fonts, numbers.

Fonts are named, not shipped: an office has 仿宋_GB2312 and 小标宋, elsewhere the file names what to
take instead.
"""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from district import characters

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY_FONT, TITLE_FONT, HEADING_FONT = "仿宋_GB2312", "方正小标宋简体", "黑体"
KAI_FONT = "楷体_GB2312"
INSTEAD = {BODY_FONT: "仿宋", KAI_FONT: "楷体", TITLE_FONT: "方正小标宋_GBK"}
"""What a program takes where the font of the name is not installed."""
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)  # 2号, 3号, 4号, 5号
TEXT_WIDTH, TEXT_HEIGHT = Mm(156), Mm(225)
LINES, CHARACTERS = 22, 28
"""每面排22行，每行排28字."""
LINE_TWIPS = 579
"""22 of them fit on 225 mm; of 29 pt each the last would not."""
LINE = Pt(LINE_TWIPS / 20)
_CLOSER = -5
"""3号 is wider than a 28th of 156 mm: letters stand closer by so much, in twentieths of a point. Not
by a grid of characters, which some programs fill with every second character alone."""
TWO_CHARACTERS, FOUR_CHARACTERS = "200", "400"
"""In hundredths of a character."""


def set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_TWIPS))
    for former in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(former)
    section._sectPr.append(grid)


def set_style(style: Any) -> None:
    style.font.name, style.font.size = "Times New Roman", SIZE_3
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), str(_CLOSER))
    style.element.rPr.find(qn("w:sz")).addprevious(closer)
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def set_font(run: Any, name: str, size: Any) -> None:
    run.font.name, run.font.size = name, size
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)


def set_exact(paragraph: Any, height: Any) -> None:
    """A line of this height, off the grid of the page: for what is set smaller or larger."""
    spacing = paragraph.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, height
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    properties = paragraph._p.get_or_add_pPr()
    spacing_element = properties.find(qn("w:spacing"))
    spacing_element.addprevious(off)


def name_other_fonts(document: Any) -> None:
    """The table of fonts says what may stand for those that offices have and others do not."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(part.blob)
    for name, other in INSTEAD.items():
        font, instead = OxmlElement("w:font"), OxmlElement("w:altName")
        font.set(qn("w:name"), name)
        instead.set(qn("w:val"), other)
        font.append(instead)
        fonts.append(font)
    part._blob = serialize_part_xml(fonts)


def add_paragraph(document: Any, text: str, align: WD_ALIGN_PARAGRAPH | None = None) -> Any:
    """`text` cleaned: what was kept before typed texts were cleaned may hold what no XML can."""
    paragraph = document.add_paragraph(characters.clean(text))
    paragraph.alignment = align
    return paragraph


def indent(paragraph: Any, side: str, chars: str) -> None:
    """In characters, as Chinese offices count: it follows the size of the letters."""
    properties = paragraph._p.get_or_add_pPr()
    properties.get_or_add_ind().set(qn(f"w:{side}"), chars)


def number_pages(document: Any) -> None:
    """— 1 — in 4号, odd pages on the right, even ones on the left, one character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    document.styles["Footer"].font.size = SIZE_4  # also of what the field becomes
    section = document.sections[0]
    for footer, align, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "rightChars"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "leftChars"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        indent(paragraph, side, "100")
        for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
            run = paragraph.add_run(text)
            set_font(run, "宋体", SIZE_4)
            if field:
                _add_field(run, field)


def _add_field(run: Any, instruction: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)
