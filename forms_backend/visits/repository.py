"""Visits and what came up at them, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from forms_backend.database.work import Repository
from forms_backend.matters.repository import Pair
from forms_backend.matters.tables import Matter
from forms_backend.submissions.tables import Submission
from forms_backend.visits.tables import Visit, VisitProblem


class VisitRepository(Repository):
    """Queries on visits."""

    def find(self, number: str) -> Visit | None:
        """The visit of that number."""
        return self._session.scalars(select(Visit).where(Visit.number == number)).one_or_none()

    def newest(self, limit: int, unit: str | None) -> Sequence[tuple[Visit, int]]:
        """The newest visits, of `unit` or of all, each with how many problems came up."""
        counted = (
            select(VisitProblem.visit_id, func.count().label("problems"))
            .group_by(VisitProblem.visit_id)
            .subquery()
        )
        query = (
            select(Visit, func.coalesce(counted.c.problems, 0))
            .outerjoin(counted, counted.c.visit_id == Visit.id)
            .order_by(Visit.visited_on.desc(), Visit.id.desc())
            .limit(limit)
        )
        if unit is not None:
            query = query.where(Visit.unit == unit)
        return self._session.execute(query).tuples().all()

    def counts(self, first: date, after: date) -> dict[str, int]:
        """How often each contact point was visited from `first` to the day before `after`."""
        query = (
            select(Visit.point, func.count())
            .where(Visit.visited_on >= first, Visit.visited_on < after)
            .group_by(Visit.point)
        )
        return dict(self._session.execute(query).tuples().all())

    def problems(self, visit: Visit) -> Sequence[Pair]:
        """The matters that came up at a visit, oldest first."""
        rows = self._session.execute(
            select(Submission, Matter)
            .join(Matter, Matter.submission_id == Submission.id)
            .join(VisitProblem, VisitProblem.submission_id == Submission.id)
            .where(VisitProblem.visit_id == visit.id)
            .order_by(Submission.id)
        )
        return [(submission, matter) for submission, matter in rows]

    def at_which_came_up(self, number: str) -> Visit | None:
        """The visit at which the matter `number` came up."""
        return self._session.scalars(
            select(Visit)
            .join(VisitProblem, VisitProblem.visit_id == Visit.id)
            .join(Submission, Submission.id == VisitProblem.submission_id)
            .where(Submission.number == number)
        ).one_or_none()
