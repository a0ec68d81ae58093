"""What the bell tells, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from forms_backend.database.work import Repository
from forms_backend.matters.tables import Matter
from forms_backend.notices.tables import BellEntry
from forms_backend.submissions.tables import Submission

Told = tuple[BellEntry, Submission, Matter]


class BellRepository(Repository):
    """Rows of `bell_entries`."""

    def add(self, entries: Iterable[BellEntry]) -> None:
        self._session.add_all(entries)
        self._session.flush()

    def of(self, staff_id: int, limit: int, *, unseen_only: bool) -> Sequence[Told]:
        """The newest of a person, with the matter as it is now."""
        query = (
            select(BellEntry, Submission, Matter)
            .join(Submission, Submission.id == BellEntry.submission_id)
            .join(Matter, Matter.submission_id == BellEntry.submission_id)
            .where(BellEntry.staff_id == staff_id)
            .order_by(BellEntry.id.desc())
            .limit(limit)
        )
        if unseen_only:
            query = query.where(BellEntry.seen_at.is_(None))
        return self._session.execute(query).tuples().all()

    def see(self, staff_id: int, number: str | None, at: datetime) -> None:
        """What the person was told of one matter, or of all, was looked at."""
        query = update(BellEntry).where(*_unseen(staff_id, number))
        self._session.execute(query.values(seen_at=at).execution_options(synchronize_session=False))

    def has_unseen(self, staff_id: int, number: str | None) -> bool:
        """Whether there is anything to mark."""
        query = select(BellEntry.id).where(*_unseen(staff_id, number)).limit(1)
        return self._session.scalars(query).first() is not None

    def forget(self, before: datetime) -> None:
        """What is older."""
        self._session.execute(
            delete(BellEntry)
            .where(BellEntry.at < before)
            .execution_options(synchronize_session=False)
        )


def _unseen(staff_id: int, number: str | None) -> tuple[ColumnElement[bool], ...]:
    """What is new to a person, of one matter or of all."""
    new = (BellEntry.staff_id == staff_id, BellEntry.seen_at.is_(None))
    if number is None:
        return new
    one = select(Submission.id).where(Submission.number == number)
    return (*new, BellEntry.submission_id.in_(one))
