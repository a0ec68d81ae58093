"""`/staff/items/firm`: everything there is of one firm. Its name stands in no address."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from forms_backend.bookings.wiring import BookingOffice
from forms_backend.deliveries.service import READERS, DeliveryService
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.rendering import page
from forms_backend.visits.service import VisitService
from forms_backend.web.context import part
from forms_backend.worklists.related import RelatedService


@allow_roles(*WORKERS)
def find_firm() -> AnyResponse:
    """From a matter to the file of its firm."""
    sealed = part(RelatedService).firm_of(current_person(), request.form.get("number", ""))
    if sealed is None:
        abort(404)
    return redirect(url_for("staff.firm_file", s=sealed), 303)


@allow_roles(*WORKERS)
def firm_file() -> Response:
    """Matters, visits, deliveries and bookings, as far as the person may see each of them."""
    person = current_person()
    firm = part(RelatedService).unseal(person, request.args.get("s", ""))
    if not firm:
        abort(404)
    found = part(RelatedService).open_firm(person, firm)
    return page(
        "firm.html",
        messages.FIRM_FILE,
        found=found,
        visits=part(VisitService).of_firm(person, firm),
        reads_deliveries=person.role in READERS,
        deliveries=part(DeliveryService).of_firm(person, firm),
        bookings=part(BookingOffice).desk.of_firm(person, firm),
    )


ROUTES = (
    ("/items/firm", "find_firm", find_firm, "POST"),
    ("/items/firm", "firm_file", firm_file, "GET"),
)
