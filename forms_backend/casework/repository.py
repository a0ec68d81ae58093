"""Reading and writing submissions, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forms_backend.errors import NumbersExhaustedError
from forms_backend.limits import MAX_SEQUENCE
from forms_backend.models import Consent, NumberCounter, Submission


class SubmissionRepository:
    """Queries on submissions, their consents and their numbers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take_number(self, prefix: str, month: str) -> str:
        """The next free number, e.g. "TS202611-000123".

        The row of the counter stays locked until the transaction ends, and a rollback gives the
        number back: so there are neither duplicates nor gaps. Raises NumbersExhaustedError.
        """
        dialect = self._session.get_bind().dialect.name
        insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
        counter = NumberCounter.last
        statement = (
            insert(NumberCounter)
            .values(prefix=prefix, month=month, last=1)
            .on_conflict_do_update(
                index_elements=["prefix", "month"],
                set_={"last": counter + 1},
                where=counter < MAX_SEQUENCE,
            )
            .returning(counter)
        )
        sequence = self._session.execute(statement).scalar_one_or_none()
        if sequence is None:
            raise NumbersExhaustedError(prefix, month)
        return f"{prefix}{month}-{sequence:06d}"

    def add(self, submission: Submission, consents: Sequence[tuple[str, str]]) -> None:
        """Insert a submission with the consents `(key, text)` that came with it."""
        self._session.add(submission)
        self._session.flush()
        self._session.add_all(
            Consent(
                submission_id=submission.id, key=key, text=text, given_at=submission.received_at
            )
            for key, text in consents
        )
        self._session.flush()

    def find(self, number: str) -> Submission | None:
        """The submission with that number."""
        return self._session.scalars(
            select(Submission).where(Submission.number == number)
        ).one_or_none()

    def find_by_idempotency(self, idempotency_hash: str) -> Submission | None:
        """The submission that this idempotency hash already led to."""
        return self._session.scalars(
            select(Submission).where(Submission.idempotency_hash == idempotency_hash)
        ).one_or_none()

    def latest(
        self, limit: int, form_id: str | None, since: datetime | None
    ) -> Sequence[Submission]:
        """The newest submissions first."""
        query = select(Submission).order_by(Submission.id.desc()).limit(limit)
        if form_id is not None:
            query = query.where(Submission.form_id == form_id)
        if since is not None:
            query = query.where(Submission.received_at >= since)
        return self._session.scalars(query).all()
