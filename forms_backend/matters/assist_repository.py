"""协办: who was asked to contribute to which matter, inside a transaction that the caller holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, select

from forms_backend.database.work import Repository
from forms_backend.matters import messages as texts
from forms_backend.matters.states.permissions import Asked
from forms_backend.matters.tables import Assist, Matter
from forms_backend.submissions.tables import Submission

_FEW = 500
"""So many ids stand in one statement."""


class Ended(StrEnum):
    """How a request to contribute came to its end."""

    RETURNED = "returned"
    """The contribution was sent back: another row asks again."""
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return texts.ASSIST_ENDED[self.value]


@dataclass(frozen=True)
class OpenAssist:
    """A contribution that is still awaited: nothing of what is asked."""

    number: str
    unit: str
    login: str | None
    due_on: date
    asked_by: str
    lead_unit: str
    main_unit: str | None
    handler: str | None
    accused_unit: str | None
    confidential: bool


def awaited() -> ColumnElement[bool]:
    """Rows whose contribution is still to come."""
    return Assist.given_at.is_(None) & Assist.ended_at.is_(None)


def asked_in(rows: Iterable[Assist]) -> frozenset[Asked]:
    """Whom these rows ask."""
    return frozenset(Asked(row.unit, row.login) for row in rows)


class AssistRepository(Repository):
    """Rows of `assists`."""

    def add(self, row: Assist) -> None:
        self._session.add(row)
        self._session.flush()

    def of(self, submission_id: int) -> Sequence[Assist]:
        """All of a matter, in the order in which they were asked."""
        query = select(Assist).where(Assist.submission_id == submission_id)
        return self._session.scalars(query.order_by(Assist.id)).all()

    def find(self, submission_id: int, assist_id: int) -> Assist | None:
        """One of that matter, as it is in the database now."""
        query = select(Assist).where(Assist.submission_id == submission_id, Assist.id == assist_id)
        return self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()

    def asked(self, submission_id: int) -> frozenset[Asked]:
        """Who was asked of that matter, and was neither sent back nor let go."""
        return self.asked_of([submission_id]).get(submission_id, frozenset())

    def asked_of(self, submission_ids: Iterable[int]) -> Mapping[int, frozenset[Asked]]:
        """The same of many, by id; a matter without any has none."""
        return {key: asked_in(rows) for key, rows in self.standing_of(submission_ids).items()}

    def standing_of(self, submission_ids: Iterable[int]) -> Mapping[int, Sequence[Assist]]:
        """By matter, what was neither sent back nor let go, the first due first."""
        found: dict[int, list[Assist]] = defaultdict(list)
        ids = sorted(set(submission_ids))
        for at in range(0, len(ids), _FEW):
            is_wanted = Assist.submission_id.in_(ids[at : at + _FEW]) & Assist.ended_at.is_(None)
            for row in self._session.scalars(select(Assist).where(is_wanted)):
                found[row.submission_id].append(row)
        return {key: sorted(rows, key=lambda r: (r.due_on, r.id)) for key, rows in found.items()}

    def open(self, until: date) -> Sequence[OpenAssist]:
        """Every contribution of an open matter that is still to come and due by then."""
        rows = self._session.execute(
            select(
                Submission.number,
                Assist.unit,
                Assist.login,
                Assist.due_on,
                Assist.asked_by,
                Matter.lead_unit,
                Matter.unit,
                Matter.handler,
                Matter.accused_unit,
                Matter.confidential,
            )
            .join(Submission, Submission.id == Assist.submission_id)
            .join(Matter, Matter.submission_id == Assist.submission_id)
            .where(awaited(), Assist.due_on <= until, Matter.closed_at.is_(None))
            .order_by(Assist.due_on, Submission.number, Assist.id)
        )
        return [OpenAssist(*row) for row in rows.tuples()]

    def awaited_from(self, login: str) -> Sequence[tuple[Assist, Submission, Matter]]:
        """What that very person was asked for in open matters and has not given, each with its matter,
        in the order in which matters are locked."""
        rows = self._session.execute(
            select(Assist, Submission, Matter)
            .join(Submission, Submission.id == Assist.submission_id)
            .join(Matter, Matter.submission_id == Assist.submission_id)
            .where(Assist.login == login, awaited(), Matter.closed_at.is_(None))
            .order_by(Submission.id, Assist.id)
        )
        return rows.tuples().all()
