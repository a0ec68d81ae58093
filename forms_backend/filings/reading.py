"""Reading filings: what a unit owes, what was filed to it, one filing, one sum."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from district.registers.filings import filing_units
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.filings.due import Asked, Due, asked_for
from forms_backend.filings.reminders import Waiting, waiting
from forms_backend.filings.repository import FilingRepository
from forms_backend.filings.rules import (
    FilingState,
    Step,
    Timing,
    may_file,
    may_receive,
    may_see,
    may_take,
    timing,
)
from forms_backend.filings.service import FilingService, step_name
from forms_backend.filings.snapshot import Snapshot
from forms_backend.filings.tables import NO_TEXT, Filing, FilingStep
from forms_backend.filings.views import (
    Filed,
    FilingView,
    Received,
    Standing,
    StepView,
    Summary,
    SummaryLine,
    UnitCount,
)
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.reports.periods import Period
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher


class FilingReader:
    """Reads filings for people, for notices, for reports and for points."""

    def __init__(
        self, database: Database, cipher: PayloadCipher, clock: Clock, service: FilingService
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._service = service
        self._asked: tuple[date, tuple[Asked, ...]] | None = None

    def is_defined(self) -> bool:
        """Whether anybody files."""
        return bool(self._service.filings.filings)

    def told_in(
        self, work: Work, person: Person, today: date
    ) -> tuple[tuple[Standing, ...], tuple[Received, ...]]:
        """What the person's unit owes, and what is filed to those whom the person sees, in a
        transaction that the caller holds."""
        standings = tuple(self._standings(work, today))
        return _owed(person, standings), self._received(person, standings)

    def waiting(self, person: Person) -> Waiting:
        """What waits for the person: told beside the bell, as what is in quarantine is."""
        with self._database.read() as work:
            return waiting(person, *self.told_in(work, person, self._service.today()))

    def late(self) -> tuple[Standing, ...]:
        """Everything that is owed and whose last day is over for certain."""
        with self._database.read() as work:
            return tuple(
                one
                for one in self._standings(work, self._service.today())
                if one.timing is Timing.MISSING
            )

    def own(self, person: Person, most: int) -> tuple[Standing, ...]:
        """What the person's unit owes, then the newest that it handed in."""
        with self._database.read() as work:
            found = [
                one for one in self._standings(work, self._service.today())
                if may_file(person, one.unit)
            ]  # fmt: skip
        owed = [one for one in found if one.is_owed]
        done = [one for one in found if not one.is_owed]
        owed.sort(key=lambda one: one.asked.due.on)
        done.sort(key=lambda one: one.asked.period.last, reverse=True)
        return (*owed, *done[:most])

    def received(self, person: Person) -> tuple[Received, ...]:
        """What is filed to each parent that the person may see: the newest period first."""
        with self._database.read() as work:
            return self._received(person, self._standings(work, self._service.today()))

    def _received(self, person: Person, standings: Iterable[Standing]) -> tuple[Received, ...]:
        groups: dict[tuple[str, date, str], list[Standing]] = {}
        for one in standings:
            if one.unit != person.unit and may_see(person, one.unit, self._service.config):
                key = (one.asked.kind.value, one.asked.period.last, one.parent)
                groups.setdefault(key, []).append(one)
        found = (
            Received(units[0].asked, units[0].parent, tuple(units)) for units in groups.values()
        )
        return tuple(sorted(found, key=lambda one: one.asked.period.last, reverse=True))

    def period(self, person: Person, asked: Asked) -> tuple[Received, ...]:
        """One period, a table for each parent that the person may see."""
        key = (asked.kind, asked.period)
        return tuple(
            one for one in self.received(person) if (one.asked.kind, one.asked.period) == key
        )

    def open(self, person: Person, asked: Asked, unit: str) -> FilingView:
        """A filing with its texts; that they were read goes into the ledger. Raises
        MatterNotFoundError, also when the person may not know of it."""
        service, config = self._service, self._service.config
        known = filing_units(service.filings, asked.kind, config)
        now = service.figures(asked, unit) if unit in known else None
        with self._database.write() as work:
            row = work[FilingRepository].find(asked.kind.value, asked.period.last, unit)
            if not may_see(person, unit, config) or (row is None and now is None):
                raise MatterNotFoundError(unit)
            standing = self._standing(asked, unit, row, service.today())
            filed, history = None, []
            if row is not None:
                filed = self._filed(row, work[FilingRepository].submitted(row.id))
                history = [self._step(row, one) for one in work[FilingRepository].steps(row.id)]
                self._record_reading(work, person, asked, unit)
            steps = frozenset(
                step
                for step in (Step.SUBMIT, Step.RETURN)
                if may_take(person, step, standing.state, unit, standing.parent)
                and (step is not Step.SUBMIT or now is not None)
            )
            figures = now or (filed.figures if filed else Snapshot({}, {}))
            return FilingView(standing, filed, figures, tuple(history), steps)

    def summaries(self, person: Person, asked: Asked, parent: str) -> Sequence[SummaryLine]:
        """The papers of a parent, the newest first; none for who may not read them."""
        if not self._may_read_sums(person, parent):
            return ()
        with self._database.read() as work:
            rows = work[FilingRepository].summaries(asked.kind.value, asked.period.last, parent)
            return [
                SummaryLine(
                    row.version,
                    row.login,
                    row.at,
                    len(json.loads(row.sources)),
                    tuple(json.loads(row.missing)),
                )
                for row in rows
            ]

    def summary(self, person: Person, asked: Asked, parent: str, version: int) -> Summary:
        """One of them, made again from what it was made of; an event. Raises MatterNotFoundError."""
        if not self._may_read_sums(person, parent):
            raise MatterNotFoundError(parent)
        kind, last = asked.kind.value, asked.period.last
        with self._database.write() as work:
            repository = work[FilingRepository]
            rows = {row.version: row for row in repository.summaries(kind, last, parent)}
            if version not in rows:
                raise MatterNotFoundError(parent)
            row, filed, late = rows[version], [], []
            for unit, position in json.loads(row.sources).items():
                filing = repository.find(kind, last, unit)
                steps = repository.steps(filing.id) if filing else ()
                step = next((one for one in steps if one.position == position), None)
                if filing is None or step is None:
                    raise MatterNotFoundError(unit)
                found = self._filed(filing, step)
                if found is not None:
                    filed.append(found)
                if local_date(filing.first_at) > filing.sure_on:
                    late.append(unit)
            self._record_reading(work, person, asked, parent)
            missing = tuple(json.loads(row.missing))
            return Summary(
                asked, parent, version, tuple(filed), missing, tuple(late), row.login, row.at
            )

    def counts(self, period: Period) -> tuple[UnitCount, ...]:
        """How the filings that fell due in `period` stood at its end, a line a unit."""
        service = self._service
        fell_due = [
            asked
            for asked in asked_for(service.filings, period.last, service.calendar)
            if period.holds(asked.due.sure_on)
        ]
        with self._database.read() as work:
            then = work[FilingRepository].at(period.cut)
        found: dict[str, list[tuple[Asked, Timing]]] = {}
        for asked in fell_due:
            for unit in filing_units(service.filings, asked.kind, service.config):
                was = then.get((asked.kind.value, asked.period.last, unit))
                state = was.state if was else FilingState.MISSING
                first_on = local_date(was.first_at) if was else None
                due = Due(was.due_on, was.sure_on, asked.due.named) if was else asked.due
                # The last day itself is over when the period is.
                late = timing(first_on, state, due, date.max)
                found.setdefault(unit, []).append((asked, late))
        return tuple(UnitCount(unit, tuple(each)) for unit, each in found.items())

    def _may_read_sums(self, person: Person, parent: str) -> bool:
        return may_receive(person, parent) or may_see(person, parent, self._service.config)

    def _standings(self, work: Work, today: date) -> Iterator[Standing]:
        service, asked = self._service, self._asked_on(today)
        if not asked:
            return
        known = work[FilingRepository].since(min(one.period.last for one in asked))
        for one in asked:
            for unit in filing_units(service.filings, one.kind, service.config):
                row = known.get((one.kind.value, one.period.last, unit))
                yield self._standing(one, unit, row, today)

    def _asked_on(self, today: date) -> tuple[Asked, ...]:
        """Worked out once a day: every page of the zone says how much waits."""
        if self._asked is None or self._asked[0] != today:
            service = self._service
            self._asked = today, tuple(asked_for(service.filings, today, service.calendar))
        return self._asked[1]

    def _standing(self, asked: Asked, unit: str, row: Filing | None, today: date) -> Standing:
        parent = self._service.parent_of(unit)
        if row is None:
            missing = FilingState.MISSING
            when = timing(None, missing, asked.due, today)
            return Standing(asked, unit, parent, missing, when, None, 0)
        state = FilingState(row.state)
        due = Due(row.due_on, row.sure_on, asked.due.named)
        when = timing(local_date(row.first_at), state, due, today)
        return Standing(asked, unit, row.parent, state, when, row.first_at, row.version)

    def _filed(self, row: Filing, step: FilingStep | None) -> Filed | None:
        if step is None:
            return None
        texts = None if step.payload == NO_TEXT else json.loads(self._text(row, step))
        return Filed(
            row.unit,
            step.login,
            step.at,
            texts,
            Snapshot.decode(step.figures),
            step.head_sequence or 0,
            step.head_hash or "",
        )

    def _step(self, row: Filing, step: FilingStep) -> StepView:
        is_note = step.step == Step.RETURN.value and step.payload != NO_TEXT
        note = self._text(row, step) if is_note else ""
        return StepView(Step(step.step), step.login, step.at, note)

    def _text(self, row: Filing, step: FilingStep) -> str:
        name = step_name(row.kind, row.period_last, row.unit, step.position)
        return self._cipher.decrypt(name, step.payload).decode()

    def _record_reading(self, work: Work, person: Person, asked: Asked, unit: str) -> None:
        detail = {
            "kind": asked.kind.value,
            "period": asked.period.last.isoformat(),
            "unit": unit,
        }
        work[LedgerRepository].append(
            Action.FILING_READ, number=None, actor=person.actor, at=self._clock(), detail=detail
        )


def _owed(person: Person, standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """What the person's unit has to file, the earliest due first."""
    found = (one for one in standings if one.is_owed and may_file(person, one.unit))
    return tuple(sorted(found, key=lambda one: (one.asked.due.on, one.asked.kind)))
