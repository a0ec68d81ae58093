"""What may be told in public, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from forms_backend.database.work import Repository
from forms_backend.matters.repository import Pair
from forms_backend.matters.tables import Matter
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Consent, Submission


class TellingRepository(Repository):
    """Queries on matters by the consents that were given."""

    def answered_with(self, consent: str, states: Collection[State]) -> Sequence[Pair]:
        """Matters in one of `states` whose answer was delivered and whose `consent` stands, oldest
        first; never a confidential one."""
        rows = self._session.execute(
            select(Submission, Matter)
            .join(Matter, Matter.submission_id == Submission.id)
            .join(Consent, Consent.submission_id == Submission.id)
            .where(
                Consent.key == consent,
                Consent.withdrawn_at.is_(None),
                Matter.confidential.is_(False),
                Matter.answer_delivered_at.is_not(None),
                Submission.state.in_(sorted(state.value for state in states)),
            )
            .order_by(Submission.id)
        )
        return [(submission, matter) for submission, matter in rows]

    def withdrawn(self, consent: str) -> Sequence[str]:
        """The numbers of all whose `consent` was taken back."""
        return self._session.scalars(
            select(Submission.number)
            .join(Consent, Consent.submission_id == Submission.id)
            .where(Consent.key == consent, Consent.withdrawn_at.is_not(None))
        ).all()
