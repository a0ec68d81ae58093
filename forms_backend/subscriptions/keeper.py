"""Every few minutes, beside the server: the weekly mail when it is due, unconfirmed requests."""

from __future__ import annotations

from contextlib import AbstractContextManager

from forms_backend.running.json_logs import log_event
from forms_backend.running.periodic import repeating
from forms_backend.subscriptions.wiring import SubscriptionOffice

FIRST_AFTER_SECONDS = 30.0
EVERY_SECONDS = 600.0


def subscriptions_looked_after(
    office: SubscriptionOffice,
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> AbstractContextManager[None]:
    """While the block runs, mails are written when they are due, and requests run out."""

    def look_after() -> None:
        written, lapsed = office.look_after()
        if written.mails or lapsed:
            log_event("subscriptions", mails=written.mails, lapsed=lapsed)

    return repeating(look_after, name="subscriptions", first_after=first_after, every=every)
