"""公开日历: who approves which words of an entry, and the entries that everybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from district.registers.models import PublicCalendar, Registers
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import Values, joined
from forms_backend.registers.public_words import (
    DAYS_AHEAD,
    DAYS_BACK,
    MOST_SHOWN,
    PublicEntry,
    check_words,
    is_marked,
    may_approve,
    public_values,
    words_digest,
)
from forms_backend.registers.repository import RegisterRepository
from forms_backend.registers.rules import may_see
from forms_backend.registers.tables import RegisterApproval, RegisterEntry
from forms_backend.registers.views import EntryView, Published
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher

_WRITING = frozenset({Action.ENTRY_WRITTEN.value, Action.ENTRY_CHANGED.value})


_Opened = dict[tuple[int, int, str], PublicEntry | None]
"""What was read for everybody by entry, its version and what was approved: an entry that stands as it
stood is not decrypted again for the next reader."""


class CalendarService:
    """Approves, takes back, and reads for everybody."""

    def __init__(
        self, database: Database, cipher: PayloadCipher, clock: Clock, registers: Registers
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._registers = registers
        self._opened = _Opened()

    def standing(self, person: Person, view: EntryView) -> Published | None:
        """Where an opened entry stands; None where its register shows nothing to everybody."""
        calendar = view.register.calendar
        if calendar is None:
            return None
        shown = public_values(calendar, view.row.values)
        digest = words_digest(view.row.unit, shown)
        with self._database.read() as work:
            entry = work[RegisterRepository].find(view.row.number)
            approval = work[RegisterRepository].approval(entry.id) if entry else None
            return Published(
                is_marked=is_marked(calendar, view.row.values),
                is_approved=approval is not None and approval.digest == digest,
                was_changed=approval is not None and approval.digest != digest,
                login=approval.login if approval else "",
                at=approval.at if approval else None,
                may_approve=may_approve(person, calendar, view.row.unit),
            )

    def approve(self, person: Person, number: str, version: int, *, is_looked_at: bool) -> None:
        """Everybody may read the words as they are now. Raises MatterNotFoundError,
        NotAllowedError, StaleMatterError, InvalidInputError: not marked, written by the same
        person, or with personal data."""
        with self._database.write() as work:
            entry, calendar = self._locked(work, person, number, version)
            register = self._registers.registers[entry.register]
            values = self._values(entry)
            if not is_marked(calendar, values) or register.state(entry.state).void:
                raise InvalidInputError({"words": texts.CALENDAR_NOT_MARKED})
            if person.login in _writers(work, entry):
                raise InvalidInputError({"person": texts.CALENDAR_SAME_PERSON})
            shown = public_values(calendar, values)
            check_words(register, shown, is_looked_at=is_looked_at)
            now, digest = self._clock(), words_digest(entry.unit, shown)
            approval = work[RegisterRepository].approval(entry.id)
            if approval is None:
                approval = RegisterApproval(
                    entry_id=entry.id, digest=digest, login=person.login, at=now
                )
                work.add(approval)
            approval.digest, approval.login, approval.at = digest, person.login, now
            work.flush()
            self._record(work, Action.ENTRY_APPROVED, person, number, {"words": digest})

    def take_back(self, person: Person, number: str, version: int) -> None:
        """Nobody outside reads it any more. Raises as `approve` does."""
        with self._database.write() as work:
            entry, _ = self._locked(work, person, number, version)
            approval = work[RegisterRepository].approval(entry.id)
            if approval is None:
                raise StaleMatterError(number)
            work[RegisterRepository].end_approval(approval)
            self._record(work, Action.ENTRY_APPROVAL_ENDED, person, number, {})

    def shown(self) -> Sequence[PublicEntry]:
        """What everybody may read now, by day: marked, and approved as it is."""
        today, known, opened = local_date(self._clock()), self._opened, _Opened()
        with self._database.read() as work:

            def nearest(begin: date, end: date) -> list[PublicEntry]:
                found = []
                for entry, digest in work[RegisterRepository].approved(self._keys(), begin, end):
                    key = (entry.id, entry.version, digest)
                    one = known[key] if key in known else self._shown(entry, digest)
                    opened[key] = one
                    found += [one] if one is not None else []
                    if len(found) == MOST_SHOWN:
                        break
                return found

            ahead = nearest(today, today + timedelta(DAYS_AHEAD))
            past = nearest(today - timedelta(1), today - timedelta(DAYS_BACK))
        self._opened = opened
        return [*reversed(past), *ahead]

    def _shown(self, entry: RegisterEntry, digest: str) -> PublicEntry | None:
        register = self._registers.registers[entry.register]
        values = self._values(entry)
        if register.calendar is None or not is_marked(register.calendar, values):
            return None
        shown = public_values(register.calendar, values)
        if words_digest(entry.unit, shown) != digest:
            return None
        state = register.state(entry.state)
        return PublicEntry(
            entry.number,
            entry.register,
            register,
            entry.unit,
            entry.day,
            state.name,
            state.is_over,
            state.void,
            shown,
        )

    def _keys(self) -> list[str]:
        return [key for key, one in self._registers.registers.items() if one.calendar]

    def _values(self, entry: RegisterEntry) -> Values:
        return joined(entry.plain, self._cipher.decrypt(entry.number, entry.payload))

    def _locked(
        self, work: Work, person: Person, number: str, version: int
    ) -> tuple[RegisterEntry, PublicCalendar]:
        entry = work[RegisterRepository].locked(number)
        if entry is None or not may_see(person, entry.unit):
            raise MatterNotFoundError(number)
        register = self._registers.find(entry.register)
        if register is None or register.calendar is None:
            raise MatterNotFoundError(number)
        if not may_approve(person, register.calendar, entry.unit):
            raise NotAllowedError
        if entry.version != version:
            raise StaleMatterError(number)
        return entry, register.calendar

    def _record(
        self, work: Work, action: Action, person: Person, number: str, detail: dict[str, str]
    ) -> None:
        work[LedgerRepository].append(
            action, number=number, actor=person.actor, at=self._clock(), detail=detail
        )


def _writers(work: Work, entry: RegisterEntry) -> frozenset[str]:
    """Everybody who ever wrote at it: words of each of them may be what would go out."""
    events = work[LedgerRepository].events_of(entry.number)
    wrote = {event.actor.partition(":")[2] for event in events if event.action in _WRITING}
    return frozenset({entry.login, *wrote})
