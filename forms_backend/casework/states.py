"""Closed sets of casework, with their Chinese labels."""

from __future__ import annotations

from enum import StrEnum

from forms_backend.ledger import messages as ledger_messages
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


class Channel(StrEnum):
    """来源渠道."""

    WEB = "web"
    API = "api"
    WECHAT = "wechat"
    PHONE = "phone"
    MAIL = "mail"
    VISIT = "visit"
    WINDOW = "window"
    ABOVE = "above"
    MEETING = "meeting"
    TERMINAL = "terminal"

    @property
    def label(self) -> str:
        return submission_messages.CHANNEL_LABELS[self.value]


class Action(StrEnum):
    """What a ledger event records."""

    RECEIVED = "received"
    REVEALED = "revealed"
    ATTACHED = "attached"
    ATTACHMENT_READ = "attachment_read"
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
    MERGE = "merge"
    PROPOSE_TRANSFER = "propose_transfer"
    APPROVE_TRANSFER = "approve_transfer"
    REJECT_TRANSFER = "reject_transfer"
    DELIVER_TRANSFER = "deliver_transfer"
    ASK_REEXAMINATION = "ask_reexamination"
    REEXAMINE = "reexamine"
    ASK_VERIFICATION = "ask_verification"
    VERIFY = "verify"
    ARCHIVE = "archive"
    VISIT_LOGGED = "visit_logged"
    VISIT_READ = "visit_read"
    BOOKLET_DELIVERED = "booklet_delivered"
    BOOKLET_SIGNED = "booklet_signed"
    DELIVERY_READ = "delivery_read"
    MEETING_PLANNED = "meeting_planned"
    MEETING_CHANGED = "meeting_changed"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_READ = "meeting_read"
    AGENDA_WRITTEN = "agenda_written"
    AGENDA_CARRIED = "agenda_carried"
    PUT_ON_AGENDA = "put_on_agenda"
    DECISION_DONE = "decision_done"
    WITHDRAW = "withdraw"
    URGE = "urge"
    SUPERVISE = "supervise"
    NOTE = "note"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    DUE_RECOMPUTED = "due_recomputed"
    ANONYMISED = "anonymised"
    RECORDS_ERASED = "records_erased"
    RESTORED = "restored"
    STAFF_ADDED = "staff_added"
    STAFF_DISABLED = "staff_disabled"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SECOND_FACTOR_SET = "second_factor_set"
    LEDGER_READ = "ledger_read"
    SEAT_BOOKED = "seat_booked"
    SEAT_WAITING = "seat_waiting"
    SEAT_OFFERED = "seat_offered"
    SEAT_ACCEPTED = "seat_accepted"
    SEAT_KEPT = "seat_kept"
    SEAT_CANCELLED = "seat_cancelled"
    SEAT_REMOVED = "seat_removed"
    SEAT_LAPSED = "seat_lapsed"
    SEAT_ENDED = "seat_ended"
    SEAT_CALLED = "seat_called"
    SEATS_READ = "seats_read"
    CHECK_IN_READ = "check_in_read"
    SEATS_DELETED = "seats_deleted"
    HEARING_MOVED = "hearing_moved"
    HEARING_CANCELLED = "hearing_cancelled"
    STAFF_MAIL_SET = "staff_mail_set"
    OUTBOX_RESENT = "outbox_resent"
    OUTBOX_DROPPED = "outbox_dropped"
    SEARCHED = "searched"
    REPORT_ISSUED = "report_issued"
    INDICATOR_ENTERED = "indicator_entered"
    SESSION_ENDED = "session_ended"
    SECOND_FACTOR_RESET = "second_factor_reset"
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    SUBSCRIPTION_LAPSED = "subscription_lapsed"

    @property
    def is_public(self) -> bool:
        """Whether the visitor sees it in the timeline; what staff decide among themselves is internal."""
        return self.value in ledger_messages.PUBLIC_ACTION_LABELS

    @property
    def label(self) -> str:
        """For staff and operators."""
        return ledger_messages.ACTION_LABELS[self.value]

    @property
    def public_label(self) -> str:
        """For the visitor; KeyError for what is internal."""
        return ledger_messages.PUBLIC_ACTION_LABELS[self.value]
