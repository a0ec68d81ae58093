"""Once a day, beside the server: what retention asks for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from forms_backend.running.json_logs import log_event
from forms_backend.running.periodic import repeating

FIRST_AFTER_SECONDS = 60.0
EVERY_SECONDS = 24 * 60 * 60.0


def running_daily(
    job: Callable[[], int],
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> AbstractContextManager[None]:
    """While the block runs, `job` runs soon after the start, then daily; it returns how many
    matters it made anonymous."""

    def run() -> None:
        log_event("retention", anonymised=job())

    return repeating(run, name="retention", first_after=first_after, every=every)
