"""导入 Word: files in, drafts out, and all that an editor has to know of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, request
from werkzeug.datastructures import FileStorage

from district.forms.attachment import MOST_FILES
from district.manuscripts import Kind
from forms_backend.attachments.errors import (
    RefusedFileError,
    ScannerUnavailableError,
    StorageUnavailableError,
)
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.names import clean_name
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
LONGEST = 40.0
"""Seconds after which no further file is begun: servers in front wait for a minute."""


@dataclass(frozen=True)
class Taken:
    """What came of one file: drafts, or the reason why there are none."""

    name: str
    drafts: tuple[Draft, ...] = ()
    problem: str = ""


@allow_roles(Role.EDITOR)
def import_word_form() -> Response:
    """Which files, and what they are to become."""
    desk()
    return _page()


def _page(status: int = 200, notice: str = "", taken: tuple[Taken, ...] = ()) -> Response:
    kinds = {draft.place.kind for one in taken for draft in one.drafts}
    labels = {kind: desk().labels(kind.value) for kind in kinds}
    return page(
        "editing/import.html", messages.IMPORT, status, e=editing_messages, notice=notice,
        kinds=KINDS, kind=request.form.get("kind", ""), taken=taken, most=MOST_FILES, labels=labels,
    )  # fmt: skip


@takes_files
@allow_roles(Role.EDITOR)
def import_word() -> Response:
    """Take the files in and show what came of each; nothing is kept of one that cannot be read."""
    desk()
    files = [one for one in request.files.getlist("original") if one.filename]
    if not files:
        return _page(422, messages.NO_WORD_FILE)
    until = time.monotonic() + LONGEST
    taken = tuple(_taken_in(at, file, until) for at, file in enumerate(files))
    count, refused = sum(len(one.drafts) for one in taken), sum(not one.drafts for one in taken)
    if not refused:
        return _page(201, messages.IMPORTED.format(count=count), taken)
    if len(taken) == 1:
        return _page(422, taken[0].problem)
    if not count:
        return _page(422, messages.IMPORTED_NONE.format(refused=refused), taken)
    files_in = len(taken) - refused
    said = messages.IMPORTED_SOME.format(files=files_in, count=count, refused=refused)
    return _page(201, said, taken)


def _taken_in(at: int, file: FileStorage, until: float) -> Taken:
    """What came of the file that stands at the place `at` of those that were chosen."""
    name = clean_name(file.filename or "")
    if at >= MOST_FILES:
        return Taken(name, problem=messages.TOO_MANY_FILES.format(most=MOST_FILES))
    if time.monotonic() > until:
        return Taken(name, problem=messages.NO_TIME_LEFT)
    try:
        return Taken(name, _drafts_of(file))
    except (
        EditingError,
        RefusedFileError,
        ScannerUnavailableError,
        StorageUnavailableError,
    ) as error:
        return Taken(name, problem=str(error))


def _drafts_of(file: FileStorage) -> tuple[Draft, ...]:
    name = file.filename or ""
    if not name.lower().endswith(FileKind.DOCX.extensions):
        raise EditingError(messages.NOT_WORD)
    buffer = file.stream
    size = buffer.size if isinstance(buffer, UploadBuffer) else file.content_length
    stream, service = cast(Any, buffer), part(AttachmentService)
    with service.looked_at(name, stream, size, MOST_MEGABYTES) as found:
        if found.kind is not FileKind.DOCX:
            raise EditingError(messages.NOT_WORD)
        kind = request.form.get("kind", "")
        return part(OriginalsDesk).take_in(name, found.stream, kind, current_person())


ROUTES = (
    ("/editing/import", "import_word_form", import_word_form, "GET"),
    ("/editing/import", "import_word", import_word, "POST"),
)
