"""Reading what the daily notices need, inside a transaction that the caller holds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from district.casework.deadlines import ClockKind
from district.registers.models import Registers
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.states.permissions import Facts
from forms_backend.matters.states.transitions import OPEN_STATES, TRANSITIONS
from forms_backend.matters.tables import Matter
from forms_backend.meetings.repository import point_name
from forms_backend.meetings.tables import AgendaItem, Meeting
from forms_backend.notices.digest import OpenDecision, OpenEntry, OpenMatter
from forms_backend.registers.repository import RegisterRepository
from forms_backend.running.clock import local_date
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission

_MOVEMENTS = sorted(
    {Action.RECEIVED.value} | {t.action.value for t in TRANSITIONS if t.after is not None}
)
"""Actions that bring a matter a step further: those that change its state."""


def open_decisions(session: Session) -> tuple[OpenDecision, ...]:
    """Every decision of a meeting that is not done."""
    rows = session.execute(
        select(
            Meeting.number,
            AgendaItem.position,
            AgendaItem.unit,
            Meeting.lead_unit,
            AgendaItem.due_on,
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.due_on.is_not(None), AgendaItem.done_at.is_(None))
        .order_by(AgendaItem.id)
    )
    return tuple(
        OpenDecision(point_name(number, position), unit or lead_unit, lead_unit, due_on)
        for number, position, unit, lead_unit, due_on in rows
        if due_on is not None
    )


def open_entries(work: Work, registers: Registers, until: date) -> tuple[OpenEntry, ...]:
    """Every open entry of the registers that is due by then."""
    rows = work[RegisterRepository].open_due(until)
    return tuple(
        OpenEntry(number, register.name, unit, due_on)
        for number, key, unit, due_on in rows
        if (register := registers.find(key)) is not None
    )


def open_matters(session: Session) -> tuple[OpenMatter, ...]:
    """Every open matter with a running clock, in two queries."""
    is_open = Submission.state.in_(sorted(state.value for state in OPEN_STATES))
    last_moves = session.execute(
        select(LedgerEvent.number, func.max(LedgerEvent.at))
        .join(Submission, Submission.number == LedgerEvent.number)
        .where(is_open, LedgerEvent.action.in_(_MOVEMENTS))
        .group_by(LedgerEvent.number)
    )
    moved = dict(last_moves.tuples().all())
    rows = session.execute(
        select(
            Submission.number,
            Submission.state,
            Submission.received_at,
            Matter.lead_unit,
            Matter.unit,
            Matter.handler,
            Matter.accused_unit,
            Matter.confidential,
            Matter.due_kind,
            Matter.yellow_on,
            Matter.due_on,
            Matter.sure_on,
            Matter.posted_on,
            Matter.provisional,
        )
        .join(Matter, Matter.submission_id == Submission.id)
        .where(is_open, Matter.due_on.is_not(None))
        .order_by(Submission.number)
    )
    return tuple(
        OpenMatter(
            number=row.number,
            facts=Facts(
                State(row.state),
                row.lead_unit,
                row.unit,
                row.handler,
                row.accused_unit,
                row.confidential,
            ),
            due_kind=ClockKind(row.due_kind),
            yellow_on=row.yellow_on,
            due_on=row.due_on,
            sure_on=row.sure_on,
            posted_on=row.posted_on,
            provisional=row.provisional,
            moved_on=local_date(moved.get(row.number, row.received_at)),
        )
        for row in rows
    )
