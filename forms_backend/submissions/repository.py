"""Reading and writing submissions, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Select, Table, bindparam, insert, select, update

from forms_backend.database.errors import NumbersExhaustedError
from forms_backend.database.limits import MAX_SEQUENCE
from forms_backend.database.tables import NumberCounter
from forms_backend.database.transactions import insert_into, insert_row
from forms_backend.database.work import Repository
from forms_backend.submissions.tables import Consent, Submission

_BY_IDEMPOTENCY = select(Submission).where(
    Submission.idempotency_hash.in_(bindparam("hashes", expanding=True))
)
_NEXT_NUMBER = (
    update(cast(Table, NumberCounter.__table__))
    .where(
        NumberCounter.prefix == bindparam("at_prefix"),
        NumberCounter.month == bindparam("at_month"),
        NumberCounter.last < MAX_SEQUENCE,
    )
    .values(last=NumberCounter.last + 1)
    .returning(NumberCounter.last)
)
_NEW_CONSENT = insert(cast(Table, Consent.__table__))


class SubmissionRepository(Repository):
    """Queries on submissions, their consents and their numbers."""

    def take_number(self, prefix: str, month: str) -> str:
        """The next free number, e.g. "TS202611-000123".

        The row of the counter stays locked until the transaction ends, and a rollback gives the
        number back: so there are neither duplicates nor gaps. Raises NumbersExhaustedError.
        """
        sequence = self._session.execute(
            _NEXT_NUMBER, {"at_prefix": prefix, "at_month": month}
        ).scalar_one_or_none()
        if sequence is None:
            sequence = self._first_number(prefix, month)
        return f"{prefix}{month}-{sequence:06d}"

    def _first_number(self, prefix: str, month: str) -> int:
        """The first of a month, or the next when somebody else took the first just now."""
        counter = NumberCounter.last
        statement = (
            insert_into(self._session, NumberCounter)
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
        return sequence

    def add(self, submission: Submission, consents: Sequence[tuple[str, str]]) -> None:
        """Insert a submission with the consents `(key, text)` that came with it."""
        insert_row(self._session, submission)
        if consents:
            at = submission.received_at
            self._session.execute(
                _NEW_CONSENT,
                [
                    {"submission_id": submission.id, "key": key, "text": text, "given_at": at}
                    for key, text in consents
                ],
            )

    def find(self, number: str) -> Submission | None:
        """The submission with that number."""
        return self._session.scalars(
            select(Submission).where(Submission.number == number)
        ).one_or_none()

    def find_by_idempotency(self, hashes: Collection[str]) -> dict[str, Submission]:
        """The submissions that these idempotency hashes already led to, by hash."""
        found = self._session.scalars(_BY_IDEMPOTENCY, {"hashes": list(hashes)})
        return {submission.idempotency_hash: submission for submission in found}

    def consents(self, submission_id: int) -> Sequence[Consent]:
        """What was consented to, in the order of the form."""
        return self._session.scalars(
            select(Consent).where(Consent.submission_id == submission_id).order_by(Consent.id)
        ).all()

    def consent(self, submission_id: int, key: str) -> Consent | None:
        """The consent of that key."""
        return self._session.scalars(_consent(submission_id, key)).one_or_none()

    def lock_consent(self, submission_id: int, key: str) -> Consent | None:
        """As `consent`, locked until the transaction ends."""
        query = _consent(submission_id, key).with_for_update()
        return self._session.scalars(query).one_or_none()

    def add_consent(self, consent: Consent) -> None:
        """One that was given later."""
        self._session.add(consent)
        self._session.flush()

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


def _consent(submission_id: int, key: str) -> Select[tuple[Consent]]:
    return select(Consent).where(Consent.submission_id == submission_id, Consent.key == key)
