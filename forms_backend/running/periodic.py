"""Work beside the server: something that happens from time to time although nobody asks for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from district.errors import FabuError
from forms_backend.running.json_logs import log_event

STOP_SECONDS = 5.0


@contextmanager
def repeating(
    job: Callable[[], None], *, name: str, first_after: float, every: float
) -> Iterator[None]:
    """While the block runs, `job` runs in a thread of its own; times are in seconds.

    A failure is logged as `<name>_failed` and tried again; it never stops the server.
    """
    stop = threading.Event()

    def repeat() -> None:
        wait = first_after
        while not stop.wait(wait):
            wait = every
            try:
                job()
            except (FabuError, OSError):
                log_event(f"{name}_failed", logging.ERROR, exc_info=True)

    thread = threading.Thread(target=repeat, name=f"fabu-{name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(STOP_SECONDS)
