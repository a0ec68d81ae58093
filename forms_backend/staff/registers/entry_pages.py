"""`/staff/registers/<key>/…`: entering, reading, changing and moving one entry."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import quote

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from district.forms.attachment import DEFAULT_FILES, DEFAULT_MEGABYTES
from district.forms.fields import AttachmentField, FieldKind
from district.registers.models import Need, Register
from forms_backend.attachments import messages as attachment_texts
from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.database.limits import NUMBER_LENGTH, WRITING_LENGTH
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.registers import messages as texts
from forms_backend.registers.calendar import CalendarService
from forms_backend.registers.entry import UNIT_INPUT, input_keys
from forms_backend.registers.origins import Origin
from forms_backend.registers.reading import RegisterReader
from forms_backend.registers.rules import may_enter
from forms_backend.registers.service import RegisterService
from forms_backend.registers.views import EntryView
from forms_backend.running.json_logs import log_event
from forms_backend.sealing.errors import DamagedAttachmentError
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.registers.origin_reading import (
    offered,
    origin_asked_for,
    origin_url,
    typed_from,
)
from forms_backend.staff.registers.showing import register_page
from forms_backend.staff.rendering import error_page
from forms_backend.web.context import part
from forms_backend.web.file_input import FileInput
from forms_backend.web.uploads import (
    HOURS,
    Received,
    discard_unused,
    receive_field,
    takes_files,
)

BY_REGISTER = "岗位由台账的定义决定"
EVIDENCE = "evidence"
"""In place of a step: files alone."""


def _refused() -> Response:
    return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)


def _form_page(
    key: str,
    register: Register,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    status: int = 200,
    *,
    number: str = "",
    version: int = 0,
    notice: str = "",
    origin: Origin | None = None,
) -> Response:
    person, service = current_person(), part(RegisterService)
    places = service.places(person)
    return register_page(
        "register_form.html",
        f"{texts.CHANGE if number else texts.NEW}：{register.name}",
        status,
        key=key,
        register=register,
        typed=typed,
        problems=problems,
        number=number,
        version=version,
        notice=notice,
        origin=origin,
        origin_url=origin_url,
        unit_input=UNIT_INPUT,
        units=places.units,
        responsible=places.responsible if person.role.leads else (person.unit,),
    )


def _typed(register: Register) -> dict[str, str]:
    return {key: request.form.get(key, "") for key in input_keys(register)}


@allow_roles(*WORKERS, narrower=BY_REGISTER)
def entry_form(key: str) -> Response:
    """The empty form, or one with what the address names as its origin."""
    register, person = part(RegisterService).register(key), current_person()
    origin = origin_asked_for()
    if not may_enter(person, register) or (origin and origin.source not in register.sources):
        return _refused()
    if origin is None:
        return _form_page(key, register, {UNIT_INPUT: person.unit}, {})
    try:
        typed = typed_from(register, origin, offered(person, origin))
    except InvalidInputError as error:
        return error_page(messages.FORBIDDEN, " ".join(error.problems.values()), 403)
    return _form_page(key, register, typed, {}, origin=origin)


@allow_roles(*WORKERS, narrower=BY_REGISTER)
def enter_entry(key: str) -> AnyResponse:
    """The new entry, or the form again with every error."""
    register = part(RegisterService).register(key)
    typed, person, origin = _typed(register), current_person(), origin_asked_for()
    try:
        if origin is not None:
            offered(person, origin)
    except InvalidInputError as error:
        return error_page(messages.FORBIDDEN, " ".join(error.problems.values()), 403)
    try:
        number = part(RegisterService).enter(person, key, typed, origin)
    except NotAllowedError:
        return _refused()
    except InvalidInputError as error:
        return _form_page(key, register, typed, error.problems, 422, origin=origin)
    return redirect(url_for("staff.register_entry", key=key, number=number), 303)


def opened(key: str, number: str) -> EntryView:
    """The entry of that register; that it was read is in the ledger. Raises MatterNotFoundError."""
    view = part(RegisterReader).open(current_person(), number[:NUMBER_LENGTH])
    if view.key != key:
        raise MatterNotFoundError(number)
    return view


def _files_of(register: Register) -> AttachmentField:
    return AttachmentField(
        key="files",
        kind=FieldKind.ATTACHMENT,
        label=texts.EVIDENCE,
        max_files=max(1, min(DEFAULT_FILES, register.evidence)),
        max_mb=DEFAULT_MEGABYTES,
    )


def _scope(number: str) -> str:
    return f"register.{number}"


def entry_page(
    key: str,
    number: str,
    status: int = 200,
    *,
    step: str = "",
    note: str = "",
    problems: Mapping[str, str] | None = None,
    received: Received | None = None,
    notice: str = "",
    public_problems: Mapping[str, str] | None = None,
) -> Response:
    """The entry; `step` is the one whose form stands there again with what was typed."""
    view = opened(key, number)
    definition = _files_of(view.register)
    uploads = received.uploads if received else ()
    inputs = {
        one: FileInput(definition, f"files-{one}", uploads if one == step else ())
        for one in (*view.steps, EVIDENCE)
    }
    return register_page(
        "register_entry.html",
        f"{view.register.name} {view.row.number}",
        status,
        key=key,
        view=view,
        register=view.register,
        needs=Need,
        inputs=inputs,
        tried=step,
        note=note,
        problems=problems or {},
        notice=notice,
        longest=WRITING_LENGTH,
        evidence=EVIDENCE,
        origin_url=origin_url,
        published=part(CalendarService).standing(current_person(), view),
        public_problems=public_problems or {},
    )


@allow_roles(*WORKERS)
def register_entry(key: str, number: str) -> Response:
    """What the entry says, its evidence, its history, and the steps that the person may take."""
    return entry_page(key, number)


@allow_roles(*WORKERS, narrower=BY_REGISTER)
def entry_change_form(key: str, number: str) -> Response:
    """The form with what the entry says now."""
    view = opened(key, number)
    if not view.may_change:
        return entry_page(key, number, 403, notice=texts.NOT_ALLOWED)
    typed = {**view.row.values, UNIT_INPUT: view.row.unit}
    return _form_page(key, view.register, typed, {}, number=number, version=view.version)


@allow_roles(*WORKERS, narrower=BY_REGISTER)
def change_entry(key: str, number: str) -> AnyResponse:
    """What the entry now says, or the form again with every error."""
    view = opened(key, number)
    typed = _typed(view.register)
    version = request.form.get("version", 0, type=int)
    problems: Mapping[str, str] = {}
    status, notice = 422, ""
    try:
        part(RegisterService).change(current_person(), number, version, typed)
    except NotAllowedError:
        return entry_page(key, number, 403, notice=texts.NOT_ALLOWED)
    except InvalidInputError as error:
        problems = error.problems
    except StaleMatterError:
        status, notice, version = 409, texts.STALE, view.version
    else:
        return redirect(url_for("staff.register_entry", key=key, number=number), 303)
    return _form_page(
        key, view.register, typed, problems, status, number=number, version=version, notice=notice
    )


@allow_roles(*WORKERS, narrower=BY_REGISTER)
@takes_files
def take_step(key: str, number: str, step: str) -> AnyResponse:
    """The step with its note and evidence, or the page again with all that was typed; `evidence`
    in place of a step adds files alone."""
    view = opened(key, number)
    is_step, version = step != EVIDENCE, request.form.get("version", 0, type=int)
    if is_step and step not in view.steps:
        return entry_page(key, number, 403, notice=texts.NOT_ALLOWED)
    received = receive_field(_files_of(view.register), _scope(number))
    note, service, person = request.form.get("note", ""), part(RegisterService), current_person()
    again = {"step": step, "note": note, "received": received}
    if received.problems:
        found = {"files": " ".join(received.problems)}
        return entry_page(key, number, 422, problems=found, **again)  # type: ignore[arg-type]
    try:
        if is_step:
            service.move(person, number, version, step, note, received.files)
        else:
            service.add_evidence(person, number, version, received.files)
    except NotAllowedError:
        return entry_page(key, number, 403, notice=texts.NOT_ALLOWED)
    except InvalidInputError as error:
        return entry_page(key, number, 422, problems=error.problems, **again)  # type: ignore[arg-type]
    except AttachmentGoneError:
        gone = {"files": attachment_texts.CHOOSE_AGAIN.format(hours=HOURS)}
        again["received"] = None
        return entry_page(key, number, 422, problems=gone, **again)  # type: ignore[arg-type]
    except StaleMatterError:
        return entry_page(key, number, 409, notice=texts.STALE, **again)  # type: ignore[arg-type]
    discard_unused()
    return redirect(url_for("staff.register_entry", key=key, number=number), 303)


@allow_roles(*WORKERS)
def entry_file(key: str, number: str, file_id: int) -> Response:
    """A file of evidence as it was kept: saved by the browser, never shown in it."""
    try:
        found, content = part(RegisterReader).file(current_person(), number, file_id)
    except DamagedAttachmentError as error:
        log_event("attachment_damaged", logging.ERROR, file=error.storage_name)
        return error_page(attachment_texts.UNREADABLE, attachment_texts.UNREADABLE_TEXT, 500)
    response = Response(content, mimetype=found.kind.media_type)
    response.headers["Content-Length"] = str(found.size)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{number}-{file_id}{found.kind.extensions[0]}"; '
        f"filename*=UTF-8''{quote(found.name, safe='')}"
    )
    return response


ROUTES = (
    ("/registers/<key>/new", "entry_form", entry_form, "GET"),
    ("/registers/<key>", "enter_entry", enter_entry, "POST"),
    ("/registers/<key>/<number>", "register_entry", register_entry, "GET"),
    ("/registers/<key>/<number>/change", "entry_change_form", entry_change_form, "GET"),
    ("/registers/<key>/<number>", "change_entry", change_entry, "POST"),
    ("/registers/<key>/<number>/steps/<step>", "take_step", take_step, "POST"),
    (
        "/registers/<key>/<number>/files/<int(max=2147483647):file_id>",
        "entry_file",
        entry_file,
        "GET",
    ),
)
