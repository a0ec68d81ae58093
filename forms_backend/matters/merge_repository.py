"""Reading and writing which matter was joined to which, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from forms_backend.database.work import Repository
from forms_backend.submissions.tables import MergedMatter, Submission


class MergeRepository(Repository):
    """并案."""

    def join(self, later: Submission, first: Submission) -> None:
        """`first` carries `later` from now on, and whatever `later` carried."""
        self._session.execute(
            update(MergedMatter)
            .where(MergedMatter.into_id == later.id)
            .values(into_id=first.id)
            .execution_options(synchronize_session=False)
        )
        self._session.add(MergedMatter(submission_id=later.id, into_id=first.id))
        self._session.flush()

    def carrier_of(self, submission_id: int) -> str | None:
        """The number of the matter that carries this one; None when it stands for itself."""
        return self._session.scalars(
            select(Submission.number)
            .join(MergedMatter, MergedMatter.into_id == Submission.id)
            .where(MergedMatter.submission_id == submission_id)
        ).one_or_none()

    def carried_by(self, submission_id: int) -> Sequence[str]:
        """The numbers of the matters joined to this one, oldest first."""
        return self._session.scalars(
            select(Submission.number)
            .join(MergedMatter, MergedMatter.submission_id == Submission.id)
            .where(MergedMatter.into_id == submission_id)
            .order_by(Submission.id)
        ).all()
