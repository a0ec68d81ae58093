"""Records that are no matters, and what is erased of each when its time is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from district.casework.retention import RecordKind
from forms_backend.attachments.service import AttachmentService
from forms_backend.database.work import Work
from forms_backend.deliveries.record import Recipient
from forms_backend.filings.tables import NO_TEXT
from forms_backend.keeping.expiry_repository import ExpiryRepository
from forms_backend.meetings.record import Attendance, Wording
from forms_backend.meetings.repository import MeetingRepository, point_name, reason_name
from forms_backend.meetings.tables import AgendaItem
from forms_backend.registers.evidence import note_name
from forms_backend.registers.repository import RegisterRepository
from forms_backend.reports.tables import NO_EDITION
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.visits.record import Noted

BLANK_VISIT = Noted(firm="", people="", notes="")
BLANK_RECIPIENT = Recipient(firm="")
BLANK_ATTENDANCE = Attendance(place="", people="")
BLANK_WORDING = Wording(title="")


@dataclass(frozen=True)
class Means:
    """What erasing takes besides the transaction: the cipher of payloads, and the files."""

    cipher: PayloadCipher
    attachments: AttachmentService


Erase = Callable[[Work, Means, date], list[str | None]]
"""Erases what is past its period when that is counted from a day; returns the number of each
record, None for one that has none."""


def delete_sessions(work: Work, _means: Means, before: date) -> list[str | None]:
    """Who was signed in when."""
    return [None] * work[ExpiryRepository].delete_sessions(before)


def blank_visits(work: Work, means: Means, before: date) -> list[str | None]:
    """Who was visited and what was said."""
    rows = work[ExpiryRepository].records(RecordKind.VISITS, before)
    for row in rows:
        row.payload = means.cipher.encrypt(row.number, BLANK_VISIT.encode())
    return [row.number for row in rows]


def blank_deliveries(work: Work, means: Means, before: date) -> list[str | None]:
    """Who took the booklets."""
    rows = work[ExpiryRepository].records(RecordKind.DELIVERIES, before)
    for row in rows:
        row.payload = means.cipher.encrypt(row.number, BLANK_RECIPIENT.encode())
    return [row.number for row in rows]


def blank_meetings(work: Work, means: Means, before: date) -> list[str | None]:
    """Place, people, minutes, decisions and why it was called off go; when it was, which units and
    deadlines stay."""
    due = work[ExpiryRepository].records(RecordKind.MEETINGS, before)
    cancellations = work[MeetingRepository].cancellations(due)
    for meeting in due:
        meeting.payload = means.cipher.encrypt(meeting.number, BLANK_ATTENDANCE.encode())
        for item in work[MeetingRepository].items(meeting):
            blank_point(means.cipher, meeting.number, item)
        if meeting.id in cancellations:
            reason = means.cipher.encrypt(reason_name(meeting.number), b"")
            cancellations[meeting.id].reason = reason
    return [meeting.number for meeting in due]


def blank_entries(work: Work, means: Means, before: date) -> list[str | None]:
    """What an entry of a register says, what was said with its steps, and its evidence; state,
    days, numbers and choices stay for the figures."""
    rows = work[ExpiryRepository].records(RecordKind.REGISTERS, before)
    for row in rows:
        row.payload = means.cipher.encrypt(row.number, b"{}")
        for move in work[RegisterRepository].moves(row.id):
            move.note = means.cipher.encrypt(note_name(row.number, move.position), b"")
        for name in work[RegisterRepository].delete_files(row.id):
            means.attachments.delete_file(work, name)
    return [row.number for row in rows]


def blank_editions(work: Work, _means: Means, before: date) -> list[str | None]:
    """What people wrote for a report; who saved which version when stays."""
    rows = work[ExpiryRepository].records(RecordKind.REPORT_EDITIONS, before)
    for row in rows:
        row.payload = NO_EDITION
    return [None] * len(rows)


def blank_filings(work: Work, _means: Means, before: date) -> list[str | None]:
    """What units wrote with their figures, and why filings came back; the figures stay."""
    return _blank_texts(work, RecordKind.FILINGS, before)


def blank_marks(work: Work, _means: Means, before: date) -> list[str | None]:
    """What points were given for by hand; the points stay."""
    return _blank_texts(work, RecordKind.ASSESSMENTS, before)


def _blank_texts(work: Work, kind: RecordKind, before: date) -> list[str | None]:
    rows = work[ExpiryRepository].records(kind, before)
    for row in rows:
        row.payload = NO_TEXT
    return [None] * len(rows)


def blank_point(cipher: PayloadCipher, number: str, item: AgendaItem) -> None:
    """What one point of the meeting `number` says."""
    item.payload = cipher.encrypt(point_name(number, item.position), BLANK_WORDING.encode())


RECORD_ERASERS: Mapping[RecordKind, Erase] = {
    RecordKind.STAFF_SESSIONS: delete_sessions,
    RecordKind.VISITS: blank_visits,
    RecordKind.MEETINGS: blank_meetings,
    RecordKind.DELIVERIES: blank_deliveries,
    RecordKind.REGISTERS: blank_entries,
    RecordKind.REPORT_EDITIONS: blank_editions,
    RecordKind.FILINGS: blank_filings,
    RecordKind.ASSESSMENTS: blank_marks,
}
