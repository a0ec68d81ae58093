"""Records that are no matters, and how each is erased when its time is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from district.retention import RecordKind
from forms_backend.accounts.tables import StaffSession
from forms_backend.deliveries.record import Recipient
from forms_backend.deliveries.tables import BookletDelivery
from forms_backend.keeping.erased import anonymised_numbers
from forms_backend.keeping.meeting_erasing import blank_meetings, count_meetings
from forms_backend.matters.transitions import OPEN_STATES
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.tables import Submission
from forms_backend.visits.record import Noted
from forms_backend.visits.tables import Visit, VisitProblem

BLANK_VISIT = Noted(firm="", people="", notes="")
BLANK_RECIPIENT = Recipient(firm="")


def start_of(day: date) -> datetime:
    """The first moment of a day in the district."""
    return datetime.combine(day, time(), LOCAL_ZONE)


def _old_sessions(before: date) -> ColumnElement[bool]:
    return StaffSession.seen_at < start_of(before)


def _old_visits(before: date) -> ColumnElement[bool]:
    """Visits none of whose problems is still open, and that were not erased yet."""
    still_open = (
        select(VisitProblem.visit_id)
        .join(Submission, Submission.id == VisitProblem.submission_id)
        .where(Submission.state.in_(sorted(state.value for state in OPEN_STATES)))
    )
    return and_(
        Visit.visited_on < before,
        Visit.id.not_in(still_open),
        Visit.number.not_in(anonymised_numbers()),
    )


def _old_deliveries(before: date) -> ColumnElement[bool]:
    """Deliveries that were not erased yet."""
    return and_(
        BookletDelivery.delivered_on < before, BookletDelivery.number.not_in(anonymised_numbers())
    )


def _count_sessions(session: Session, before: date) -> int:
    query = select(func.count()).select_from(StaffSession).where(_old_sessions(before))
    return session.scalars(query).one()


def _count_visits(session: Session, before: date) -> int:
    return session.scalars(select(func.count()).select_from(Visit).where(_old_visits(before))).one()


def _count_deliveries(session: Session, before: date) -> int:
    query = select(func.count()).select_from(BookletDelivery).where(_old_deliveries(before))
    return session.scalars(query).one()


def _delete_sessions(session: Session, _cipher: PayloadCipher, before: date) -> list[str | None]:
    rows = session.scalars(select(StaffSession).where(_old_sessions(before))).all()
    for row in rows:
        session.delete(row)
    return [None] * len(rows)


def _blank_visits(session: Session, cipher: PayloadCipher, before: date) -> list[str | None]:
    rows = session.scalars(select(Visit).where(_old_visits(before))).all()
    for row in rows:
        row.payload = cipher.encrypt(row.number, BLANK_VISIT.encode())
    return [row.number for row in rows]


def _blank_deliveries(session: Session, cipher: PayloadCipher, before: date) -> list[str | None]:
    rows = session.scalars(select(BookletDelivery).where(_old_deliveries(before))).all()
    for row in rows:
        row.payload = cipher.encrypt(row.number, BLANK_RECIPIENT.encode())
    return [row.number for row in rows]


@dataclass(frozen=True)
class RecordEraser:
    """How many are due before a day, and erasing them; `erase` returns the number of each record,
    None for one that has none."""

    count: Callable[[Session, date], int]
    erase: Callable[[Session, PayloadCipher, date], list[str | None]]


RECORD_ERASERS: Mapping[RecordKind, RecordEraser] = {
    RecordKind.STAFF_SESSIONS: RecordEraser(_count_sessions, _delete_sessions),
    RecordKind.VISITS: RecordEraser(_count_visits, _blank_visits),
    RecordKind.MEETINGS: RecordEraser(count_meetings, blank_meetings),
    RecordKind.DELIVERIES: RecordEraser(_count_deliveries, _blank_deliveries),
}
