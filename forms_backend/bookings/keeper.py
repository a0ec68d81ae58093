"""Every few minutes, beside the server: waiting lists move although nobody looks at a page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from forms_backend.bookings.office import BookingOffice
from forms_backend.json_logs import log_event
from site_config.errors import FabuError

FIRST_AFTER_SECONDS = 20.0
EVERY_SECONDS = 600.0


@contextmanager
def seats_looked_after(
    office: BookingOffice,
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> Iterator[None]:
    """While the block runs, offers run out, changed hearings are told of, and old bookings go.

    A failure is logged and tried again; it never stops the server.
    """
    stop = threading.Event()
    arguments = (office, stop, first_after, every)
    thread = threading.Thread(target=_repeat, args=arguments, name="fabu-seats", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _repeat(office: BookingOffice, stop: threading.Event, wait: float, every: float) -> None:
    while not stop.wait(wait):
        wait = every
        try:
            report, gone = office.look_after()
            if report.told or report.lapsed or gone.hearings:
                log_event("seats", told=report.told, lapsed=report.lapsed, deleted=gone.bookings)
        except (FabuError, OSError):
            log_event("seats_failed", logging.ERROR, exc_info=True)
