"""办理状态."""

from __future__ import annotations

from enum import StrEnum

from forms_backend.submissions import messages as submission_messages


class State(StrEnum):
    """办理状态 (DOMAIN §3.3). What may happen in each stands in `transitions.py`."""

    RECEIVED = "received"
    REGISTERED = "registered"
    SUPPLEMENT = "supplement"
    REFUSING = "refusing"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    BOUNCED = "bounced"
    COORDINATING = "coordinating"
    HANDLING = "handling"
    EXTENSION = "extension"
    REVIEWING = "reviewing"
    ANSWERED = "answered"
    DELIVERED = "delivered"
    DISSATISFIED = "dissatisfied"
    DONE = "done"
    CLEARED = "cleared"
    REFUSAL_DELIVERED = "refusal_delivered"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    TRANSFERRING = "transferring"
    TRANSFERRED = "transferred"
    TRANSFER_TOLD = "transfer_told"
    REEXAMINING = "reexamining"
    VERIFYING = "verifying"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return submission_messages.STATE_LABELS[self.value]
