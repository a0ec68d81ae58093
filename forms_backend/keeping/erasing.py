"""What is erased of a matter when its time is over: one function a table, all in one registry.

A table that refers to a submission has to appear in ERASERS, or in WITHOUT_PERSONAL_DATA with the
reason why it may stay; a test walks all tables. Statistics (state, dates, unit, category, region,
satisfaction) and the ledger stay.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from forms_backend.attachments.service import AttachmentService
from forms_backend.database.limits import HASH_LENGTH
from forms_backend.keeping.meeting_erasing import blank_points_about
from forms_backend.matters.tables import Writing
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.intake_tables import Intake
from forms_backend.submissions.search_tables import SearchEntry
from forms_backend.submissions.tables import Consent, Submission

ERASED = "0" * HASH_LENGTH
"""In place of a keyed hash: no code and no content has it, so nobody can open the matter again."""


@dataclass(frozen=True)
class Erasure:
    """One matter to be erased inside one transaction."""

    session: Session
    submission: Submission
    cipher: PayloadCipher
    attachments: AttachmentService


def erase_submission(erasure: Erasure) -> None:
    """The answers, and every hash that could tell whether a guess at them is right."""
    row = erasure.submission
    blank = {
        "form": row.form_id,
        "title": "",
        "notice_version": row.notice_version,
        "answers": [],
    }
    row.payload = erasure.cipher.encrypt(row.number, json.dumps(blank).encode())
    row.payload_digest = row.query_code_hash = ERASED
    row.idempotency_hash = secrets.token_hex(HASH_LENGTH // 2)


def erase_writings(erasure: Erasure) -> None:
    """Answers, reasons and notes: people write names. The ledger keeps their digests."""
    erasure.session.execute(delete(Writing).where(Writing.submission_id == erasure.submission.id))


def erase_consents(erasure: Erasure) -> None:
    """That and when a consent was given stays; what it said was about this matter goes."""
    erasure.session.execute(
        update(Consent).where(Consent.submission_id == erasure.submission.id).values(text="")
    )


def erase_search_entry(erasure: Erasure) -> None:
    """The blind index of the matter's words."""
    erasure.session.execute(
        delete(SearchEntry).where(SearchEntry.submission_id == erasure.submission.id)
    )


def erase_intake(erasure: Erasure) -> None:
    """The number under which another office has the matter."""
    erasure.session.execute(
        update(Intake).where(Intake.submission_id == erasure.submission.id).values(reference=None)
    )


def erase_attachments(erasure: Erasure) -> None:
    """Rows with the names, and the files once the transaction is committed."""
    erasure.attachments.delete_of(erasure.session, erasure.submission)


def erase_agenda(erasure: Erasure) -> None:
    """What meetings said of the matter."""
    blank_points_about(erasure.session, erasure.cipher, erasure.submission, ERASED)


ERASERS: Mapping[str, Callable[[Erasure], None]] = {
    "submissions": erase_submission,
    "writings": erase_writings,
    "consents": erase_consents,
    "search_entries": erase_search_entry,
    "intakes": erase_intake,
    "attachments": erase_attachments,
    "agenda_matters": erase_agenda,
}
"""By table."""

WITHOUT_PERSONAL_DATA: Mapping[str, str] = {
    "matters": "unit, dates and outcome: what reports count",
    "matter_clocks": "rules and dates",
    "merged_matters": "which matter carried on another",
    "visit_problems": "at which visit it was written down; the visit has a period of its own",
}
