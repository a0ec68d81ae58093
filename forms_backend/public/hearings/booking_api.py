"""`GET /api/hearings/<id>/seats`: how many seats are left, for the hearing's page."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from forms_backend.bookings.wiring import BookingOffice
from forms_backend.public.json_errors import api_error
from forms_backend.web.context import ground, part

blueprint = Blueprint("booking_api", __name__, url_prefix="/api/hearings")


@blueprint.get("/<hearing_id>/seats", strict_slashes=False)
def seats(hearing_id: str) -> Response:
    """Counts alone; 404 for a hearing that the site does not show."""
    office = part(BookingOffice)
    listing = office.service.listing(hearing_id)
    if listing is None:
        return api_error("not_found", 404)
    counts = office.service.counts(listing)
    return jsonify(
        {
            "hearing": listing.id,
            "state": listing.state.value,
            "open": listing.takes_bookings(ground().clock()),
            "book_until": listing.book_until.isoformat(),
            "seats": counts.seats,
            "left": counts.left,
            "waiting": counts.waiting,
        }
    )
