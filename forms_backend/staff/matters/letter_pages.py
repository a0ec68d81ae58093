"""催办函, 督办函 and 答复书 of a matter, to download or to print."""

from __future__ import annotations

from flask import Response, request, url_for

from forms_backend.letters import messages as letter_messages
from forms_backend.letters.letter import Letter, clean_reference
from forms_backend.letters.service import LetterService
from forms_backend.office_files.office_paper import MEDIA_TYPE
from forms_backend.office_files.official_document import written_date
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.matters.letter_document import letter_document
from forms_backend.staff.rendering import error_page, page
from forms_backend.web.context import ground, part


def _asked_for(number: str, key: str) -> Letter | None:
    """The letter with the 文号 that was typed; None when that is none. What it holds of visitor and
    supervisor is read by whoever takes it."""
    typed = request.args.get("reference", "")
    reference = clean_reference(typed) if typed.strip() else ""
    if reference is None:
        return None
    return part(LetterService).letter(current_person(), number, key, reference)


def _no_reference() -> Response:
    return error_page(letter_messages.REFERENCE_WRONG, letter_messages.REFERENCE_WRONG_TEXT, 422)


@allow_roles(*WORKERS)
def letter(number: str, key: str) -> Response:
    """The letter as .docx."""
    found = _asked_for(number, key)
    if found is None:
        return _no_reference()
    name = letter_messages.FILE_NAME.format(title=found.title, reference=found.reference)
    return download(letter_document(found, ground().clock()), MEDIA_TYPE, name)


@allow_roles(*WORKERS)
def letter_sheet(number: str, key: str) -> Response:
    """The letter as a page that prints as it should lie on A4, on paper or as PDF."""
    found = _asked_for(number, key)
    if found is None:
        return _no_reference()
    word = url_for(
        "staff.letter", number=number, key=key, reference=request.args.get("reference") or None
    )
    return page(
        "letter.html",
        letter_messages.FILE_TITLE.format(title=found.title, reference=found.reference),
        letter=found,
        dated=written_date(found.dated),
        word=word,
        number=number,
        texts=letter_messages,
    )


ROUTES = (
    ("/items/<number>/letters/<key>.docx", "letter", letter, "GET"),
    ("/items/<number>/letters/<key>", "letter_sheet", letter_sheet, "GET"),
)
