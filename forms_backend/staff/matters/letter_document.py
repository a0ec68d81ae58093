"""A letter as .docx, in the measures of GB/T 9704-2012 (DOMAIN §9.2)."""

from __future__ import annotations

from datetime import datetime

from forms_backend.letters.letter import Letter
from forms_backend.office_files.office_paper import MEDIA_TYPE
from forms_backend.office_files.official_document import Form, Paper, Text
from forms_backend.office_files.official_layout import official_file

__all__ = ["MEDIA_TYPE", "letter_document"]


def letter_document(letter: Letter, made_at: datetime) -> bytes:
    """The file. The same letter and moment give the same bytes."""
    paper = Paper(
        Form.LETTER,
        title=letter.title,
        sender=letter.signature,
        dated=letter.dated,
        blocks=tuple(Text(paragraph) for paragraph in letter.paragraphs),
        reference=letter.reference,
        recipient=letter.recipient.removesuffix("："),
        mark=letter.mark,
        sealed=letter.sealed,
    )
    return official_file(paper, made_at)
