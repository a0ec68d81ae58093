"""Rows of clocks, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from forms_backend.database.transactions import insert_row
from forms_backend.database.work import Repository
from forms_backend.matters.tables import Matter, MatterClock
from forms_backend.submissions.tables import Intake


class ClockRepository(Repository):
    """Queries on clocks."""

    def running(self, submission_id: int) -> Sequence[MatterClock]:
        """Clocks that run, most urgent first."""
        return self._session.scalars(
            select(MatterClock)
            .where(MatterClock.submission_id == submission_id, MatterClock.stopped_at.is_(None))
            .order_by(MatterClock.sure_on, MatterClock.id)
        ).all()

    def provisional(self) -> Sequence[MatterClock]:
        """Running clocks whose dates a holiday table may still move."""
        return self._session.scalars(
            select(MatterClock).where(
                MatterClock.stopped_at.is_(None), MatterClock.provisional.is_(True)
            )
        ).all()

    def answer_wanted_by(self, submission_id: int) -> date | None:
        """The day by which a higher office that passed the matter on wants it answered."""
        intake = self._session.get(Intake, submission_id)
        return intake.due_on if intake else None

    def insert(self, matter: Matter, clocks: Iterable[MatterClock]) -> None:
        """A new matter with its clocks."""
        insert_row(self._session, matter)
        for clock in clocks:
            insert_row(self._session, clock)

    def last_started(self, submission_id: int, kind: str, until: date) -> MatterClock | None:
        """The clock of that kind that was started last, on `until` or before."""
        return self._session.scalars(
            select(MatterClock)
            .where(
                MatterClock.submission_id == submission_id,
                MatterClock.kind == kind,
                MatterClock.started_on <= until,
            )
            .order_by(MatterClock.id.desc())
        ).first()
