"""催办函, 督办函 and 答复书 of a matter, to download."""

from __future__ import annotations

from flask import Response, request

from forms_backend.letters import messages as letter_messages
from forms_backend.letters.letter import clean_reference
from forms_backend.letters.service import LetterService
from forms_backend.office_files.office_paper import MEDIA_TYPE
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.matters.letter_document import letter_document
from forms_backend.staff.rendering import error_page
from forms_backend.web.context import ground, part


@allow_roles(*WORKERS)
def letter(number: str, key: str) -> Response:
    """The letter as .docx; what it holds of visitor and supervisor is read by whoever takes it."""
    typed = request.args.get("reference", "")
    reference = clean_reference(typed) if typed.strip() else ""
    if reference is None:
        return error_page(
            letter_messages.REFERENCE_WRONG, letter_messages.REFERENCE_WRONG_TEXT, 422
        )
    found = part(LetterService).letter(current_person(), number, key, reference)
    name = letter_messages.FILE_NAME.format(title=found.title, reference=found.reference)
    return download(letter_document(found, ground().clock()), MEDIA_TYPE, name)


ROUTES = (("/items/<number>/letters/<key>.docx", "letter", letter, "GET"),)
