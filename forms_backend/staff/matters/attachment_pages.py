"""Downloading an attachment: never shown in the browser, always in the ledger."""

from __future__ import annotations

import logging
from urllib.parse import quote

from flask import Response

from forms_backend.attachments import messages
from forms_backend.attachments.service import AttachmentService
from forms_backend.running.json_logs import log_event
from forms_backend.sealing.errors import DamagedAttachmentError
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.rendering import error_page
from forms_backend.web.context import part


@allow_roles(*WORKERS)
def download(number: str, attachment_id: int) -> Response:
    """The file as it was kept, for whoever may see the matter."""
    try:
        found = part(AttachmentService).open(current_person(), number, attachment_id)
    except DamagedAttachmentError as error:
        log_event("attachment_damaged", logging.ERROR, file=error.storage_name)
        return error_page(messages.UNREADABLE, messages.UNREADABLE_TEXT, 500)
    response = Response(found.content, mimetype=found.view.kind.media_type)
    response.headers["Content-Length"] = str(found.view.size)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{number}-{attachment_id}{found.view.kind.extensions[0]}"; '
        f"filename*=UTF-8''{quote(found.view.name, safe='')}"
    )
    return response


ROUTES = (
    (
        "/items/<number>/attachments/<int(max=2147483647):attachment_id>",
        "attachment",
        download,
        "GET",
    ),
)
