"""What is erased of a meeting when its time, or that of a matter on its agenda, is over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from forms_backend.keeping.erased import anonymised_numbers
from forms_backend.matters.transitions import OPEN_STATES
from forms_backend.meetings.record import Attendance, Wording
from forms_backend.meetings.repository import point_name, reason_name
from forms_backend.meetings.tables import AgendaItem, AgendaMatter, Meeting, MeetingCancellation
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.tables import Submission

BLANK_ATTENDANCE = Attendance(place="", people="")
BLANK_WORDING = Wording(title="")


def _old_meetings(before: date) -> ColumnElement[bool]:
    """Meetings that were not erased yet, with no open matter and no open decision."""
    open_matter = (
        select(AgendaItem.meeting_id)
        .join(AgendaMatter, AgendaMatter.item_id == AgendaItem.id)
        .join(Submission, Submission.id == AgendaMatter.submission_id)
        .where(Submission.state.in_(sorted(state.value for state in OPEN_STATES)))
    )
    open_decision = select(AgendaItem.meeting_id).where(
        AgendaItem.due_on.is_not(None), AgendaItem.done_at.is_(None)
    )
    return and_(
        Meeting.held_on < before,
        Meeting.id.not_in(open_matter),
        Meeting.id.not_in(open_decision),
        Meeting.number.not_in(anonymised_numbers()),
    )


def count_meetings(session: Session, before: date) -> int:
    """How many are due."""
    query = select(func.count()).select_from(Meeting).where(_old_meetings(before))
    return session.scalars(query).one()


def blank_meetings(session: Session, cipher: PayloadCipher, before: date) -> list[str | None]:
    """Place, people, minutes, decisions and why it was called off go; when it was, which units and
    deadlines stay."""
    meetings = session.scalars(select(Meeting).where(_old_meetings(before))).all()
    for meeting in meetings:
        meeting.payload = cipher.encrypt(meeting.number, BLANK_ATTENDANCE.encode())
        items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
        for item in items:
            _blank(cipher, meeting.number, item)
        cancelled = session.get(MeetingCancellation, meeting.id)
        if cancelled is not None:
            cancelled.reason = cipher.encrypt(reason_name(meeting.number), b"")
    return [meeting.number for meeting in meetings]


def blank_points_about(
    session: Session, cipher: PayloadCipher, submission: Submission, erased_hash: str
) -> None:
    """What was said of a matter that is being erased, unless the point was also about one that is
    still kept: then it goes with the last of them."""
    kept = (
        select(AgendaMatter.item_id)
        .join(Submission, Submission.id == AgendaMatter.submission_id)
        .where(Submission.id != submission.id, Submission.query_code_hash != erased_hash)
    )
    rows = session.execute(
        select(AgendaItem, Meeting.number)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(AgendaMatter, AgendaMatter.item_id == AgendaItem.id)
        .where(AgendaMatter.submission_id == submission.id, AgendaItem.id.not_in(kept))
    )
    for item, number in rows.all():
        _blank(cipher, number, item)


def _blank(cipher: PayloadCipher, number: str, item: AgendaItem) -> None:
    place = point_name(number, item.position)
    item.payload = cipher.encrypt(place, BLANK_WORDING.encode())
