"""What is past its period, and taking rows away, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import aliased, defer

from district.casework.retention import RecordKind
from forms_backend.accounts.tables import StaffSession
from forms_backend.database.work import Repository
from forms_backend.deliveries.tables import BookletDelivery
from forms_backend.filings.tables import NO_TEXT, AssessmentMark, FilingStep
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.states.transitions import OPEN_STATES
from forms_backend.matters.tables import Matter, Writing
from forms_backend.meetings.tables import AgendaItem, AgendaMatter, Meeting
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.registers.tables import RegisterEntry
from forms_backend.reports.tables import NO_EDITION, ReportEdition
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.submissions.tables import (
    ERASED,
    Consent,
    Intake,
    MergedMatter,
    Quarantine,
    Submission,
)
from forms_backend.visits.tables import Visit, VisitProblem

Row = TypeVar("Row", bound=tuple[Any, ...])
"""In place of a keyed hash: no code and no content has it, so nobody can open the matter again."""
_AT_ONCE = 500
"""So many numbers stand in one statement."""
_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class ClosedBefore:
    """Matters closed before these days are past their period: by form, and of any other form."""

    forms: Mapping[str, date]
    others: date


def start_of(day: date) -> datetime:
    """The first moment of a day in the district."""
    return datetime.combine(day, time(), LOCAL_ZONE)


class ExpiryRepository(Repository):
    """Queries over all topics that keep personal data."""

    def due_matters(self, limits: ClosedBefore) -> Sequence[tuple[str, str, datetime]]:
        """Number, form and closing of the matters past their period, oldest first; with them what
        was found to be junk and never became a matter."""
        rows = self._session.execute(
            _with_ends(select(Submission.number, Submission.form_id, _ENDED))
            .where(_is_due(limits))
            .order_by(_ENDED, Submission.id)
        )
        return [(number, form, closed) for number, form, closed in rows if closed]

    def lock_due(self, number: str, limits: ClosedBefore) -> Submission | None:
        """That matter if it is past its period, locked; what it says is not read."""
        return self._session.scalars(
            _with_ends(select(Submission))
            .options(defer(Submission.payload))
            .where(Submission.number == number, _is_due(limits))
            .with_for_update(of=Submission)
        ).one_or_none()

    def due_among(self, numbers: Sequence[str], limits: ClosedBefore) -> frozenset[str]:
        """Those of `numbers` that `lock_due` would find."""
        query = _with_ends(select(Submission.number)).where(_is_due(limits))
        return frozenset(
            number
            for start in range(0, len(numbers), _AT_ONCE)
            for number in self._session.scalars(
                query.where(Submission.number.in_(numbers[start : start + _AT_ONCE]))
            )
        )

    def delete_writings(self, submission_id: int) -> None:
        self._session.execute(delete(Writing).where(Writing.submission_id == submission_id))

    def delete_messages(self, number: str) -> None:
        """Mails about a matter that still have a recipient and a text."""
        self._session.execute(
            delete(OutboxMessage).where(
                OutboxMessage.dedupe_key.contains(number, autoescape=True),
                OutboxMessage.envelope.is_not(None),
            )
        )

    def blank_consents(self, submission_id: int) -> None:
        """What was consented to goes; that and when stays."""
        self._session.execute(
            update(Consent).where(Consent.submission_id == submission_id).values(text="")
        )

    def blank_reference(self, submission_id: int) -> None:
        """The number under which another office has the matter."""
        self._session.execute(
            update(Intake).where(Intake.submission_id == submission_id).values(reference=None)
        )

    def points_only_about(self, submission_id: int) -> Sequence[tuple[AgendaItem, str]]:
        """Points of agendas on that matter and on no other that is still kept, each with the number
        of its meeting."""
        kept = (
            select(AgendaMatter.item_id)
            .join(Submission, Submission.id == AgendaMatter.submission_id)
            .where(Submission.id != submission_id, Submission.query_code_hash != ERASED)
        )
        rows = self._session.execute(
            select(AgendaItem, Meeting.number)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .join(AgendaMatter, AgendaMatter.item_id == AgendaItem.id)
            .where(AgendaMatter.submission_id == submission_id, AgendaItem.id.not_in(kept))
        )
        return rows.tuples().all()

    def count(self, kind: RecordKind, before: date) -> int:
        """How many records of a kind are past their period when it is counted from `before`."""
        table, is_due = _RECORDS[kind]
        query: Select[tuple[int]] = select(func.count()).select_from(table).where(is_due(before))
        return self._session.scalars(query).one()

    def records(self, kind: RecordKind, before: date) -> Sequence[Any]:
        """Those records, rows of the table of their kind."""
        table, is_due = _RECORDS[kind]
        return self._session.scalars(select(table).where(is_due(before))).all()

    def delete_sessions(self, before: date) -> int:
        """Returns how many."""
        rows = self.records(RecordKind.STAFF_SESSIONS, before)
        for row in rows:
            self._session.delete(row)
        return len(rows)


_ENDED = func.coalesce(Matter.closed_at, Quarantine.decided_at)
"""When a matter was closed, or found to be none."""


def _with_ends(query: Select[Row]) -> Select[Row]:
    return query.outerjoin(Matter, Matter.submission_id == Submission.id).outerjoin(
        Quarantine, Quarantine.submission_id == Submission.id
    )


def _is_due(limits: ClosedBefore) -> ColumnElement[bool]:
    known = sorted(limits.forms)
    past = [
        and_(Submission.form_id == form, start_of(limits.forms[form]) > _ENDED) for form in known
    ]
    start = start_of(limits.others)
    past.append(and_(Submission.form_id.not_in(known), start > _ENDED))
    carrier = aliased(Submission)
    carried = (
        select(MergedMatter.submission_id)
        .join(carrier, carrier.id == MergedMatter.into_id)
        .where(carrier.state.in_(_OPEN))
    )
    return and_(
        or_(Submission.state.not_in(_OPEN), Quarantine.genuine.is_(False)),
        Submission.query_code_hash != ERASED,
        Submission.id.not_in(carried),
        or_(*past),
    )


def _anonymised() -> Select[tuple[str | None]]:
    """The numbers of matters and records that were made anonymous, as the ledger has it."""
    return select(LedgerEvent.number).where(
        LedgerEvent.action == Action.ANONYMISED.value, LedgerEvent.number.is_not(None)
    )


def _old_sessions(before: date) -> ColumnElement[bool]:
    return StaffSession.seen_at < start_of(before)


def _old_visits(before: date) -> ColumnElement[bool]:
    """Visits none of whose problems is still open, and that were not erased yet."""
    still_open = (
        select(VisitProblem.visit_id)
        .join(Submission, Submission.id == VisitProblem.submission_id)
        .where(Submission.state.in_(_OPEN))
    )
    return and_(
        Visit.visited_on < before,
        Visit.id.not_in(still_open),
        Visit.number.not_in(_anonymised()),
    )


def _old_meetings(before: date) -> ColumnElement[bool]:
    """Meetings that were not erased yet, with no open matter and no open decision."""
    open_matter = (
        select(AgendaItem.meeting_id)
        .join(AgendaMatter, AgendaMatter.item_id == AgendaItem.id)
        .join(Submission, Submission.id == AgendaMatter.submission_id)
        .where(Submission.state.in_(_OPEN))
    )
    open_decision = select(AgendaItem.meeting_id).where(
        AgendaItem.due_on.is_not(None), AgendaItem.done_at.is_(None)
    )
    return and_(
        Meeting.held_on < before,
        Meeting.id.not_in(open_matter),
        Meeting.id.not_in(open_decision),
        Meeting.number.not_in(_anonymised()),
    )


def _old_deliveries(before: date) -> ColumnElement[bool]:
    """Deliveries that were not erased yet."""
    return and_(BookletDelivery.delivered_on < before, BookletDelivery.number.not_in(_anonymised()))


def _old_entries(before: date) -> ColumnElement[bool]:
    """Entries of registers that are over and were not erased yet."""
    return and_(
        RegisterEntry.ended_at < start_of(before), RegisterEntry.number.not_in(_anonymised())
    )


def _old_editions(before: date) -> ColumnElement[bool]:
    """Editions of reports that were not erased yet."""
    return and_(ReportEdition.saved_at < start_of(before), ReportEdition.payload != NO_EDITION)


def _old_filings(before: date) -> ColumnElement[bool]:
    """Steps of filings whose texts were not erased yet."""
    return and_(FilingStep.at < start_of(before), FilingStep.payload != NO_TEXT)


def _old_marks(before: date) -> ColumnElement[bool]:
    """Points given by hand whose evidence was not erased yet."""
    return and_(AssessmentMark.at < start_of(before), AssessmentMark.payload != NO_TEXT)


_RECORDS: Mapping[RecordKind, tuple[Any, Callable[[date], ColumnElement[bool]]]] = {
    RecordKind.STAFF_SESSIONS: (StaffSession, _old_sessions),
    RecordKind.VISITS: (Visit, _old_visits),
    RecordKind.MEETINGS: (Meeting, _old_meetings),
    RecordKind.DELIVERIES: (BookletDelivery, _old_deliveries),
    RecordKind.REGISTERS: (RegisterEntry, _old_entries),
    RecordKind.REPORT_EDITIONS: (ReportEdition, _old_editions),
    RecordKind.FILINGS: (FilingStep, _old_filings),
    RecordKind.ASSESSMENTS: (AssessmentMark, _old_marks),
}
