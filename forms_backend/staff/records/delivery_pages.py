"""`/staff/deliveries`: the register of booklets that firms received, and the slip that goes along."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.database.limits import MAX_COPIES, NUMBER_LENGTH
from forms_backend.deliveries import messages
from forms_backend.deliveries.record import KEYS, LONGEST, SIGN_KEYS, clean_delivery
from forms_backend.deliveries.service import READERS, WRITERS, DeliveryService
from forms_backend.deliveries.slip import slip_document, slip_of
from forms_backend.identity.errors import InvalidInputError
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.matters.letter_document import MEDIA_TYPE
from forms_backend.staff.rendering import page
from forms_backend.web.context import ground, part

SHOWN = 100


def _may_write() -> bool:
    return current_person().role in WRITERS


@allow_roles(*READERS)
def delivery_list() -> Response:
    """The newest deliveries, and how many there were this year."""
    deliveries = part(DeliveryService)
    today = deliveries.today()
    totals = deliveries.totals(today.replace(month=1, day=1), today)
    return page(
        "delivery_list.html",
        messages.TITLE,
        d=messages,
        rows=deliveries.rows(SHOWN),
        totals=totals,
        may_write=_may_write(),
    )


def _form_page(
    typed: Mapping[str, str], problems: Mapping[str, str], status: int = 200
) -> Response:
    return page(
        "delivery_form.html",
        messages.NEW,
        status,
        d=messages,
        typed=typed,
        problems=problems,
        longest=LONGEST,
        most_copies=MAX_COPIES,
    )


@allow_roles(*WRITERS)
def delivery_form() -> Response:
    """The empty form; a booklet's title may come from a link."""
    today = part(DeliveryService).today().isoformat()
    title = request.args.get("title", "")[: LONGEST["title"]]
    return _form_page({"delivered_on": today, "copies": "1", "title": title}, {})


@allow_roles(*WRITERS)
def log_delivery() -> AnyResponse:
    """The delivery that was written down, or the form again with every error."""
    typed = {key: request.form.get(key, "") for key in KEYS}
    try:
        record = clean_delivery(typed, part(DeliveryService).today())
    except InvalidInputError as error:
        return _form_page(typed, error.problems, 422)
    number = part(DeliveryService).log(current_person(), record)
    return redirect(url_for("staff.delivery", number=number), 303)


def _delivery_page(
    number: str, typed: Mapping[str, str], problems: Mapping[str, str], status: int = 200
) -> Response:
    view = part(DeliveryService).open(current_person(), number[:NUMBER_LENGTH])
    return page(
        "delivery.html",
        f"{messages.ONE} {view.row.number}",
        status,
        d=messages,
        view=view,
        typed=typed,
        problems=problems,
        longest=LONGEST,
        may_write=_may_write(),
        today=part(DeliveryService).today(),
    )


@allow_roles(*READERS)
def delivery(number: str) -> Response:
    """Who received it and who signed; that it was read is in the ledger."""
    today = part(DeliveryService).today().isoformat()
    return _delivery_page(number, {"signed_on": today}, {})


@allow_roles(*WRITERS)
def sign_delivery(number: str) -> AnyResponse:
    """Note the signature, once."""
    typed = {key: request.form.get(key, "") for key in SIGN_KEYS}
    try:
        part(DeliveryService).sign(current_person(), number[:NUMBER_LENGTH], typed)
    except InvalidInputError as error:
        return _delivery_page(number, typed, error.problems, 422)
    return redirect(url_for("staff.delivery", number=number), 303)


@allow_roles(*READERS)
def delivery_slip(number: str) -> Response:
    """The slip to print."""
    view = part(DeliveryService).open(current_person(), number[:NUMBER_LENGTH])
    content = slip_document(slip_of(view, ground().config.site), ground().clock())
    response = make_response(content)
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["Content-Disposition"] = f'attachment; filename="{view.row.number}.docx"'
    return response


ROUTES = (
    ("/deliveries", "delivery_list", delivery_list, "GET"),
    ("/deliveries/new", "delivery_form", delivery_form, "GET"),
    ("/deliveries", "log_delivery", log_delivery, "POST"),
    ("/deliveries/<number>", "delivery", delivery, "GET"),
    ("/deliveries/<number>/sign", "sign_delivery", sign_delivery, "POST"),
    ("/deliveries/<number>/slip.docx", "delivery_slip", delivery_slip, "GET"),
)
