"""工作台账: entering, changing and moving entries; each method that writes is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from district.models import SiteConfig
from district.registers.models import Register, Registers
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.staged import StagedFile
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.fields.typed_forms import TextField, TypedForm
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.rules import CaseworkRules
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import (
    UNIT_INPUT,
    Places,
    Written,
    clean_entry,
    joined,
    plain_of,
    secret_of,
)
from forms_backend.registers.evidence import add_files, note_name
from forms_backend.registers.origins import Origin
from forms_backend.registers.repository import RegisterRepository
from forms_backend.registers.rules import (
    Taken,
    check_step,
    first_due,
    is_over,
    may_change,
    may_enter,
    may_see,
    may_take,
    state_due,
)
from forms_backend.registers.tables import RegisterEntry, RegisterMove, RegisterOrigin
from forms_backend.running.clock import Clock, local_date, local_month
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.repository import SubmissionRepository

ENTER = "_enter"
"""The step of the first row of a history; no key of a register begins with this sign."""


class RegisterService:
    """Writes entries."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        clock: Clock,
        registers: Registers,
        rules: CaseworkRules,
        config: SiteConfig,
        attachments: AttachmentService,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self.registers = registers
        self._rules = rules
        self._config = config
        self._attachments = attachments

    def today(self) -> date:
        """The day in the district."""
        return local_date(self._clock())

    def register(self, key: str) -> Register:
        """Raises MatterNotFoundError for one that the district has not defined."""
        found = self.registers.find(key)
        if found is None:
            raise MatterNotFoundError(key)
        return found

    def places(self, person: Person) -> Places:
        """All units that handle matters, those whose entries the person may write, and the contact
        points."""
        units = tuple(unit.key for unit in self._config.units if unit.kind.handles_matters)
        mine = tuple(unit for unit in units if may_see(person, unit))
        return Places(units, mine, tuple(self._rules.points.points))

    def enter(
        self, person: Person, key: str, typed: Mapping[str, str], origin: Origin | None = None
    ) -> str:
        """Keep a new entry, with what it was made from, which the caller has opened for the person;
        returns its number. Raises MatterNotFoundError, NotAllowedError, InvalidInputError with every
        mistake by input."""
        register = self.register(key)
        if not may_enter(person, register) or (origin and origin.source not in register.sources):
            raise NotAllowedError
        written = clean_entry(register, self._with_unit(person, typed), self.places(person))
        with self._database.write() as work:
            return self.add(work, person, key, written, origin=origin)

    def enter_all(self, person: Person, key: str, entries: Sequence[Written]) -> list[str]:
        """Keep many, or none. Raises as `enter` does."""
        if not may_enter(person, self.register(key)):
            raise NotAllowedError
        with self._database.write() as work:
            numbers = [self.add(work, person, key, written) for written in entries]
            detail = {"register": key, "count": str(len(numbers))}
            _record(work, Action.ENTRIES_IMPORTED, person, None, self._clock(), detail)
            return numbers

    def add(
        self,
        work: Work,
        person: Person,
        key: str,
        written: Written,
        sample: int | None = None,
        origin: Origin | None = None,
    ) -> str:
        """A new entry in the caller's transaction, which has checked that the person may."""
        register, now = self.register(key), self._clock()
        number = work[SubmissionRepository].take_number(register.prefix, local_month(now))
        state = register.first
        entry = RegisterEntry(
            number=number,
            register=key,
            unit=written.unit,
            state=state,
            login=person.login,
            entered_at=now,
            version=1,
            sample_id=sample,
            state_due_on=state_due(register, state, local_date(now), self._rules.calendar),
        )
        self._fill(entry, register, written)
        work.add(entry)
        work.flush()
        self._move(work, entry, person, ENTER, "", 0, now)
        detail = _detail(entry)
        if origin is not None:
            work.add(
                RegisterOrigin(
                    entry_id=entry.id,
                    kind=origin.source.value,
                    number=origin.number,
                    position=origin.position,
                )
            )
            work.flush()
            detail["origin"] = origin.text
        _record(work, Action.ENTRY_WRITTEN, person, number, now, detail)
        return number

    def change(self, person: Person, number: str, version: int, typed: Mapping[str, str]) -> None:
        """Write other values. Raises MatterNotFoundError, NotAllowedError, StaleMatterError,
        InvalidInputError; then nothing was written."""
        with self._database.write() as work:
            entry = self._locked(work, person, number)
            register = self.register(entry.register)
            if not may_change(person, register, entry.state, entry.unit):
                raise NotAllowedError
            places = self.places(person)
            written = clean_entry(register, self._with_unit(person, typed), places)
            _check_version(entry, version)
            before = self._values(entry)
            self._fill(entry, register, written)
            entry.version += 1
            changed = sorted(
                key
                for key in {*before, *written.values}
                if before.get(key) != written.values.get(key)
            )
            detail = _detail(entry) | {"fields": " ".join(changed)}
            _record(work, Action.ENTRY_CHANGED, person, number, self._clock(), detail)

    def move(
        self,
        person: Person,
        number: str,
        version: int,
        step: str,
        note: str,
        files: Sequence[StagedFile] = (),
    ) -> None:
        """Take a step, with what was said and the evidence that came with it. Raises as `change`
        does, and AttachmentGoneError."""
        form = TypedForm({"note": note})
        said = form.read(TextField("note", WRITING_LENGTH, many_lines=True))
        if problems := form.problems(("note",)):
            raise InvalidInputError(problems)
        now = self._clock()
        with self._database.write() as work:
            entry = self._locked(work, person, number)
            register, repository = self.register(entry.register), work[RegisterRepository]
            if not may_take(person, register, step, entry.state, entry.unit):
                raise NotAllowedError
            _check_version(entry, version)
            moves = repository.moves(entry.id)
            check_step(
                person,
                register,
                step,
                values=self._values(entry),
                note=said,
                files=len(files) + len(repository.files(entry.id)),
                entered_by=entry.login,
                taken=[Taken(move.step, move.login) for move in moves],
            )
            self.keep_files(work, person, entry, files)
            entry.state = register.steps[step].to
            entry.version += 1
            entry.ended_at = now if is_over(register, entry.state) else None
            due = state_due(register, entry.state, local_date(now), self._rules.calendar)
            entry.state_due_on = due
            written = Written(entry.unit, self._values(entry))
            entry.due_on = first_due((written.deadline(register), due))
            self._move(work, entry, person, step, said, len(moves), now)
            detail = _detail(entry) | {"step": step}
            _record(work, Action.ENTRY_MOVED, person, number, now, detail)

    def add_evidence(
        self, person: Person, number: str, version: int, files: Sequence[StagedFile]
    ) -> None:
        """Files without a step. Raises as `move` does."""
        with self._database.write() as work:
            entry = self._locked(work, person, number)
            register = self.register(entry.register)
            works_on_it = any(
                may_take(person, register, step, entry.state, entry.unit) for step in register.steps
            )
            if not works_on_it and not may_change(person, register, entry.state, entry.unit):
                raise NotAllowedError
            _check_version(entry, version)
            if not files:
                raise InvalidInputError({"files": texts.EVIDENCE_NONE})
            self.keep_files(work, person, entry, files)
            entry.version += 1

    def keep_files(
        self, work: Work, person: Person, entry: RegisterEntry, files: Sequence[StagedFile]
    ) -> None:
        """Rows and files in the caller's transaction, with one event. Raises InvalidInputError."""
        if not files:
            return
        most = self.register(entry.register).evidence
        have = len(work[RegisterRepository].files(entry.id))
        if have + len(files) > most:
            raise InvalidInputError({"files": texts.EVIDENCE_FULL.format(most=most, have=have)})
        now = self._clock()
        digests = add_files(work, self._cipher, self._attachments, person, entry, files, now)
        _record(work, Action.ENTRY_FILE_ADDED, person, entry.number, now, digests)

    def _with_unit(self, person: Person, typed: Mapping[str, str]) -> Mapping[str, str]:
        """Who does not lead writes for the own unit, whatever was sent."""
        return typed if person.role.leads else {**typed, UNIT_INPUT: person.unit}

    def _locked(self, work: Work, person: Person, number: str) -> RegisterEntry:
        entry = work[RegisterRepository].locked(number)
        if entry is None or not may_see(person, entry.unit):
            raise MatterNotFoundError(number)
        return entry

    def _values(self, entry: RegisterEntry) -> dict[str, str]:
        return joined(entry.plain, self._cipher.decrypt(entry.number, entry.payload))

    def _fill(self, entry: RegisterEntry, register: Register, written: Written) -> None:
        entry.unit = written.unit
        entry.plain = plain_of(register, written.values)
        sealed = self._cipher.encrypt(entry.number, secret_of(register, written.values))
        entry.payload = sealed
        entry.day = written.day(register, local_date(entry.entered_at))
        entry.due_on = first_due((written.deadline(register), entry.state_due_on))

    def _move(
        self,
        work: Work,
        entry: RegisterEntry,
        person: Person,
        step: str,
        note: str,
        position: int,
        now: datetime,
    ) -> None:
        sealed = self._cipher.encrypt(note_name(entry.number, position), note.encode())
        work.add(
            RegisterMove(
                entry_id=entry.id,
                position=position,
                step=step,
                state=entry.state,
                login=person.login,
                at=now,
                note=sealed,
            )
        )
        work.flush()


def _check_version(entry: RegisterEntry, version: int) -> None:
    if entry.version != version:
        raise StaleMatterError(entry.number)


def _detail(entry: RegisterEntry) -> dict[str, str]:
    return {
        "register": entry.register,
        "unit": entry.unit,
        "state": entry.state,
        "due_on": entry.due_on.isoformat() if entry.due_on else "",
    }


def _record(
    work: Work,
    action: Action,
    person: Person,
    number: str | None,
    now: datetime,
    detail: Mapping[str, str],
) -> None:
    work[LedgerRepository].append(action, number=number, actor=person.actor, at=now, detail=detail)
