"""Every column that is encrypted under the data key, and what each value of it is bound to.

A column of bytes has to appear in SEALED, or in NOT_SEALED with the reason; a test walks all tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forms_backend.accounts.tables import AccountRequest, Staff
from forms_backend.attachments.service import name_context
from forms_backend.attachments.tables import Attachment
from forms_backend.bookings.tables import SeatBooking
from forms_backend.database.tables import Base
from forms_backend.deliveries.tables import BookletDelivery
from forms_backend.drafts.service import draft_name
from forms_backend.drafts.tables import Draft
from forms_backend.filings.assessment_service import mark_name
from forms_backend.filings.service import step_name
from forms_backend.filings.tables import AssessmentMark, FilingStep
from forms_backend.keeping.rotation_repository import RotationRepository
from forms_backend.matters.reminding import openid_name
from forms_backend.matters.tables import Writing
from forms_backend.meetings.repository import point_name, reason_name
from forms_backend.meetings.tables import AgendaItem, Meeting, MeetingCancellation
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.registers.evidence import file_name, note_name
from forms_backend.registers.tables import RegisterEntry, RegisterFile, RegisterMove
from forms_backend.reports.edition_service import edition_name
from forms_backend.reports.tables import ReportEdition
from forms_backend.submissions.tables import Intake, Submission, WechatReminder
from forms_backend.subscriptions.tables import Subscription, SubscriptionRequest
from forms_backend.visits.tables import Visit

BoundTo = Callable[[Any, RotationRepository], str]
"""Of a row: what its cipher is bound to, so that it can be opened nowhere else."""


@dataclass(frozen=True)
class Sealed:
    """One encrypted column."""

    table: type[Base]
    column: str
    bound_to: BoundTo


def _own_number(row: Any, _: RotationRepository) -> str:
    return str(row.number)


def _number_of_matter(row: Any, known: RotationRepository) -> str:
    return known.number_of(row.submission_id)


def _name_of_step(row: Any, known: RotationRepository) -> str:
    filing = known.filing(row.filing_id)
    return step_name(filing.kind, filing.period_last, filing.unit, row.position)


SEALED = (
    Sealed(Submission, "payload", _own_number),
    Sealed(Intake, "reference", _number_of_matter),
    Sealed(
        WechatReminder,
        "openid",
        lambda row, known: openid_name(known.number_of(row.submission_id)),
    ),
    Sealed(Writing, "payload", _number_of_matter),
    Sealed(
        Attachment,
        "name",
        lambda row, known: name_context(known.number_of(row.submission_id), row.storage_name),
    ),
    Sealed(
        Draft, "payload", lambda row, known: draft_name(known.login_of(row.staff_id), row.place)
    ),
    Sealed(Visit, "payload", _own_number),
    Sealed(BookletDelivery, "payload", _own_number),
    Sealed(Meeting, "payload", _own_number),
    Sealed(
        MeetingCancellation,
        "reason",
        lambda row, known: reason_name(known.number_of_meeting(row.meeting_id)),
    ),
    Sealed(
        AgendaItem,
        "payload",
        lambda row, known: point_name(known.number_of_meeting(row.meeting_id), row.position),
    ),
    Sealed(SeatBooking, "payload", _own_number),
    Sealed(SeatBooking, "reason", _own_number),
    Sealed(RegisterEntry, "payload", _own_number),
    Sealed(
        RegisterMove,
        "note",
        lambda row, known: note_name(known.number_of_entry(row.entry_id), row.position),
    ),
    Sealed(
        RegisterFile,
        "name",
        lambda row, known: file_name(known.number_of_entry(row.entry_id), row.storage_name),
    ),
    Sealed(
        ReportEdition,
        "payload",
        lambda row, _: edition_name(row.kind, str(row.period_last), row.unit, row.version),
    ),
    Sealed(FilingStep, "payload", _name_of_step),
    Sealed(
        AssessmentMark,
        "payload",
        lambda row, _: mark_name(row.kind, row.period_last, row.unit, row.point),
    ),
    Sealed(Subscription, "payload", lambda row, _: f"subscription:{row.handle}"),
    Sealed(SubscriptionRequest, "payload", lambda row, _: f"subscription:{row.handle}"),
    Sealed(OutboxMessage, "envelope", lambda row, _: f"outbox:{row.dedupe_key}"),
    Sealed(Staff, "totp_secret", lambda row, _: f"totp:{row.login}"),
    Sealed(Staff, "pending_totp", lambda row, _: f"totp:{row.login}"),
    Sealed(Staff, "email", lambda row, _: f"email:{row.login}"),
    Sealed(Staff, "phone", lambda row, _: f"phone:{row.login}"),
    Sealed(AccountRequest, "detail", lambda row, _: f"request:{row.login}"),
)

NOT_SEALED: Mapping[str, str] = {
    "search_entries.codewords": "keyed hashes, made anew from the texts",
    "search_blocks.sealed": "made anew from the texts",
    "subscriptions.told": "marks of published documents",
}
"""Columns of bytes, as table.column, each with the reason."""
