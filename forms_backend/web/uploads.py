"""Files in a request: how many bytes a route takes, where they wait, what becomes of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, g, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from district.forms.attachment import MOST_FILES, MOST_MEGABYTES, MOST_TOGETHER
from district.forms.fields import AttachmentField, FieldKind
from district.forms.models import FormDefinition
from forms_backend.attachments import messages
from forms_backend.attachments.errors import (
    AttachmentGoneError,
    RefusedFileError,
    ScannerUnavailableError,
    StorageUnavailableError,
)
from forms_backend.attachments.kinds import MEGABYTE
from forms_backend.attachments.names import clean_name
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.staged import StagedFile
from forms_backend.attachments.store import STAGED_FOR
from forms_backend.database.errors import DatabaseUnavailableError
from forms_backend.running.json_logs import log_event
from forms_backend.web.context import ground, part, parts_of
from forms_backend.web.limits import charge, has_left, upload_limit, worker_limit

KEPT_SUFFIX = ".kept"
"""Name of the inputs for files that were uploaded before; field keys have no dot."""
HOURS = int(STAGED_FOR.total_seconds()) // 3600
SWEEP_EVERY = timedelta(minutes=10)
ROOM_FOR_MISTAKES = 2
"""Who chooses too much by up to this factor gets the form back with all that was typed, not a bare
error; what is over the limit of a file is not stored."""
LARGEST_UPLOAD = ROOM_FOR_MISTAKES * MOST_TOGETHER * MEGABYTE
LARGEST_BODY_READ = LARGEST_UPLOAD + 64 * MEGABYTE
"""Above what the application refuses by itself, so that a refusal is our page and not a server's."""
_IN_MEMORY = 64 * 1024
_MOST_BUFFERS = 2 * MOST_FILES
"""Each may be an open file; what comes beyond is counted and not stored."""
_MOST_PARTS = 150
_LONGEST_TEXT = 128 * 1024
"""Of one field in bytes: texts are held in memory while files are streamed past them."""
_MARK = "fabu_takes_files"
SUPPLEMENT = AttachmentField(
    key="files", kind=FieldKind.ATTACHMENT, label=messages.SUPPLEMENT_LABEL
)
"""What a supplement takes where the form itself asks for no files."""

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Declares that a view takes files; every other one keeps the small limit of a request."""
    setattr(view, _MARK, True)
    return view


class UploadBuffer:
    """One file of a request: small ones in memory, larger ones in a nameless file on disk, which
    is gone with the request, whatever happens. Beyond the largest limit nothing is stored."""

    def __init__(self, *, stores: bool = True) -> None:
        self._limit = MOST_MEGABYTES * MEGABYTE if stores else 0
        self._file = cast(IO[bytes], SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - closed with the request
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size <= self._limit:
            try:
                self._file.write(data)
            except OSError as error:
                raise StorageUnavailableError from error
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class UploadRequest(Request):
    """A request whose files wait in an UploadBuffer, closed at its end also when parsing failed."""

    def _get_file_stream(self, *_args: Any, **_kwargs: Any) -> IO[bytes]:
        buffers = self.__dict__.setdefault("fabu_buffers", [])
        buffer = UploadBuffer(stores=len(buffers) < _MOST_BUFFERS)
        buffers.append(buffer)
        return cast(IO[bytes], buffer)

    def close(self) -> None:
        super().close()
        for buffer in self.__dict__.get("fabu_buffers", ()):
            buffer.close()


@dataclass(frozen=True)
class Upload:
    """A staged file as the page shows it: with its token."""

    staged: StagedFile
    token: str

    @property
    def keep_label(self) -> str:
        """Name, kind and size, and what the tick means."""
        return messages.KEPT_FILE.format(
            name=self.staged.name,
            kind=self.staged.kind.label,
            size=messages.size_text(self.staged.size),
        )


@dataclass(frozen=True)
class Received:
    """What a request brought for one field: files that are fine, and what is wrong with others."""

    uploads: tuple[Upload, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[StagedFile, ...]:
        return tuple(upload.staged for upload in self.uploads)


@dataclass
class _Fresh:
    """Files that this very request staged."""

    files: list[StagedFile] = field(default_factory=list)


def receive_uploads(definition: FormDefinition) -> dict[str, Received]:
    """What came for each attachment field of a form, checked and staged, once a request."""
    return {f.key: receive_field(f, f"{definition.id}.{f.key}") for f in definition.attachments()}


def receive_field(definition: AttachmentField, scope: str) -> Received:
    """What came for one field; `scope` says where its tokens are good for."""
    known: dict[str, Received] = g.setdefault("fabu_received", {})
    if scope not in known:
        known[scope] = _receive(definition, scope)
    return known[scope]


def _receive(definition: AttachmentField, scope: str) -> Received:
    kept, problems = _redeem(definition, scope)
    sent = [f for f in request.files.getlist(definition.key) if f.filename]
    if sent and not _is_from_our_page():
        return Received(tuple(kept), (*problems, messages.CHOOSE_AGAIN_EXPIRED))
    uploads = kept[: definition.max_files]
    room = definition.max_files - len(uploads)
    left_out = [u.staged.name for u in kept[definition.max_files :]]
    left_out += [clean_name(f.filename or "") for f in sent[room:]]
    if left_out:
        names = "、".join(f"“{name}”" for name in left_out)
        problems.append(messages.TOO_MANY.format(files=definition.max_files, names=names))
    for file in sent[:room]:
        try:
            staged = _stage(definition, file)
        except (RefusedFileError, ScannerUnavailableError, StorageUnavailableError) as error:
            name = clean_name(file.filename or "")
            problems.append(messages.NAMED.format(name=name, reason=error))
        else:
            uploads.append(Upload(staged, part(AttachmentService).token(scope, staged)))
    return Received(tuple(uploads), tuple(problems))


def _is_from_our_page() -> bool:
    """Whether the CSRF check held: pages of others must not fill our disk."""
    return bool(g.get("csrf_valid")) or not current_app.config.get("WTF_CSRF_ENABLED", True)


def _redeem(definition: AttachmentField, scope: str) -> tuple[list[Upload], list[str]]:
    """Files uploaded before; one sentence for all that are no longer there."""
    uploads, gone = [], False
    for token in dict.fromkeys(request.form.getlist(definition.key + KEPT_SUFFIX)[:MOST_FILES]):
        try:
            staged = part(AttachmentService).redeem(scope, token)
        except AttachmentGoneError:
            gone = True
        else:
            uploads.append(Upload(staged, token))
    return uploads, [messages.CHOOSE_AGAIN.format(hours=HOURS)] if gone else []


def _stage(definition: AttachmentField, file: FileStorage) -> StagedFile:
    buffer = file.stream
    size = buffer.size if isinstance(buffer, UploadBuffer) else file.content_length
    spent = _charge_to_sender(size)
    staged = part(AttachmentService).receive(
        file.filename or "", cast(Any, buffer), size, definition.max_mb, spent
    )
    fresh: _Fresh = g.setdefault("fabu_fresh", _Fresh())
    fresh.files.append(staged)
    return staged


def _charge_to_sender(size: int) -> Callable[[float], None]:
    """Count the megabytes now; returns what counts the processor seconds, also of a file that is
    refused. Raises RefusedFileError when the sender has used up either. Staff are not counted: a
    whole office has one address."""
    if g.get("signed_in") is not None:
        return lambda _seconds: None
    if not (has_left(upload_limit) and has_left(worker_limit)):
        ground().metrics.add("fabu_uploads_over_limit_total")
        raise RefusedFileError(messages.UPLOADED_TOO_MUCH)
    charge(upload_limit, size / MEGABYTE)
    return lambda seconds: charge(worker_limit, seconds)


def discard_unused() -> None:
    """After a form was accepted: what this request staged and nobody kept is deleted now."""
    fresh: _Fresh | None = g.get("fabu_fresh")
    if fresh is not None:
        part(AttachmentService).discard(fresh.files)


def supplement_field(form_id: str) -> AttachmentField:
    """What a supplement to a submission of this form takes: what the form took, or the default."""
    form = ground().forms.get(form_id)
    return next(form.attachments(), SUPPLEMENT) if form else SUPPLEMENT


class Sweeper:
    """Sweeps now and then, in whichever request comes next: every process has requests, and no
    process must be alone in having a timer."""

    def __init__(self, now: datetime) -> None:
        self._last = now
        self._lock = threading.Lock()

    def sweep_if_due(self, now: datetime) -> None:
        with self._lock:
            if now - self._last < SWEEP_EVERY:
                return
            self._last = now
        with suppress(StorageUnavailableError, DatabaseUnavailableError):
            count = part(AttachmentService).sweep()
            if count:
                log_event("attachments_swept", count=count)


def prepare_uploads(app: Flask) -> None:
    """Before anything reads the body: more of it for the routes that take files, and only there."""
    app.request_class = UploadRequest
    with app.app_context():
        sweeper = Sweeper(ground().clock())

    @app.before_request
    def set_limits() -> None:
        sweeper.sweep_if_due(ground().clock())
        view = current_app.view_functions.get(request.endpoint or "")
        # Other kinds of bodies are read into memory as a whole.
        if not getattr(view, _MARK, False) or request.mimetype != "multipart/form-data":
            return
        largest = _largest_together()
        if largest:
            small = ground().settings.max_content_length
            request.max_content_length = small + ROOM_FOR_MISTAKES * largest * MEGABYTE
            request.max_form_memory_size = min(small, _LONGEST_TEXT)
            request.max_form_parts = _MOST_PARTS


def largest_body(app: Flask, method: str, path: str) -> int:
    """The most bytes of body that a server need read for a route; a path as the client sent it."""
    ground = parts_of(app).ground
    below = path.removeprefix(ground.config.site.path.rstrip("/")) or "/"
    try:
        endpoint, _arguments = app.url_map.bind("").match(below, method=method)
    except HTTPException:
        return ground.settings.max_content_length
    takes = getattr(app.view_functions[endpoint], _MARK, False)
    return LARGEST_BODY_READ if takes else ground.settings.max_content_length


def _largest_together() -> int:
    """Megabytes that the files of this request may have together, by its form."""
    form_id = (request.view_args or {}).get("form_id")
    if form_id is None:
        forms = ground().forms
        return max(_together(supplement_field(name)) for name in (*forms, ""))
    form = ground().forms.get(form_id)
    return sum(map(_together, form.attachments())) if form else 0


def _together(definition: AttachmentField) -> int:
    return definition.max_files * definition.max_mb
