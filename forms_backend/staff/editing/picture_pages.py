"""Pictures of a manuscript: written anew without what a camera adds, and named."""

from __future__ import annotations

from typing import Any, cast

from flask import Response, abort, request

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
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.editing.list_pages import PEOPLE, desk
from forms_backend.staff.editing.manuscript_pages import manuscript_page, opened_or_404
from forms_backend.web.context import part
from forms_backend.web.uploads import UploadBuffer, takes_files

MOST_MEGABYTES = 5


@takes_files
@allow_roles(Role.EDITOR)
def add_picture(manuscript_id: str) -> Response:
    """Take a picture into the draft; the page then shows the line to insert."""
    opened = opened_or_404(manuscript_id)
    try:
        ending, data = _cleaned()
        markdown = desk().add_picture(opened.place.id, ending, data, current_person())
    except (
        EditingError,
        RefusedFileError,
        ScannerUnavailableError,
        StorageUnavailableError,
    ) as error:
        return manuscript_page(opened, 422, str(error))
    notice = messages.PICTURE_ADDED.format(markdown=markdown)
    return manuscript_page(opened_or_404(manuscript_id), 201, notice, picture=markdown)


def _cleaned() -> tuple[str, bytes]:
    """Ending and bytes of the picture that was sent, cleaned and scanned. Raises EditingError, and
    what looking at a file raises."""
    file = request.files.get("picture")
    if file is None or not file.filename:
        raise EditingError(messages.PICTURE_MISSING)
    buffer = file.stream
    size = buffer.size if isinstance(buffer, UploadBuffer) else file.content_length
    stream, service = cast(Any, buffer), part(AttachmentService)
    with service.looked_at(file.filename, stream, size, MOST_MEGABYTES) as found:
        if not found.kind.is_image:
            raise EditingError(messages.NOT_A_PICTURE)
        return found.kind.extensions[0], found.stream.read()


@allow_roles(*PEOPLE)
def draft_picture(manuscript_id: str, name: str) -> Response:
    """A picture of the draft, for its preview: it is not online yet."""
    data = desk().branches.picture(opened_or_404(manuscript_id), name)
    kind = next((one for one in FileKind if name.endswith(one.extensions)), None)
    if data is None or kind is None:
        abort(404)
    response = Response(data, mimetype=kind.media_type)
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES = (
    ("/editing/<manuscript_id>/picture", "add_picture", add_picture, "POST"),
    ("/editing/<manuscript_id>/pictures/<name>", "draft_picture", draft_picture, "GET"),
)
