"""Rows of drafts, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from forms_backend.database.transactions import insert_into
from forms_backend.database.work import Repository
from forms_backend.drafts.tables import Draft
from forms_backend.submissions.tables import Submission


class DraftRepository(Repository):
    """Drafts of members of staff."""

    def of(self, staff_id: int, places: Collection[str], now: datetime) -> Sequence[Draft]:
        """The person's drafts for these places that are not over."""
        query = select(Draft).where(
            Draft.staff_id == staff_id, Draft.place.in_(places), Draft.expires_at > now
        )
        return self._session.scalars(query).all()

    def typed_since(self, places: Collection[str], since: datetime) -> Sequence[Draft]:
        """Everybody's drafts for these places that were saved after `since`."""
        query = select(Draft).where(Draft.place.in_(places), Draft.saved_at > since)
        return self._session.scalars(query.order_by(Draft.saved_at)).all()

    def find(self, staff_id: int, place: str) -> Draft | None:
        """The person's draft for a place, also one that is over."""
        query = select(Draft).where(Draft.staff_id == staff_id, Draft.place == place)
        return self._session.scalars(query).one_or_none()

    def put(
        self,
        staff_id: int,
        place: str,
        submission_id: int | None,
        *,
        payload: bytes,
        saved_at: datetime,
        expires_at: datetime,
    ) -> None:
        """Keep it in place of what was kept there, also when another process did so just now."""
        kept = {"payload": payload, "saved_at": saved_at, "expires_at": expires_at}
        self._session.execute(
            insert_into(self._session, Draft)
            .values(staff_id=staff_id, place=place, submission_id=submission_id, **kept)
            .on_conflict_do_update(index_elements=["staff_id", "place"], set_=kept)
        )

    def count(self, staff_id: int) -> int:
        """How many the person has."""
        query = select(func.count()).select_from(Draft).where(Draft.staff_id == staff_id)
        return self._session.execute(query).scalar_one()

    def delete(self, staff_id: int, place: str) -> None:
        """Only that person's."""
        self._session.execute(delete(Draft).where(Draft.staff_id == staff_id, Draft.place == place))

    def delete_of(self, submission_id: int) -> None:
        """Everybody's about a submission; for retention."""
        self._session.execute(delete(Draft).where(Draft.submission_id == submission_id))

    def delete_oldest(self, staff_id: int) -> None:
        """The one that was saved first."""
        oldest = (
            select(Draft.id).where(Draft.staff_id == staff_id).order_by(Draft.saved_at, Draft.id)
        )
        self._session.execute(delete(Draft).where(Draft.id.in_(oldest.limit(1))))

    def delete_over(self, now: datetime) -> int:
        """Drafts whose time is over; returns how many."""
        over = self._session.scalars(select(Draft.id).where(Draft.expires_at <= now)).all()
        if over:
            self._session.execute(delete(Draft).where(Draft.expires_at <= now))
        return len(over)

    def submission_of(self, number: str) -> int | None:
        """The id of the submission with that number."""
        query = select(Submission.id).where(Submission.number == number)
        return self._session.scalars(query).one_or_none()
