"""What the ledger records."""

from __future__ import annotations

from enum import StrEnum

from forms_backend.ledger import messages as ledger_messages


class Action(StrEnum):
    """What a ledger event records."""

    RECEIVED = "received"
    IMPORTED = "imported"
    QUARANTINED = "quarantined"
    QUARANTINE_READ = "quarantine_read"
    DISCARDED = "discarded"
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
    RECALL = "recall"
    REASSIGN = "reassign"
    APPEAL = "appeal"
    CORRECT = "correct"
    COMPLETED = "completed"
    SET_CONFIDENTIAL = "set_confidential"
    LIFT_CONFIDENTIAL = "lift_confidential"
    TAKE = "take"
    BOUNCE = "bounce"
    TAKE_OVER = "take_over"
    GIVE_TO_HANDLER = "give_to_handler"
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
    ENTRY_WRITTEN = "entry_written"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_MOVED = "entry_moved"
    ENTRY_READ = "entry_read"
    ENTRY_FILE_ADDED = "entry_file_added"
    ENTRY_FILE_READ = "entry_file_read"
    ENTRIES_LISTED = "entries_listed"
    ENTRIES_EXPORTED = "entries_exported"
    ENTRIES_IMPORTED = "entries_imported"
    SAMPLE_DRAWN = "sample_drawn"
    WITHDRAW = "withdraw"
    URGE = "urge"
    SUPERVISE = "supervise"
    NOTE = "note"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    DUE_RECOMPUTED = "due_recomputed"
    ANONYMISED = "anonymised"
    DATA_FOUND = "data_found"
    DATA_ERASED = "data_erased"
    RECORDS_ERASED = "records_erased"
    RESTORED = "restored"
    KEY_ROTATED = "key_rotated"
    STAFF_ADDED = "staff_added"
    STAFF_DISABLED = "staff_disabled"
    ACCOUNT_ASKED = "account_asked"
    ACCOUNT_AGREED = "account_agreed"
    ACCOUNT_REFUSED = "account_refused"
    STAFF_MOVED = "staff_moved"
    HANDED_OVER = "handed_over"
    ABSENCE_ENTERED = "absence_entered"
    ABSENCE_ENDED = "absence_ended"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    PASSWORD_ISSUED = "password_issued"  # noqa: S105 - the name of an event
    SECOND_FACTOR_SET = "second_factor_set"
    LEDGER_READ = "ledger_read"
    ALERTS_READ = "alerts_read"
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
    TITLES_READ = "titles_read"
    FIRM_READ = "firm_read"
    LIST_EXPORTED = "list_exported"
    REPORT_ISSUED = "report_issued"
    REPORT_EDITED = "report_edited"
    INDICATOR_ENTERED = "indicator_entered"
    SESSION_ENDED = "session_ended"
    SECOND_FACTOR_RESET = "second_factor_reset"
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    SUBSCRIPTION_LAPSED = "subscription_lapsed"
    BASELINE = "baseline"
    RECORDS_CHANGED = "records_changed"

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


READINGS = frozenset(
    {
        Action.REVEALED, Action.ATTACHMENT_READ, Action.TITLES_READ, Action.FIRM_READ,
        Action.SEARCHED, Action.LIST_EXPORTED, Action.QUARANTINE_READ, Action.VISIT_READ,
        Action.DELIVERY_READ, Action.MEETING_READ, Action.SEATS_READ, Action.CHECK_IN_READ,
        Action.LEDGER_READ, Action.ALERTS_READ, Action.DATA_FOUND, Action.ENTRY_READ, Action.ENTRY_FILE_READ, Action.ENTRIES_LISTED,
        Action.ENTRIES_EXPORTED,
    }
)  # fmt: skip
"""Who only looked, took along or searched: nothing was changed."""
