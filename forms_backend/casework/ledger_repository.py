"""Appending to the ledger and reading it, inside a transaction that the caller holds."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_backend.casework.ledger import SHA256, ChainReport, Entry, check_chain
from forms_backend.casework.states import Action
from forms_backend.models import LedgerEvent, LedgerHead

_BATCH = 1_000


class LedgerRepository:
    """The append-only ledger."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(
        self,
        action: Action,
        *,
        number: str | None,
        actor: str,
        at: datetime,
        detail: Mapping[str, str],
    ) -> None:
        """Chain one event to the end. `detail` must not hold personal data."""
        head = self._session.scalars(
            select(LedgerHead).where(LedgerHead.id == 1).with_for_update()
        ).one()
        entry = Entry(
            sequence=head.sequence + 1,
            number=number,
            action=action.value,
            actor=actor,
            at=at,
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
            algorithm=SHA256,
            previous_hash=head.hash,
        )
        digest = entry.hash()
        self._session.add(
            LedgerEvent(
                sequence=entry.sequence,
                number=number,
                action=entry.action,
                actor=actor,
                at=at,
                detail=entry.detail,
                algorithm=entry.algorithm,
                previous_hash=entry.previous_hash,
                hash=digest,
            )
        )
        head.sequence, head.hash = entry.sequence, digest
        self._session.flush()

    def events_of(self, number: str) -> Sequence[LedgerEvent]:
        """Events of one submission, oldest first."""
        return self._session.scalars(
            select(LedgerEvent).where(LedgerEvent.number == number).order_by(LedgerEvent.sequence)
        ).all()

    def latest(self, limit: int) -> Sequence[LedgerEvent]:
        """The newest events of the whole ledger, newest first."""
        return self._session.scalars(
            select(LedgerEvent).order_by(LedgerEvent.sequence.desc()).limit(limit)
        ).all()

    def verify(self) -> ChainReport:
        """Check the whole chain against its hashes and its head."""
        head = self._session.scalars(select(LedgerHead).where(LedgerHead.id == 1)).one_or_none()
        with closing(self._entries()) as entries:
            return check_chain(entries, (head.sequence, head.hash) if head else (0, ""))

    def _entries(self) -> Generator[tuple[Entry, str], None, None]:
        query = select(LedgerEvent).order_by(LedgerEvent.sequence)
        with self._session.execute(query.execution_options(yield_per=_BATCH)) as result:
            for row in result.scalars():
                yield (
                    Entry(
                        sequence=row.sequence,
                        number=row.number,
                        action=row.action,
                        actor=row.actor,
                        at=row.at,
                        detail=row.detail,
                        algorithm=row.algorithm,
                        previous_hash=row.previous_hash,
                    ),
                    row.hash,
                )
