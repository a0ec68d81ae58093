"""旁听席位: the court's own hearings, who comes, the check-in list."""

from __future__ import annotations

from flask import Response, request

from forms_backend.bookings import messages as texts
from forms_backend.bookings.desk import LONGEST_REASON
from forms_backend.bookings.errors import BookingNotFoundError
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.database.limits import NUMBER_LENGTH
from forms_backend.identity.errors import InvalidInputError
from forms_backend.office_files.spreadsheets import MEDIA_TYPE
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.rendering import page
from forms_backend.web.context import part


@allow_roles(*WORKERS)
def hearing_list() -> Response:
    """The hearings of the person's court with their counts; nothing personal."""
    rows = part(BookingOffice).desk.hearings(current_person().unit)
    return page("hearings.html", texts.DESK, b=texts, rows=rows)


def _hearing_page(
    hearing_id: str,
    status: int = 200,
    *,
    notice: str | None = None,
    tried: str = "",
    typed: str = "",
) -> Response:
    hearing, guests = part(BookingOffice).desk.guests(current_person(), hearing_id)
    return page(
        "hearing.html",
        texts.DESK_HEARING,
        status,
        b=texts,
        hearing=hearing,
        guests=guests,
        notice=notice,
        failed=status != 200,
        tried=tried,
        typed=typed,
        longest=LONGEST_REASON,
    )


@allow_roles(*WORKERS)
def hearing(hearing_id: str) -> Response:
    """Who comes; that it was read is in the ledger."""
    return _hearing_page(hearing_id)


@allow_roles(*WORKERS)
def check_in(hearing_id: str) -> Response:
    """The check-in list as a file; who took it is in the ledger."""
    content = part(BookingOffice).desk.check_in_list(current_person(), hearing_id)
    return download(content, MEDIA_TYPE, f"{hearing_id}.xlsx")


@allow_roles(*WORKERS)
def remove_booking(hearing_id: str, number: str) -> Response:
    """Take a booking back, with a reason for the visitor."""
    reason = request.form.get("reason", "")[: LONGEST_REASON * 2]
    number = number[:NUMBER_LENGTH]
    try:
        part(BookingOffice).desk.remove(current_person(), hearing_id, number, reason)
    except InvalidInputError as error:
        return _hearing_page(hearing_id, 422, notice=str(error), tried=number, typed=reason)
    except BookingNotFoundError:
        return _hearing_page(hearing_id, 409, notice=texts.DESK_GONE)
    return _hearing_page(hearing_id, notice=texts.DESK_REMOVED.format(number=number))


@allow_roles(*WORKERS)
def note_call(hearing_id: str, number: str) -> Response:
    """Somebody telephoned whoever had left no mail address."""
    number = number[:NUMBER_LENGTH]
    try:
        part(BookingOffice).desk.note_call(current_person(), hearing_id, number)
    except BookingNotFoundError:
        return _hearing_page(hearing_id, 409, notice=texts.DESK_GONE)
    return _hearing_page(hearing_id, notice=texts.DESK_CALLED_DONE.format(number=number))


ROUTES = (
    ("/hearings", "hearing_list", hearing_list, "GET"),
    ("/hearings/<hearing_id>", "hearing", hearing, "GET"),
    ("/hearings/<hearing_id>/check-in", "check_in", check_in, "POST"),
    ("/hearings/<hearing_id>/<number>/remove", "remove_booking", remove_booking, "POST"),
    ("/hearings/<hearing_id>/<number>/called", "note_call", note_call, "POST"),
)
