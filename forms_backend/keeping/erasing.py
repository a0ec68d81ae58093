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

from forms_backend.attachments.service import AttachmentService
from forms_backend.database.limits import HASH_LENGTH
from forms_backend.database.work import Work
from forms_backend.drafts.repository import DraftRepository
from forms_backend.keeping.expiry_repository import ExpiryRepository
from forms_backend.keeping.record_erasing import blank_point
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.reminder_repository import ReminderRepository
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.tables import ERASED, Submission


@dataclass(frozen=True)
class Erasure:
    """One matter to be erased inside one transaction."""

    work: Work
    submission: Submission
    cipher: PayloadCipher
    attachments: AttachmentService


def erase_submission(erasure: Erasure) -> None:
    """The answers, every hash that could tell whether a guess at them is right, and messages about
    it that never left."""
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
    erasure.work[ExpiryRepository].delete_messages(row.number)


def erase_writings(erasure: Erasure) -> None:
    """Answers, reasons and notes: people write names. The ledger keeps digests of
    what was encrypted, from which no guess at a text can be checked."""
    erasure.work[ExpiryRepository].delete_writings(erasure.submission.id)


def erase_consents(erasure: Erasure) -> None:
    """That and when a consent was given stays; what it said was about this matter goes."""
    erasure.work[ExpiryRepository].blank_consents(erasure.submission.id)


def erase_reminder(erasure: Erasure) -> None:
    """The openid of the reader who was told in WeChat, and the digest of it."""
    erasure.work[ReminderRepository].delete(erasure.submission.id)


def erase_search_entry(erasure: Erasure) -> None:
    """The blind index of the matter's words."""
    erasure.work[SearchRepository].forget(erasure.submission.id)


def erase_intake(erasure: Erasure) -> None:
    """The number under which another office has the matter."""
    erasure.work[ExpiryRepository].blank_reference(erasure.submission.id)


def erase_attachments(erasure: Erasure) -> None:
    """Rows with the names, and the files once the transaction is committed."""
    erasure.attachments.delete_of(erasure.work, erasure.submission)


def erase_agenda(erasure: Erasure) -> None:
    """What meetings said of the matter, unless the point was also about one that is still kept:
    then it goes with the last of them."""
    for item, number in erasure.work[ExpiryRepository].points_only_about(erasure.submission.id):
        blank_point(erasure.cipher, number, item)


def erase_drafts(erasure: Erasure) -> None:
    """What staff typed about the matter and never sent."""
    erasure.work[DraftRepository].delete_of(erasure.submission.id)


ERASERS: Mapping[str, Callable[[Erasure], None]] = {
    "submissions": erase_submission,
    "writings": erase_writings,
    "consents": erase_consents,
    "wechat_reminders": erase_reminder,
    "search_entries": erase_search_entry,
    "intakes": erase_intake,
    "attachments": erase_attachments,
    "agenda_matters": erase_agenda,
    "drafts": erase_drafts,
}
"""By table."""

WITHOUT_PERSONAL_DATA: Mapping[str, str] = {
    "assists": "which unit or colleague was asked to contribute, and when; the texts are writings",
    "bell_entries": "who was told of which action; forgotten after ninety days",
    "matters": "unit, dates and outcome: what reports count",
    "matter_clocks": "rules and dates",
    "quarantine": "when it waited, for which unit, and what was decided",
    "merged_matters": "which matter carried on another",
    "visit_problems": "at which visit it was written down; the visit has a period of its own",
}
