"""Appending to the ledger and reading it, inside a transaction that the caller holds."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert, select, update

from forms_backend.database.transactions import ledger_hash_of
from forms_backend.database.work import Repository
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import (
    FIRST_PREVIOUS_HASH,
    ChainReport,
    Entry,
    PublishedHead,
    check_chain,
)
from forms_backend.ledger.tables import LedgerEvent, LedgerHead

_BATCH = 1_000
_LOCKED_HEAD = (
    select(LedgerHead.sequence, LedgerHead.hash).where(LedgerHead.id == 1).with_for_update()
)
# Every action appends: statements on the tables themselves take a third of the time that mapped
# objects do.
_NEW_EVENT = insert(cast(Table, LedgerEvent.__table__))
_NEW_HEAD = update(cast(Table, LedgerHead.__table__)).where(LedgerHead.id == 1)


class LedgerRepository(Repository):
    """The append-only ledger."""

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
        head = self._session.execute(_LOCKED_HEAD).one()
        entry = Entry(
            sequence=head.sequence + 1,
            number=number,
            action=action.value,
            actor=actor,
            at=at,
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
            algorithm=ledger_hash_of(self._session).value,
            previous_hash=head.hash,
        )
        digest = entry.hash()
        self._session.flush()
        self._session.execute(_NEW_EVENT, {**vars(entry), "hash": digest})
        self._session.execute(_NEW_HEAD, {"sequence": entry.sequence, "hash": digest})

    def first_moment(self) -> datetime | None:
        """When the ledger began; None while it is empty."""
        return self._session.scalar(select(LedgerEvent.at).order_by(LedgerEvent.sequence).limit(1))

    def events_of(self, number: str) -> Sequence[LedgerEvent]:
        """Events of one submission, oldest first."""
        return self._session.scalars(
            select(LedgerEvent).where(LedgerEvent.number == number).order_by(LedgerEvent.sequence)
        ).all()

    def last_of(self, number: str, action: Action) -> LedgerEvent | None:
        """The newest event of that kind on one submission."""
        return self._session.scalars(
            select(LedgerEvent)
            .where(LedgerEvent.number == number, LedgerEvent.action == action.value)
            .order_by(LedgerEvent.sequence.desc())
            .limit(1)
        ).one_or_none()

    def latest(self, limit: int) -> Sequence[LedgerEvent]:
        """The newest events of the whole ledger, newest first."""
        return self._session.scalars(
            select(LedgerEvent).order_by(LedgerEvent.sequence.desc()).limit(limit)
        ).all()

    def head(self) -> PublishedHead:
        """The end of the chain; sequence 0 before the first event."""
        found = self._session.execute(
            select(LedgerHead.sequence, LedgerHead.hash).where(LedgerHead.id == 1)
        ).one()
        return PublishedHead(found.sequence, found.hash)

    def head_before(self, moment: datetime) -> PublishedHead:
        """The end of the chain as it was at `moment`; events of that very moment do not count."""
        found = self._session.execute(
            select(LedgerEvent.sequence, LedgerEvent.hash)
            .where(LedgerEvent.at < moment)
            .order_by(LedgerEvent.sequence.desc())
            .limit(1)
        ).one_or_none()
        return PublishedHead(*found) if found else PublishedHead(0, FIRST_PREVIOUS_HASH)

    def verify(self, published: PublishedHead | None = None) -> ChainReport:
        """Check the whole chain against its hashes, its head, and a head published earlier."""
        head = self._session.scalars(select(LedgerHead).where(LedgerHead.id == 1)).one_or_none()
        with closing(self._entries()) as entries:
            return check_chain(entries, (head.sequence, head.hash) if head else (0, ""), published)

    def _entries(self) -> Generator[tuple[Entry, str], None, None]:
        # Plain rows: building a mapped object for each event took half the time of a check.
        query = select(
            LedgerEvent.sequence,
            LedgerEvent.number,
            LedgerEvent.action,
            LedgerEvent.actor,
            LedgerEvent.at,
            LedgerEvent.detail,
            LedgerEvent.algorithm,
            LedgerEvent.previous_hash,
            LedgerEvent.hash,
        ).order_by(LedgerEvent.sequence)
        with self._session.execute(query.execution_options(yield_per=_BATCH)) as result:
            for *fields, stored in result:
                yield Entry(*fields), stored
