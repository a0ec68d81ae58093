"""`/staff/registers/<key>/…xlsx`: a list to take along, and entries from a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import BinaryIO, cast

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.attachments.errors import (
    RefusedFileError,
    ScannerUnavailableError,
    StorageUnavailableError,
)
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.errors import NotAllowedError
from forms_backend.matters.rules import CaseworkRules
from forms_backend.office_files.sheet_reading import (
    Sheet,
    SheetError,
    SheetTooLargeError,
    TooManyRowsError,
    read_sheet,
)
from forms_backend.office_files.spreadsheets import MEDIA_TYPE
from forms_backend.registers import messages as texts
from forms_backend.registers.import_file import MOST_ROWS, MOST_TOLD, Names, entries_of
from forms_backend.registers.list_file import empty_workbook, list_workbook
from forms_backend.registers.reading import RegisterReader
from forms_backend.registers.rules import may_enter
from forms_backend.registers.service import RegisterService
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.registers.entry_pages import BY_REGISTER
from forms_backend.staff.registers.register_pages import which_list
from forms_backend.staff.registers.showing import register_page, shown_value
from forms_backend.staff.rendering import error_page, unit_name
from forms_backend.web.context import ground, part
from forms_backend.web.uploads import UploadBuffer, takes_files

MOST_MEGABYTES = 10


@allow_roles(*WORKERS)
def export_register(key: str) -> Response:
    """The list as .xlsx."""
    register = part(RegisterService).register(key)
    rows = part(RegisterReader).export(current_person(), key, which_list())

    content = list_workbook(
        register,
        rows,
        lambda name, row: shown_value(register, name, row.values),
        unit_name,
    )
    return download(content, MEDIA_TYPE, f"{register.name}.xlsx")


@allow_roles(*WORKERS)
def register_template(key: str) -> Response:
    """The empty workbook."""
    service = part(RegisterService)
    register = service.register(key)
    places, points = service.places(current_person()), part(CaseworkRules).points.points
    content = empty_workbook(
        register,
        [unit_name(unit) for unit in places.units],
        [unit_name(unit) for unit in places.responsible],
        [point.name for point in points.values()],
    )
    return download(content, MEDIA_TYPE, f"{register.name}样表.xlsx")


def _form_page(key: str, problems: Sequence[str] = (), status: int = 200) -> Response:
    register = part(RegisterService).register(key)
    return register_page(
        "register_import.html",
        texts.IMPORT_HEADING.format(register=register.name),
        status,
        key=key,
        register=register,
        problems=problems[:MOST_TOLD],
        count=len(problems),
        more=max(0, len(problems) - MOST_TOLD),
    )


@allow_roles(*WORKERS, narrower=BY_REGISTER)
def import_form(key: str) -> Response:
    """Where the file is chosen."""
    if not may_enter(current_person(), part(RegisterService).register(key)):
        return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)
    return _form_page(key)


@allow_roles(*WORKERS, narrower=BY_REGISTER)
@takes_files
def import_entries(key: str) -> AnyResponse:
    """All rows of the file as entries, or none and everything that is wrong with it by cell."""
    service, person = part(RegisterService), current_person()
    refuse = partial(_form_page, key, status=422)
    register = service.register(key)
    if not may_enter(person, register):
        return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)
    try:
        sheet = _sent_sheet()
    except TooManyRowsError as error:
        told = texts.IMPORT_TOO_MANY_ROWS.format(row=error.row, most=MOST_ROWS)
        return refuse(problems=[told])
    except SheetTooLargeError:
        return refuse(problems=[texts.IMPORT_TOO_LARGE])
    except SheetError as error:
        return refuse(problems=[str(error) or texts.IMPORT_BROKEN])
    except (RefusedFileError, ScannerUnavailableError, StorageUnavailableError) as error:
        return refuse(problems=[str(error)])
    own = None if person.role.leads else person.unit
    taken = entries_of(register, sheet, service.places(person), _names(), own)
    if taken.problems:
        return refuse(problems=taken.problems)
    try:
        numbers = service.enter_all(person, key, taken.entries)
    except NotAllowedError:
        return error_page(messages.FORBIDDEN, messages.FORBIDDEN_TEXT, 403)
    return redirect(url_for("staff.register_list", key=key, imported=len(numbers)), 303)


def _sent_sheet() -> Sheet:
    """The workbook of the request. Raises SheetError and what looking at a file raises."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise SheetError(texts.IMPORT_NO_FILE)
    buffer = sent.stream
    size = buffer.size if isinstance(buffer, UploadBuffer) else sent.content_length
    stream = cast(BinaryIO, buffer)
    with part(AttachmentService).looked_at(sent.filename, stream, size, MOST_MEGABYTES) as seen:
        if seen.kind is not FileKind.XLSX:
            raise SheetError(texts.IMPORT_NOT_XLSX.format(kind=seen.kind.label))
        return read_sheet(seen.stream, MOST_ROWS + 1)


def _names() -> Names:
    config = ground().config
    units = {word: unit.key for unit in config.units for word in (unit.key, unit.short, unit.name)}
    points = part(CaseworkRules).points.points
    return Names(units, {point.name: key for key, point in points.items()})


ROUTES = (
    ("/registers/<key>/export.xlsx", "export_register", export_register, "GET"),
    ("/registers/<key>/template.xlsx", "register_template", register_template, "GET"),
    ("/registers/<key>/import", "import_form", import_form, "GET"),
    ("/registers/<key>/import", "import_entries", import_entries, "POST"),
)
