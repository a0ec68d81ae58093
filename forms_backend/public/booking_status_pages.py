"""`/bookings`: number and query code in; the booking, and what its holder may do, out."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from forms_backend import messages as shared
from forms_backend.bookings import messages
from forms_backend.bookings.errors import BookingNotFoundError, BookingRefusedError
from forms_backend.casework.field_rules import clean_code
from forms_backend.context import services
from forms_backend.crypto import normalise_query_code
from forms_backend.limits import NUMBER_LENGTH
from forms_backend.public.limits import limit_status
from forms_backend.public.rendering import page
from forms_backend.public.status_pages import StatusForm
from forms_backend.public.visit_texts import hearing_texts, shown_time

blueprint = Blueprint("booking_status_pages", __name__, url_prefix="/bookings")

_LONGEST_CODE = 40
NOT_FOUND = 404


def _form_page(form: StatusForm, status: int = 200, notice: str | None = None) -> Response:
    title = messages.STATUS_TITLE
    if form.errors or notice:
        title = shared.FORM_ERROR_TITLE.format(title=title)
    return page(
        "booking_status_form.html",
        title,
        status,
        b=messages,
        form=form,
        notice=notice,
        number_length=NUMBER_LENGTH,
    )


def _booking_page(
    number: str, code: str, status: int = 200, notice: str | None = None, problem: str | None = None
) -> Response:
    view = services().bookings.own.look_up(number, code)
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
        visitors=services().config.bookings.visitors,
        notice=notice,
        problem=problem,
    )


@blueprint.get("", strict_slashes=False)
def show() -> Response:
    """The two inputs; `?number=` fills in the first one."""
    return _form_page(StatusForm(number=request.args.get("number", "")[:NUMBER_LENGTH]))


@blueprint.post("", strict_slashes=False)
@limit_status
def look_up() -> Response:
    """The booking, or one and the same answer for an unknown number and for a wrong code."""
    form = StatusForm(request.form)
    if not form.validate():
        return _form_page(form, 422)
    try:
        return _booking_page(form.number.data or "", form.query_code.data or "")
    except BookingNotFoundError:
        return _form_page(form, NOT_FOUND, messages.STATUS_WRONG_PAIR)


def _carry_out(step: Callable[[str, str], None], done: str) -> Response:
    number = clean_code(request.form.get("number", "")[:NUMBER_LENGTH])
    code = clean_code(request.form.get("query_code", "")[:_LONGEST_CODE])
    try:
        step(number, code)
    except BookingNotFoundError:
        return _form_page(StatusForm(), NOT_FOUND, shared.STATUS_EXPIRED)
    except BookingRefusedError as error:
        return _booking_page(number, code, 409, str(error))
    return _booking_page(number, code, notice=messages.DONE[done])


@blueprint.post("/accept")
@limit_status
def accept() -> Response:
    """Take the seats that were offered."""
    return _carry_out(services().bookings.own.accept, "accept")


@blueprint.post("/keep")
@limit_status
def keep() -> Response:
    """Keep the seats of a hearing that was moved."""
    return _carry_out(services().bookings.own.keep, "keep")


@blueprint.post("/cancel")
@limit_status
def cancel() -> Response:
    """Give the seats to others; the box must be ticked."""
    if request.form.get("confirm") == "y":
        return _carry_out(services().bookings.own.cancel, "cancel")
    number = clean_code(request.form.get("number", "")[:NUMBER_LENGTH])
    code = clean_code(request.form.get("query_code", "")[:_LONGEST_CODE])
    try:
        return _booking_page(number, code, 422, problem=messages.STATUS_CANCEL_TICK)
    except BookingNotFoundError:
        return _form_page(StatusForm(), NOT_FOUND, shared.STATUS_EXPIRED)
