"""Closed sets of casework, with their Chinese labels."""

from __future__ import annotations

from enum import StrEnum

from forms_backend import messages


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

    @property
    def label(self) -> str:
        return messages.STATE_LABELS[self.value]


class Channel(StrEnum):
    """来源渠道."""

    WEB = "web"
    API = "api"

    @property
    def label(self) -> str:
        return messages.CHANNEL_LABELS[self.value]


class Action(StrEnum):
    """What a ledger event records."""

    RECEIVED = "received"
    REVEALED = "revealed"
    REGISTER = "register"
    ACCEPT = "accept"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLY = "supply"
    PROPOSE_REFUSAL = "propose_refusal"
    APPROVE_REFUSAL = "approve_refusal"
    REJECT_REFUSAL = "reject_refusal"
    DELIVER_REFUSAL = "deliver_refusal"
    ASSIGN = "assign"
    COORDINATE = "coordinate"
    DECIDE = "decide"
    TAKE = "take"
    BOUNCE = "bounce"
    TAKE_OVER = "take_over"
    REQUEST_EXTENSION = "request_extension"
    APPROVE_EXTENSION = "approve_extension"
    REJECT_EXTENSION = "reject_extension"
    SUBMIT_ANSWER = "submit_answer"
    RETURN_ANSWER = "return_answer"
    APPROVE_ANSWER = "approve_answer"
    DELIVER = "deliver"
    RATE_SATISFIED = "rate_satisfied"
    RATE_DISSATISFIED = "rate_dissatisfied"
    CALL_BACK = "call_back"
    REWORK = "rework"
    UPHOLD = "uphold"
    CLEAR = "clear"
    WITHDRAW = "withdraw"
    URGE = "urge"
    SUPERVISE = "supervise"
    NOTE = "note"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    DUE_RECOMPUTED = "due_recomputed"
    STAFF_ADDED = "staff_added"
    STAFF_DISABLED = "staff_disabled"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SECOND_FACTOR_SET = "second_factor_set"
    LEDGER_READ = "ledger_read"

    @property
    def is_public(self) -> bool:
        """Whether the visitor sees it in the timeline; what staff decide among themselves is internal."""
        return self.value in messages.PUBLIC_ACTION_LABELS

    @property
    def label(self) -> str:
        """For staff and operators."""
        return messages.ACTION_LABELS[self.value]

    @property
    def public_label(self) -> str:
        """For the visitor; KeyError for what is internal."""
        return messages.PUBLIC_ACTION_LABELS[self.value]
