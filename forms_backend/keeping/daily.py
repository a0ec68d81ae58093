"""Once a day, beside the server: what retention asks for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from forms_backend.json_logs import log_event
from site_config.errors import FabuError

ACTOR = "system"
FIRST_AFTER_SECONDS = 60.0
EVERY_SECONDS = 24 * 60 * 60.0


@contextmanager
def running_daily(
    job: Callable[[], int],
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> Iterator[None]:
    """While the block runs, `job` runs in a thread of its own: soon after the start, then daily.

    A failure is logged and tried again the next day; it never stops the server.
    """
    stop = threading.Event()
    thread = threading.Thread(
        target=_repeat, args=(job, stop, first_after, every), name="daily", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _repeat(job: Callable[[], int], stop: threading.Event, wait: float, every: float) -> None:
    while not stop.wait(wait):
        wait = every
        try:
            log_event("retention", anonymised=job())
        except (FabuError, OSError):
            log_event("retention_failed", logging.ERROR, exc_info=True)
