"""Reading registers: lists, one entry, one file. What was read of texts is in the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from district.registers.models import Source
from forms_backend.attachments.service import AttachmentService
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import joined
from forms_backend.registers.evidence import file_view, note_name
from forms_backend.registers.figures import Progress, Tally, progress, tallies
from forms_backend.registers.origins import MadeEntry, Origin
from forms_backend.registers.repository import Fact, Narrowed, RegisterRepository
from forms_backend.registers.rules import is_over, may_change, may_see, may_take
from forms_backend.registers.service import ENTER, RegisterService
from forms_backend.registers.tables import RegisterEntry
from forms_backend.registers.views import (
    Counted,
    EntryPage,
    EntryRow,
    EntryView,
    FileView,
    MoveView,
    SampleView,
    Which,
)
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher

PAGE = 50
MOST_EXPORTED = 10_000


class RegisterReader:
    """Reads entries for people."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        clock: Clock,
        service: RegisterService,
        attachments: AttachmentService,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._service = service
        self._attachments = attachments

    def overview(self, person: Person) -> list[Counted]:
        """Every register in its written order; nothing of what is written in them."""
        today = self._service.today()
        with self._database.read() as work:
            counts = work[RegisterRepository].counts(today, _unit_of(person))
        none = (0, 0, 0)
        registers = self._service.registers.registers
        return [Counted(key, one, *counts.get(key, none)) for key, one in registers.items()]

    def rows(self, person: Person, key: str, which: Which, page: int) -> EntryPage:
        """A page of one list, with one event that says how many were read. Raises
        MatterNotFoundError for an unknown register."""
        self._service.register(key)
        with self._database.write() as work:
            entries = work[RegisterRepository]
            totals = {one: entries.count(self._narrowed(person, key, one)) for one in Which}
            pages = max(1, -(-totals[which] // PAGE))
            page = min(max(1, page), pages)
            narrowed = self._narrowed(person, key, which)
            found = entries.page(narrowed, (page - 1) * PAGE, PAGE)
            if found:
                self._record_many(work, Action.ENTRIES_LISTED, person, key, len(found))
            return EntryPage(tuple(self._row(entry) for entry in found), totals, page, pages)

    def export(self, person: Person, key: str, which: Which) -> Sequence[EntryRow]:
        """All of a list, for a file; one event. Raises MatterNotFoundError."""
        self._service.register(key)
        with self._database.write() as work:
            narrowed = self._narrowed(person, key, which)
            found = work[RegisterRepository].page(narrowed, 0, MOST_EXPORTED)
            self._record_many(work, Action.ENTRIES_EXPORTED, person, key, len(found))
            return [self._row(entry) for entry in found]

    def open(self, person: Person, number: str) -> EntryView:
        """An entry with its history and files; that it was read goes into the ledger. Raises
        MatterNotFoundError, also when the person may not know of it."""
        with self._database.write() as work:
            entry = self._find(work, person, number)
            register = self._service.register(entry.register)
            work[LedgerRepository].append(
                Action.ENTRY_READ, number=number, actor=person.actor, at=self._clock(), detail={}
            )
            files = work[RegisterRepository].files(entry.id)
            steps = (
                step
                for step in register.steps
                if may_take(person, register, step, entry.state, entry.unit)
            )
            return EntryView(
                row=self._row(entry),
                key=entry.register,
                register=register,
                version=entry.version,
                login=entry.login,
                entered_at=entry.entered_at,
                history=self._history(work, entry),
                files=tuple(file_view(self._cipher, number, row) for row in files),
                steps=tuple(steps),
                may_change=may_change(person, register, entry.state, entry.unit),
                origin=self._origin(work, entry),
            )

    def made_from(
        self, person: Person, source: Source, number: str
    ) -> Mapping[int, Sequence[MadeEntry]]:
        """Entries made from a visit or meeting, by the position there: those that the person may
        see, and nothing that is written in them."""
        found: dict[int, list[MadeEntry]] = {}
        with self._database.read() as work:
            for position, entry in work[RegisterRepository].made_from(source.value, number):
                register = self._service.registers.find(entry.register)
                if register is not None and may_see(person, entry.unit):
                    made = MadeEntry(
                        entry.register,
                        register.name,
                        entry.number,
                        entry.unit,
                        register.state(entry.state).name,
                        is_over(register, entry.state),
                        entry.due_on,
                    )
                    found.setdefault(position, []).append(made)
        return found

    def _origin(self, work: Work, entry: RegisterEntry) -> Origin | None:
        row = work[RegisterRepository].origin(entry.id)
        return Origin(Source(row.kind), row.number, row.position) if row else None

    def file(self, person: Person, number: str, file_id: int) -> tuple[FileView, Iterator[bytes]]:
        """A file of evidence; that it was fetched goes into the ledger first. Raises
        MatterNotFoundError, DamagedAttachmentError."""
        with self._database.write() as work:
            entry = self._find(work, person, number)
            rows = {row.id: row for row in work[RegisterRepository].files(entry.id)}
            if file_id not in rows:
                raise MatterNotFoundError(number)
            row = rows[file_id]
            work[LedgerRepository].append(
                Action.ENTRY_FILE_READ,
                number=number,
                actor=person.actor,
                at=self._clock(),
                detail={"file": row.digest},
            )
            view, name = file_view(self._cipher, number, row), row.storage_name
        return view, self._attachments.read_file(name)

    def progress(self) -> Sequence[Progress]:
        """How far every target is today."""
        with self._database.read() as work:
            facts = work[RegisterRepository].facts(self._clock())
        return progress(self._service.registers, facts, self._service.today())

    def tallies(
        self, first: date, last: date, cut: datetime, units: Collection[str] | None = None
    ) -> Sequence[Tally]:
        """Every register over a period whose end is `cut`; of these units, None: of all."""
        facts = self.facts(cut)
        mine = [fact for fact in facts if units is None or fact.unit in units]
        return tallies(self._service.registers, mine, first, last)

    def facts(self, cut: datetime) -> Sequence[Fact]:
        """Every entry in the state that it had at `cut`."""
        with self._database.read() as work:
            return work[RegisterRepository].facts(cut)

    def progress_at(self, last: date, cut: datetime) -> Sequence[Progress]:
        """How far every target was on the day that ended at `cut`."""
        with self._database.read() as work:
            facts = work[RegisterRepository].facts(cut)
        return progress(self._service.registers, facts, last)

    def samples(self, key: str) -> Sequence[SampleView]:
        """What was drawn for a register, newest first."""
        with self._database.read() as work:
            return [
                SampleView(
                    one.unit,
                    one.seed,
                    one.hundredths,
                    one.listed,
                    one.drawn,
                    one.list_digest,
                    one.at,
                )
                for one in work[RegisterRepository].samples(key)
            ]

    def _narrowed(self, person: Person, key: str, which: Which) -> Narrowed:
        late = self._service.today() if which is Which.LATE else None
        over = {Which.OPEN: False, Which.OVER: True}.get(which)
        return Narrowed(key, _unit_of(person), over, late)

    def _find(self, work: Work, person: Person, number: str) -> RegisterEntry:
        entry = work[RegisterRepository].find(number)
        if entry is None or not may_see(person, entry.unit):
            raise MatterNotFoundError(number)
        return entry

    def _row(self, entry: RegisterEntry) -> EntryRow:
        register = self._service.registers.find(entry.register)
        over = entry.ended_at is not None or (
            register is not None and is_over(register, entry.state)
        )
        values = joined(entry.plain, self._cipher.decrypt(entry.number, entry.payload))
        return EntryRow(entry.number, entry.unit, entry.state, entry.due_on, over, values)

    def _history(self, work: Work, entry: RegisterEntry) -> tuple[MoveView, ...]:
        register = self._service.register(entry.register)
        found = []
        for move in work[RegisterRepository].moves(entry.id):
            step = register.steps.get(move.step)
            name = texts.ENTERED if move.step == ENTER else step.name if step else move.step
            place = note_name(entry.number, move.position)
            note = self._cipher.decrypt(place, move.note).decode()
            state = register.state(move.state).name
            found.append(MoveView(name, state, move.login, move.at, note))
        for event in work[LedgerRepository].events_of(entry.number):
            if event.action == Action.ENTRY_CHANGED.value:
                keys = json.loads(event.detail).get("fields", "").split()
                labels = [register.fields[key].label for key in keys if key in register.fields]
                name = texts.CHANGED_EVENT.format(fields="、".join(labels) or texts.UNIT)
                login = event.actor.partition(":")[2]
                found.append(MoveView(name, "", login, event.at, ""))
        return tuple(sorted(found, key=lambda one: one.at))

    def _record_many(
        self, work: Work, action: Action, person: Person, key: str, count: int
    ) -> None:
        work[LedgerRepository].append(
            action,
            number=None,
            actor=person.actor,
            at=self._clock(),
            detail={"register": key, "count": str(count)},
        )


def _unit_of(person: Person) -> str | None:
    """The unit whose entries the person sees; None for those who see all."""
    return None if person.role.leads else person.unit
