"""`/bookings/new`: seats at a hearing, and `/bookings/received`: the receipt after booking."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, request, session, url_for

from forms_backend.bookings import messages
from forms_backend.bookings.contact import read_contact
from forms_backend.bookings.errors import BookingRefusedError
from forms_backend.bookings.hearings_file import Listing
from forms_backend.bookings.service import BookingReceipt
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.database.limits import DOCUMENT_ID_LENGTH, IDEMPOTENCY_KEY_LENGTH
from forms_backend.fields import messages as shared
from forms_backend.public.hearings.visit_texts import hearing_texts
from forms_backend.public.rendering import page, see_other
from forms_backend.running.clock import local_date
from forms_backend.running.json_logs import log_event
from forms_backend.web.context import ground, part
from forms_backend.web.form_builder import ID_PREFIX, DefinedForm
from forms_backend.web.limits import limit_submissions

blueprint = Blueprint("booking_pages", __name__, url_prefix="/bookings")

HONEYPOT = "leave_empty"
PEOPLE = "people"
SHOWN_FOR = timedelta(minutes=30)
_IN_SESSION = "booked"
NOT_FOUND = 404


@dataclass(frozen=True)
class Shown:
    """What the page says besides the form itself."""

    status: int = 200
    notice: str | None = None
    may_wait: bool = False


def _typed_hearing() -> str:
    return request.values.get("hearing", "")[:DOCUMENT_ID_LENGTH]


def _typed_key() -> str:
    return request.form.get("idempotency_key", "")[:IDEMPOTENCY_KEY_LENGTH]


def _new_form(*, submitted: bool) -> DefinedForm:
    today = local_date(ground().clock())
    return DefinedForm(part(BookingOffice).form, today, request.form if submitted else None)


def _largest_group() -> int:
    return ground().config.bookings.booking.largest_group


def _typed_people() -> int | None:
    """The number of people; None when it is none that can be booked."""
    typed = request.form.get(PEOPLE, "")[:3]
    people = int(typed) if typed.isascii() and typed.isdigit() else 0
    return people if 1 <= people <= _largest_group() else None


def _problems(form: DefinedForm) -> dict[str, list[str]]:
    """Every mistake by field, the number of people first."""
    form.validate()
    problems = form.problems()
    people = _typed_people()
    if people is None:
        wrong = messages.PEOPLE_WRONG.format(limit=_largest_group())
        problems = {PEOPLE: [wrong], **problems}
    elif people > 1 and not form["firm"].data and "firm" not in problems:
        problems["firm"] = [messages.FIRM_NEEDED]
    return problems


def _form_page(
    listing: Listing, form: DefinedForm, shown: Shown, problems: dict[str, list[str]]
) -> Response:
    definition = part(BookingOffice).form
    title = definition.title
    if problems or shown.notice:
        title = shared.FORM_ERROR_TITLE.format(title=title)
    counts = part(BookingOffice).service.counts(listing)
    labels = {field.key: field.label for field in definition.fields}
    return page(
        "booking_form.html",
        title,
        shown.status,
        b=messages,
        definition=definition,
        hearing=hearing_texts(listing),
        listing=listing,
        counts=counts,
        form=form,
        problems=problems,
        labels={PEOPLE: messages.FIELD_PEOPLE, **labels},
        shown=shown,
        may_wait=shown.may_wait or counts.left == 0,
        people=_typed_people() or 1,
        largest=_largest_group(),
        hours_to_confirm=ground().config.bookings.booking.offer_hours,
        visitors=ground().config.bookings.visitors,
        id_prefix=ID_PREFIX,
        honeypot=HONEYPOT,
        idempotency_key=_typed_key() or secrets.token_urlsafe(18),
    )


def _closed_page(listing: Listing | None) -> Response:
    """There is nothing to book: why, and where to go on."""
    if listing is None:
        sentence = messages.REFUSED["unknown"] if _typed_hearing() else messages.FORM_CHOOSE
    else:
        why = "closed" if listing.state.takes_place else listing.state.value
        sentence = messages.REFUSED.get(why, messages.REFUSED["closed"])
    return page(
        "booking_closed.html",
        part(BookingOffice).form.title,
        200 if listing else NOT_FOUND,
        b=messages,
        listing=listing,
        sentence=sentence,
    )


@blueprint.get("/new", strict_slashes=False)
def show() -> Response:
    """The form for the hearing `?hearing=`."""
    listing = part(BookingOffice).service.listing(_typed_hearing())
    if listing is None or not listing.takes_bookings(ground().clock()):
        return _closed_page(listing)
    return _form_page(listing, _new_form(submitted=False), Shown(), {})


@blueprint.post("/new", strict_slashes=False)
@limit_submissions
def submit() -> Response:
    """303 to the receipt, or the form again with what is to be done and everything typed."""
    listing = part(BookingOffice).service.listing(_typed_hearing())
    if listing is None or not listing.takes_bookings(ground().clock()):
        return _closed_page(listing)
    form = _new_form(submitted=True)
    problems = _problems(form)
    people = _typed_people()
    if problems or people is None:
        return _refuse(listing, form, "invalid", Shown(422), problems)
    if request.form.get(HONEYPOT):
        return _refuse(listing, form, "honeypot", Shown(422, shared.FORM_HONEYPOT))
    office = part(BookingOffice)
    try:
        receipt = office.service.book(
            listing,
            read_contact(form.values()),
            people,
            wait=request.form.get("wait") == "y",
            notice_version=office.form.notice.version,
            idempotency_key=_typed_key() or None,
        )
    except BookingRefusedError as error:
        return _refuse(listing, form, error.why, Shown(409, str(error), error.may_wait))
    ground().metrics.add("fabu_bookings_total", state=receipt.state.value)
    log_event("seats_booked", number=receipt.number, state=receipt.state.value)
    session[_IN_SESSION] = {
        "number": receipt.number,
        "at": int(ground().clock().timestamp()),
    }
    return see_other(url_for("booking_pages.received"))


def _refuse(
    listing: Listing,
    form: DefinedForm,
    reason: str,
    shown: Shown,
    problems: dict[str, list[str]] | None = None,
) -> Response:
    log_event("booking_refused", reason=reason, fields=list(problems or {}))
    return _form_page(listing, form, shown, problems or {})


def show_expired_booking() -> Response:
    """After a failed CSRF check: what was typed is kept, one more click sends it."""
    listing = part(BookingOffice).service.listing(_typed_hearing())
    if listing is None:
        return _closed_page(None)
    return _refuse(listing, _new_form(submitted=True), "csrf", Shown(400, shared.FORM_EXPIRED))


def _receipt_in_session() -> BookingReceipt | None:
    """What this browser booked within the last half hour; the code is derived, not kept there."""
    kept = session.get(_IN_SESSION)
    if not isinstance(kept, dict):
        return None
    if ground().clock().timestamp() - float(kept["at"]) > SHOWN_FOR.total_seconds():
        session.pop(_IN_SESSION)
        return None
    return part(BookingOffice).service.receipt_of(kept["number"])


@blueprint.get("/received", strict_slashes=False)
def received() -> Response:
    """The receipt of what this browser booked last; reloading books nothing again."""
    receipt = _receipt_in_session()
    listing = part(BookingOffice).service.listing(receipt.hearing_id) if receipt else None
    if receipt is None or listing is None:
        return see_other(url_for("booking_status_pages.show"))
    is_waiting = not receipt.state.takes_seats
    return page(
        "booking_received.html",
        messages.RECEIPT_WAITING if is_waiting else messages.RECEIPT_BOOKED,
        b=messages,
        receipt=receipt,
        is_waiting=is_waiting,
        listing=listing,
        hearing=hearing_texts(listing),
        definition=part(BookingOffice).form,
        visitors=ground().config.bookings.visitors,
        hours=ground().config.bookings.booking.offer_hours,
    )
