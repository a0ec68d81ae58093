"""A letter as .docx, in the measures of GB/T 9704-2012 (DOMAIN §9.2), without a red head."""

from __future__ import annotations

from datetime import datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from forms_backend.letters.letter import Letter
from forms_backend.office_files.office_paper import (
    FOUR_CHARACTERS,
    MEDIA_TYPE,
    SIZE_2,
    TITLE_FONT,
    TWO_CHARACTERS,
    add_paragraph,
    indent,
    number_pages,
    set_font,
    set_page,
    set_style,
)
from forms_backend.office_files.word_files import word_file

__all__ = ["MEDIA_TYPE", "letter_document"]


def letter_document(letter: Letter, made_at: datetime) -> bytes:
    """The file. The same letter and moment give the same bytes."""
    document = Document()
    set_page(document.sections[0])
    set_style(document.styles["Normal"])
    title = add_paragraph(document, letter.title, align=WD_ALIGN_PARAGRAPH.CENTER)
    set_font(title.runs[0], TITLE_FONT, SIZE_2)
    add_paragraph(document, letter.reference, align=WD_ALIGN_PARAGRAPH.CENTER)
    add_paragraph(document, "")
    add_paragraph(document, letter.recipient)
    for text in letter.paragraphs:
        indent(add_paragraph(document, text), "firstLineChars", TWO_CHARACTERS)
    add_paragraph(document, "")
    add_paragraph(document, "")
    for text in (letter.signature, letter.signed_on):
        signed = add_paragraph(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.keep_together = True
        indent(signed, "rightChars", FOUR_CHARACTERS)
    number_pages(document)
    title_and_number = f"{letter.title} {letter.reference}"
    return word_file(document, title=title_and_number, author=letter.signature, moment=made_at)
