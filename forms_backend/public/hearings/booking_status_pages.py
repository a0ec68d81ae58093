"""`/bookings`: number and query code in; the booking, and what its holder may do, out."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from forms_backend.bookings import messages
from forms_backend.bookings.errors import BookingNotFoundError, BookingRefusedError
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.fields import messages as shared
from forms_backend.public.hearings.visit_texts import hearing_texts, shown_time
from forms_backend.public.matters.number_and_code import (
    Asking,
    PairForm,
    asking_page,
    empty_page,
    kept_pair,
)
from forms_backend.public.rendering import page
from forms_backend.sealing.keys import normalise_query_code
from forms_backend.web.context import ground, part
from forms_backend.web.limits import limit_status

blueprint = Blueprint("booking_status_pages", __name__, url_prefix="/bookings")

NOT_FOUND = 404
ASKING = Asking(
    messages.STATUS_TITLE,
    messages.STATUS_LEAD,
    messages.STATUS_NUMBER_HELP,
    "booking_status_pages.look_up",
)


def _booking_page(
    number: str, code: str, status: int = 200, notice: str | None = None, problem: str | None = None
) -> Response:
    view = part(BookingOffice).own.look_up(number, code)
    title = messages.STATUS_TITLE
    if problem:
        title = shared.FORM_ERROR_TITLE.format(title=title)
    return page(
        "booking_status.html",
        title,
        status,
        b=messages,
        view=view,
        code=normalise_query_code(code),
        time=shown_time(view.starts, view.ends),
        hearing=hearing_texts(view.listing) if view.listing else None,
        visitors=ground().config.bookings.visitors,
        notice=notice,
        problem=problem,
    )


def _expired_page() -> Response:
    return asking_page(ASKING, PairForm(), NOT_FOUND, shared.STATUS_EXPIRED)


@blueprint.get("", strict_slashes=False)
def show() -> Response:
    """The two inputs."""
    return empty_page(ASKING)


@blueprint.post("", strict_slashes=False)
@limit_status
def look_up() -> Response:
    """The booking, or one and the same answer for an unknown number and for a wrong code."""
    form = PairForm(request.form)
    if not form.validate():
        return asking_page(ASKING, form, 422)
    try:
        return _booking_page(*form.pair)
    except BookingNotFoundError:
        return asking_page(ASKING, form, NOT_FOUND, messages.STATUS_WRONG_PAIR)


def _carry_out(step: Callable[[str, str], None], done: str) -> Response:
    number, code = kept_pair()
    try:
        step(number, code)
    except BookingNotFoundError:
        return _expired_page()
    except BookingRefusedError as error:
        return _booking_page(number, code, 409, str(error))
    return _booking_page(number, code, notice=messages.DONE[done])


@blueprint.post("/accept")
@limit_status
def accept() -> Response:
    """Take the seats that were offered."""
    return _carry_out(part(BookingOffice).own.accept, "accept")


@blueprint.post("/keep")
@limit_status
def keep() -> Response:
    """Keep the seats of a hearing that was moved."""
    return _carry_out(part(BookingOffice).own.keep, "keep")


@blueprint.post("/cancel")
@limit_status
def cancel() -> Response:
    """Give the seats to others; the box must be ticked."""
    if request.form.get("confirm") == "y":
        return _carry_out(part(BookingOffice).own.cancel, "cancel")
    try:
        return _booking_page(*kept_pair(), 422, problem=messages.STATUS_CANCEL_TICK)
    except BookingNotFoundError:
        return _expired_page()
