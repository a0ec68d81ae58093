"""Every few minutes, beside the server: waiting lists move although nobody looks at a page."""

from __future__ import annotations

from contextlib import AbstractContextManager

from forms_backend.bookings.wiring import BookingOffice
from forms_backend.running.json_logs import log_event
from forms_backend.running.periodic import repeating

FIRST_AFTER_SECONDS = 20.0
EVERY_SECONDS = 600.0


def seats_looked_after(
    office: BookingOffice,
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> AbstractContextManager[None]:
    """While the block runs, offers run out, changed hearings are told of, and old bookings go."""

    def look_after() -> None:
        report, gone = office.look_after()
        if report.told or report.lapsed or gone.hearings:
            log_event("seats", told=report.told, lapsed=report.lapsed, deleted=gone.bookings)

    return repeating(look_after, name="seats", first_after=first_after, every=every)
