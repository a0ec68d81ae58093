"""Entries of registers, inside a transaction that the caller holds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, delete, func, select

from forms_backend.database.work import Repository
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.registers.tables import (
    RegisterApproval,
    RegisterEntry,
    RegisterFile,
    RegisterMove,
    RegisterOrigin,
    RegisterSample,
)


@dataclass(frozen=True)
class Narrowed:
    """Which entries of a register: of one unit or all, open or over, late since `today`."""

    register: str
    unit: str | None = None
    is_over: bool | None = None
    late_on: date | None = None

    def condition(self) -> ColumnElement[bool]:
        parts = [RegisterEntry.register == self.register]
        if self.unit is not None:
            parts.append(RegisterEntry.unit == self.unit)
        if self.is_over is not None:
            ended = RegisterEntry.ended_at
            parts.append(ended.is_not(None) if self.is_over else ended.is_(None))
        if self.late_on is not None:
            parts += [RegisterEntry.due_on < self.late_on, RegisterEntry.ended_at.is_(None)]
        return and_(*parts)


@dataclass(frozen=True)
class Fact:
    """One entry as figures need it: the state that it had at a moment."""

    number: str
    register: str
    unit: str
    state: str
    day: date
    due_on: date | None
    entered_at: datetime
    ended_at: datetime | None
    plain: str


_WRITING = (
    Action.ENTRY_WRITTEN.value, Action.ENTRY_CHANGED.value, Action.ENTRY_MOVED.value,
)  # fmt: skip


_BATCH = 100


class RegisterRepository(Repository):
    """Queries on entries, their steps and their files."""

    def find(self, number: str) -> RegisterEntry | None:
        query = select(RegisterEntry).where(RegisterEntry.number == number)
        return self._session.scalars(query).one_or_none()

    def locked(self, number: str) -> RegisterEntry | None:
        """The entry, held until the transaction ends."""
        query = select(RegisterEntry).where(RegisterEntry.number == number).with_for_update()
        return self._session.scalars(query).one_or_none()

    def count(self, narrowed: Narrowed) -> int:
        query = select(func.count()).select_from(RegisterEntry).where(narrowed.condition())
        return self._session.execute(query).scalar_one()

    def page(self, narrowed: Narrowed, start: int, limit: int) -> Sequence[RegisterEntry]:
        """Open ones that are due first, then the newest."""
        due, ended = RegisterEntry.due_on, RegisterEntry.ended_at
        order = (ended.is_not(None), due.is_(None), due, RegisterEntry.id.desc())
        query = select(RegisterEntry).where(narrowed.condition()).order_by(*order)
        return self._session.scalars(query.offset(start).limit(limit)).all()

    def open_due(self, until: date) -> Sequence[tuple[str, str, str, date]]:
        """Number, register, unit and day of every open entry due by then."""
        due = RegisterEntry.due_on
        rows = self._session.execute(
            select(RegisterEntry.number, RegisterEntry.register, RegisterEntry.unit, due)
            .where(RegisterEntry.ended_at.is_(None), due <= until)
            .order_by(due, RegisterEntry.number)
        )
        return [(number, register, unit, day) for number, register, unit, day in rows if day]

    def moves(self, entry_id: int) -> Sequence[RegisterMove]:
        query = select(RegisterMove).where(RegisterMove.entry_id == entry_id)
        return self._session.scalars(query.order_by(RegisterMove.position)).all()

    def files(self, entry_id: int) -> Sequence[RegisterFile]:
        query = select(RegisterFile).where(RegisterFile.entry_id == entry_id)
        return self._session.scalars(query.order_by(RegisterFile.id)).all()

    def origin(self, entry_id: int) -> RegisterOrigin | None:
        """What the entry was made from."""
        return self._session.get(RegisterOrigin, entry_id)

    def approval(self, entry_id: int) -> RegisterApproval | None:
        """Of which words it was said that everybody may read them."""
        return self._session.get(RegisterApproval, entry_id)

    def end_approval(self, approval: RegisterApproval) -> None:
        self._session.delete(approval)
        self._session.flush()

    def approved(
        self, registers: Collection[str], begin: date, end: date
    ) -> Iterator[tuple[RegisterEntry, str]]:
        """Entries from the day `begin` to `end`, which may lie before it, of which words were approved,
        with the digest of these words."""
        day, number = RegisterEntry.day, RegisterEntry.id
        first, last = sorted((begin, end))
        order = (day.desc(), number.desc()) if end < begin else (day, number)
        query = (
            select(RegisterEntry, RegisterApproval.digest)
            .join(RegisterApproval, RegisterApproval.entry_id == RegisterEntry.id)
            .where(RegisterEntry.register.in_(registers), day.between(first, last))
            .order_by(*order)
        )
        yield from self._session.execute(query.execution_options(yield_per=_BATCH)).tuples()

    def made_from(self, kind: str, number: str) -> Sequence[tuple[int, RegisterEntry]]:
        """Every entry that was made from it, with the position there, oldest first."""
        query = (
            select(RegisterOrigin.position, RegisterEntry)
            .join(RegisterEntry, RegisterEntry.id == RegisterOrigin.entry_id)
            .where(RegisterOrigin.number == number, RegisterOrigin.kind == kind)
            .order_by(RegisterEntry.id)
        )
        return self._session.execute(query).tuples().all()

    def is_named(self, storage_name: str) -> bool:
        """Whether a row names this file."""
        query = select(RegisterFile.id).where(RegisterFile.storage_name == storage_name)
        return self._session.scalars(query).first() is not None

    def delete_files(self, entry_id: int) -> list[str]:
        """Delete the rows; returns the names of their files."""
        names = [row.storage_name for row in self.files(entry_id)]
        self._session.execute(
            delete(RegisterFile)
            .where(RegisterFile.entry_id == entry_id)
            .execution_options(synchronize_session="fetch")
        )
        return names

    def facts(self, cut: datetime) -> Sequence[Fact]:
        """Every entry that was there before `cut`, in the state that it had then, since when it had
        it, and when it was due then: a later step gives it another day."""
        states: dict[int, tuple[str, datetime]] = {}
        moves = select(RegisterMove.entry_id, RegisterMove.state, RegisterMove.at).order_by(
            RegisterMove.entry_id, RegisterMove.position
        )
        for entry_id, state, at in self._session.execute(moves):
            if at < cut:
                states[entry_id] = (state, at)
        due = self._due_days(cut)
        query = select(RegisterEntry).where(RegisterEntry.entered_at < cut)
        return [
            Fact(
                row.number,
                row.register,
                row.unit,
                states.get(row.id, (row.state, None))[0],
                row.day,
                due.get(row.number, row.due_on),
                row.entered_at,
                states[row.id][1] if row.id in states else row.ended_at,
                row.plain,
            )
            for row in self._session.scalars(query.order_by(RegisterEntry.id))
        ]

    def _due_days(self, cut: datetime) -> dict[str, date | None]:
        """By number, the day that the last writing or step before `cut` gave it, from the ledger."""
        written = (LedgerEvent.at < cut, LedgerEvent.action.in_(_WRITING))
        query = select(LedgerEvent.number, LedgerEvent.detail).where(*written)
        found: dict[str, date | None] = {}
        for number, detail in self._session.execute(query.order_by(LedgerEvent.sequence)).tuples():
            day = json.loads(detail).get("due_on")
            if number and day is not None:
                found[number] = date.fromisoformat(day) if day else None
        return found

    def samples(self, register: str) -> Sequence[RegisterSample]:
        """Newest first."""
        query = select(RegisterSample).where(RegisterSample.register == register)
        return self._session.scalars(query.order_by(RegisterSample.id.desc())).all()

    def sample_of_list(self, register: str, digest: str) -> RegisterSample | None:
        """The draw from the list with that digest."""
        query = select(RegisterSample).where(
            RegisterSample.register == register, RegisterSample.list_digest == digest
        )
        return self._session.scalars(query.order_by(RegisterSample.id)).first()

    def counts(self, today: date, unit: str | None) -> Mapping[str, tuple[int, int, int]]:
        """By register: open, late and over; of one unit or of all."""
        over = RegisterEntry.ended_at.is_not(None)
        late = and_(RegisterEntry.ended_at.is_(None), RegisterEntry.due_on < today)
        query = select(
            RegisterEntry.register,
            func.count(),
            func.sum(case((late, 1), else_=0)),
            func.sum(case((over, 1), else_=0)),
        ).group_by(RegisterEntry.register)
        if unit is not None:
            query = query.where(RegisterEntry.unit == unit)
        return {
            register: (total - int(is_over), int(is_late), int(is_over))
            for register, total, is_late, is_over in self._session.execute(query)
        }
