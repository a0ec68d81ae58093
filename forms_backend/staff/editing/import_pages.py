"""导入 Word: a file in, drafts out, and all that an editor has to know of them."""

from __future__ import annotations

from typing import Any, cast

from flask import Response, request

from district.manuscripts import Kind
from forms_backend.attachments.errors import (
    RefusedFileError,
    ScannerUnavailableError,
    StorageUnavailableError,
)
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.originals import (
    KIND_NAMES,
    MOST_MEGABYTES,
    Draft,
    OriginalsDesk,
)
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.editing.list_pages import desk
from forms_backend.staff.rendering import page
from forms_backend.web.context import part
from forms_backend.web.uploads import UploadBuffer, takes_files

KINDS = tuple(Kind(name) for name in KIND_NAMES)


@allow_roles(Role.EDITOR)
def import_word_form() -> Response:
    """Which file, and what it is to become."""
    desk()
    return _form()


def _form(status: int = 200, notice: str = "") -> Response:
    return page(
        "editing/import.html", messages.IMPORT, status, e=editing_messages, notice=notice,
        kinds=KINDS, kind=request.form.get("kind", ""), drafts=(),
    )  # fmt: skip


@takes_files
@allow_roles(Role.EDITOR)
def import_word() -> Response:
    """Take the file in and show what came of it; nothing is kept of a file that cannot be read."""
    desk()
    try:
        drafts = _taken_in()
    except (
        EditingError,
        RefusedFileError,
        ScannerUnavailableError,
        StorageUnavailableError,
    ) as error:
        return _form(422, str(error))
    notice = messages.IMPORTED.format(count=len(drafts))
    return page(
        "editing/import.html", messages.IMPORT, 201, e=editing_messages, notice=notice,
        kinds=KINDS, kind="", drafts=drafts,
    )  # fmt: skip


def _taken_in() -> tuple[Draft, ...]:
    file = request.files.get("original")
    if file is None or not file.filename:
        raise EditingError(messages.NO_WORD_FILE)
    if not file.filename.lower().endswith(FileKind.DOCX.extensions):
        raise EditingError(messages.NOT_WORD)
    buffer = file.stream
    size = buffer.size if isinstance(buffer, UploadBuffer) else file.content_length
    stream, service = cast(Any, buffer), part(AttachmentService)
    with service.looked_at(file.filename, stream, size, MOST_MEGABYTES) as found:
        if found.kind is not FileKind.DOCX:
            raise EditingError(messages.NOT_WORD)
        kind = request.form.get("kind", "")
        return part(OriginalsDesk).take_in(file.filename, found.stream, kind, current_person())


ROUTES = (
    ("/editing/import", "import_word_form", import_word_form, "GET"),
    ("/editing/import", "import_word", import_word, "POST"),
)
