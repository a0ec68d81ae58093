"""Appending to the ledger and reading it, inside a transaction that the caller holds."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import cast

from sqlalchemy import Executable, Table, event, insert, or_, select, update
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.visitors import iterate

from forms_backend.database.transactions import ledger_hash_of
from forms_backend.database.work import Repository, Work
from forms_backend.identity.actors import STAFF, SYSTEM
from forms_backend.ledger.actions import READINGS, Action
from forms_backend.ledger.address_class import LOCAL, mark_in_detail, marked
from forms_backend.ledger.chain import (
    FIRST_PREVIOUS_HASH,
    Entry,
    PublishedHead,
    check_chain,
)
from forms_backend.ledger.guards_repository import missing_guards
from forms_backend.ledger.proved import written_records
from forms_backend.ledger.records_repository import ChangedRecords, all_records
from forms_backend.ledger.replay import Replay, first_fault
from forms_backend.ledger.report import ChainReport
from forms_backend.ledger.tables import LedgerEvent, LedgerHead
from forms_backend.ledger.wanted import Wanted

_BATCH = 1_000
_LOCKED_HEAD = (
    select(LedgerHead.sequence, LedgerHead.hash).where(LedgerHead.id == 1).with_for_update()
)
# Every action appends: statements on the tables themselves take a third of the time that mapped
# objects do.
_NEW_EVENT = insert(cast(Table, LedgerEvent.__table__))
_LEDGER = frozenset({LedgerEvent.__tablename__, LedgerHead.__tablename__})
_NEW_HEAD = update(cast(Table, LedgerHead.__table__)).where(LedgerHead.id == 1)


class LedgerRepository(Repository):
    """The append-only ledger.

    Events wait until somebody asks for events or the transaction ends, so that the last of them can
    say which rows the transaction wrote; the end of the chain is locked from the first of them on.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._waiting: list[Entry] = []
        self._end: PublishedHead | None = None

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
        self._session.flush()
        self._waiting.append(
            Entry(
                sequence=self._locked_end().sequence + len(self._waiting) + 1,
                number=number,
                action=action.value,
                actor=actor,
                at=at,
                detail=json.dumps(marked(detail, actor), ensure_ascii=False, sort_keys=True),
                algorithm=ledger_hash_of(self._session).value,
                previous_hash="",
            )
        )

    def is_waiting(self) -> bool:
        """Whether events were appended that the table does not hold yet."""
        return bool(self._waiting)

    def write_down(self) -> None:
        """Write the events that wait, and in the last of them which rows changed since."""
        self._session.flush()
        changed = cast(Work, self._session)[ChangedRecords]
        if not self._waiting and not changed.is_any():
            return
        if not self._waiting:
            now = datetime.now(UTC)
            self.append(Action.RECORDS_CHANGED, number=None, actor=SYSTEM, at=now, detail={})
        end, waiting, self._waiting = self._locked_end(), self._waiting, []
        if changed.is_any():
            records = written_records(changed.take(waiting[-1].algorithm))
            waiting[-1] = replace(waiting[-1], records=records)
        for entry in waiting:
            chained = replace(entry, previous_hash=end.hash)
            end = PublishedHead(chained.sequence, chained.hash())
            self._session.execute(_NEW_EVENT, {**vars(chained), "hash": end.hash})
        self._session.execute(_NEW_HEAD, {"sequence": end.sequence, "hash": end.hash})
        self._end = end

    def _locked_end(self) -> PublishedHead:
        if self._end is None:
            self._end = PublishedHead(*self._session.execute(_LOCKED_HEAD).one())
        return self._end

    def first_moment(self) -> datetime | None:
        """When the ledger began; None while it is empty."""
        return self._session.scalar(select(LedgerEvent.at).where(LedgerEvent.sequence == 1))

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

    def details_of(self, action: Action) -> Iterator[Mapping[str, str]]:
        """What every event of that kind says, oldest first."""
        query = select(LedgerEvent.detail).where(LedgerEvent.action == action.value)
        for detail in self._session.scalars(query.order_by(LedgerEvent.sequence)):
            yield json.loads(detail)

    def latest(self, limit: int) -> Sequence[LedgerEvent]:
        """The newest events of the whole ledger, newest first."""
        return self._session.scalars(
            select(LedgerEvent).order_by(LedgerEvent.sequence.desc()).limit(limit)
        ).all()

    def look_up(self, wanted: Wanted, limit: int) -> Sequence[LedgerEvent]:
        """The newest events that are wanted, newest first."""
        query = select(LedgerEvent).order_by(LedgerEvent.sequence.desc()).limit(limit)
        if wanted.number:
            # Lists and searches name the matters that they showed in their detail.
            query = query.where(
                or_(
                    LedgerEvent.number == wanted.number,
                    LedgerEvent.detail.contains(wanted.number, autoescape=True),
                )
            )
        if wanted.actor:
            query = query.where(LedgerEvent.actor == wanted.actor)
        if wanted.since is not None:
            query = query.where(LedgerEvent.at >= wanted.since)
        if wanted.until is not None:
            query = query.where(LedgerEvent.at < wanted.until)
        if wanted.readings_only:
            query = query.where(LedgerEvent.action.in_(sorted(a.value for a in READINGS)))
        if wanted.address == LOCAL:  # no mark: done on the machine, or before marks were made
            has_mark = LedgerEvent.detail.contains(mark_in_detail(), autoescape=True)
            query = query.where(LedgerEvent.actor.startswith(STAFF), ~has_mark)
        elif wanted.address:
            mark = mark_in_detail(wanted.address)
            query = query.where(LedgerEvent.detail.contains(mark, autoescape=True))
        if wanted.before is not None:
            query = query.where(LedgerEvent.sequence < wanted.before)
        return self._session.scalars(query).all()

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

    def verify(self, *published: PublishedHead) -> ChainReport:
        """Check the whole chain against its hashes, its head and heads published earlier; then
        every proved row against the events that wrote it, and that the triggers stand.

        Asked in a `Database.snapshot`, or of a database that nobody writes to meanwhile.
        """
        head = self._session.scalars(select(LedgerHead).where(LedgerHead.id == 1)).one_or_none()
        replay = Replay()
        with closing(self._entries()) as entries:
            report = check_chain(
                _read_along(entries, replay),
                (head.sequence, head.hash) if head else (0, ""),
                published,
            )
        if not report.is_intact:
            return report
        connection = self._session.connection()
        faults = chain.from_iterable(
            replay.faults(table, rows) for table, rows in all_records(connection)
        )
        return replace(
            report,
            record=first_fault(chain(faults, replay.rest())),
            missing_guards=missing_guards(connection),
            anchors=len(published),
        )

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
            LedgerEvent.records,
            LedgerEvent.hash,
        ).order_by(LedgerEvent.sequence)
        with self._session.execute(query.execution_options(yield_per=_BATCH)) as result:
            for *fields, stored in result:
                yield Entry(*fields), stored


def _read_along(
    entries: Iterable[tuple[Entry, str]], replay: Replay
) -> Iterator[tuple[Entry, str]]:
    for entry, stored in entries:
        replay.read(entry)
        yield entry, stored


# Listeners: what waits is written when somebody asks for events, and before the end


@event.listens_for(Work, "do_orm_execute")
def _write_before_reading(state: ORMExecuteState) -> None:
    if state.is_select:
        ledger = cast(Work, state.session)[LedgerRepository]
        if ledger.is_waiting() and _asks_for_events(state.statement):
            ledger.write_down()


def _asks_for_events(statement: Executable) -> bool:
    parts = iterate(cast(ClauseElement, statement))
    return any(getattr(getattr(part, "table", part), "name", None) in _LEDGER for part in parts)


@event.listens_for(Work, "before_commit")
def _write_before_the_end(session: Session) -> None:
    cast(Work, session)[LedgerRepository].write_down()
