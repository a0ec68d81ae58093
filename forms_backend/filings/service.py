"""报送: handing in, giving back, summing; each method that writes is one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from district.casework.working_days import WorkingCalendar
from district.models import SiteConfig
from district.registers.filing_models import FilingKind, FilingRule, Filings
from district.registers.filings import filing_units
from district.unit_tree import units_below
from forms_backend.database.errors import ConflictError
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.fields.typed_forms import TextField, TypedForm
from forms_backend.filings import messages as texts
from forms_backend.filings.due import Asked, due_of, report_kind
from forms_backend.filings.repository import FilingRepository
from forms_backend.filings.rules import STEPS, FilingState, Step, may_receive, may_take
from forms_backend.filings.snapshot import Snapshot, snapshot_of
from forms_backend.filings.tables import Filing, FilingStep, FilingSummary
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.registers.reading import RegisterReader
from forms_backend.reports.editions import TEXT_LENGTH
from forms_backend.reports.periods import EARLIEST, period_ending
from forms_backend.reports.service import ReportService
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher

TEXT_INPUT = "text_"
"""Before the key of a text, as the name of its input."""


class FilingService:
    """Writes filings."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        clock: Clock,
        filings: Filings,
        config: SiteConfig,
        calendar: WorkingCalendar,
        reports: ReportService,
        registers: RegisterReader,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self.filings = filings
        self.config = config
        self.calendar = calendar
        self._reports = reports
        self._registers = registers

    def today(self) -> date:
        """The day in the district."""
        return local_date(self._clock())

    def asked(self, kind: str, last: date) -> Asked:
        """The period of an address. Raises MatterNotFoundError for one that is not asked for, or not
        over."""
        known = next((one for one in self.filings.filings if one.value == kind), None)
        if known is None or not EARLIEST <= last < self.today():
            raise MatterNotFoundError(kind)
        rule = self.filings.filings[known]
        period = period_ending(report_kind(known), last)
        if period is None or last < rule.since:
            raise MatterNotFoundError(kind)
        due = due_of(period, self.filings.days_after(known), rule.free_day, self.calendar)
        return Asked(known, period, due)

    def rule(self, kind: FilingKind) -> FilingRule:
        return self.filings.filings[kind]

    def parent_of(self, unit: str) -> str:
        """To whom the unit files; empty: to nobody."""
        known = self.config.unit(unit)
        return known.parent if known else ""

    def children(self, kind: FilingKind, parent: str) -> tuple[str, ...]:
        """Who files to `parent`, in the written order."""
        units = filing_units(self.filings, kind, self.config)
        return tuple(unit for unit in units if self.parent_of(unit) == parent)

    def figures(self, asked: Asked, unit: str) -> Snapshot:
        """What the unit and all below it come to in that period, counted as reports count it."""
        units, period = units_below(self.config, unit), asked.period
        counted = self._reports.figures(period, units)
        tallies = self._registers.tallies(period.first, period.last, period.cut, units)
        return snapshot_of(counted, tallies)

    def submit(
        self,
        person: Person,
        asked: Asked,
        unit: str,
        typed: Mapping[str, str],
        *,
        version: int,
        seen: str,
    ) -> None:
        """Hand in texts with the figures of this moment; `seen` is the digest of those that the
        person saw, `version` that of the filing then, 0 for none. Raises NotAllowedError,
        StaleMatterError, InvalidInputError with every mistake by input; then nothing was written."""
        parent = self.parent_of(unit)
        if unit not in filing_units(self.filings, asked.kind, self.config):
            raise MatterNotFoundError(unit)
        written = clean_texts(self.rule(asked.kind), typed)
        figures, now = self.figures(asked, unit), self._clock()
        try:
            with self._database.write() as work:
                filing = work[FilingRepository].locked(asked.kind.value, asked.period.last, unit)
                state = FilingState(filing.state) if filing else FilingState.MISSING
                if not may_take(person, Step.SUBMIT, state, unit, parent):
                    raise NotAllowedError
                if version != (filing.version if filing else 0):
                    raise StaleMatterError(unit)
                if seen != figures.digest:
                    raise InvalidInputError({"figures": texts.FIGURES_CHANGED})
                if filing is None:
                    filing = _new(asked, unit, parent, now)
                    work.add(filing)
                    work.flush()
                filing.parent = parent
                payload = json.dumps(written, ensure_ascii=False, sort_keys=True).encode()
                self._take(work, filing, Step.SUBMIT, person, payload, figures)
        except ConflictError as error:
            raise StaleMatterError(unit) from error

    def give_back(
        self, person: Person, asked: Asked, unit: str, typed: Mapping[str, str], *, version: int
    ) -> None:
        """Return what was submitted, with the reason. Raises as `submit` does."""
        form = TypedForm(typed)
        field = TextField(
            "note", WRITING_LENGTH, missing=texts.RETURN_NOTE_MISSING, many_lines=True
        )
        note = form.read(field)
        if problems := form.problems(("note",)):
            raise InvalidInputError(problems)
        with self._database.write() as work:
            filing = work[FilingRepository].locked(asked.kind.value, asked.period.last, unit)
            if filing is None:
                raise MatterNotFoundError(unit)
            if not may_take(person, Step.RETURN, FilingState(filing.state), unit, filing.parent):
                raise NotAllowedError
            if version != filing.version:
                raise StaleMatterError(unit)
            self._take(work, filing, Step.RETURN, person, note.encode(), None)

    def sum_up(self, person: Person, asked: Asked, parent: str) -> int:
        """One paper of everything that was filed to `parent`; returns its version. Raises
        NotAllowedError, InvalidInputError where nothing was filed."""
        if not may_receive(person, parent):
            raise NotAllowedError
        kind, last = asked.kind.value, asked.period.last
        with self._database.write() as work:
            repository = work[FilingRepository]
            filed = {
                one.unit: one
                for one in repository.locked_of_parent(kind, last, parent)
                if FilingState(one.state) in STEPS[Step.SUM].start
            }
            if not filed:
                raise InvalidInputError({"sum": texts.SUM_NOTHING})
            children = self.children(asked.kind, parent)
            order = (*children, *(unit for unit in filed if unit not in children))
            sources: dict[str, int] = {}
            for unit in order:
                step = repository.submitted(filed[unit].id) if unit in filed else None
                if step is None:
                    continue
                sources[unit] = step.position
                if filed[unit].state == FilingState.SUBMITTED.value:
                    self._take(work, filed[unit], Step.SUM, person, b"", None)
            version = next((one.version for one in repository.summaries(kind, last, parent)), 0) + 1
            missing = [unit for unit in children if unit not in sources]
            work.add(
                FilingSummary(
                    kind=kind,
                    period_last=last,
                    parent=parent,
                    version=version,
                    sources=json.dumps(sources),
                    missing=json.dumps(missing),
                    login=person.login,
                    at=self._clock(),
                )
            )
            detail = {
                **_about(kind, last, parent),
                "version": str(version),
                "count": str(len(sources)),
                "missing": " ".join(missing),
            }
            _record(work, Action.FILINGS_SUMMED, person, self._clock(), detail)
        return version

    def _take(
        self,
        work: Work,
        filing: Filing,
        step: Step,
        person: Person,
        payload: bytes,
        figures: Snapshot | None,
    ) -> None:
        now, state = self._clock(), STEPS[step].to
        # Every step is a version: its number is the place of the row.
        position = filing.version + 1
        last = period_ending(report_kind(FilingKind(filing.kind)), filing.period_last)
        head = self._reports.head_before(last.cut) if figures and last else None
        name = step_name(filing.kind, filing.period_last, filing.unit, position)
        filing.state, filing.version = state.value, position
        work.add(
            FilingStep(
                filing_id=filing.id,
                position=position,
                step=step.value,
                state=state.value,
                login=person.login,
                at=now,
                figures=figures.encode() if figures else "",
                head_sequence=head.sequence if head else None,
                head_hash=head.hash if head else None,
                payload=self._cipher.encrypt(name, payload),
            )
        )
        if step is Step.SUM:
            return  # one event tells of all of them
        detail = {
            **_about(filing.kind, filing.period_last, filing.unit),
            "version": str(position),
            **({"figures_digest": figures.digest} if figures else {}),
        }
        action = Action.FILING_SUBMITTED if step is Step.SUBMIT else Action.FILING_RETURNED
        _record(work, action, person, now, detail)


def clean_texts(rule: FilingRule, typed: Mapping[str, str]) -> dict[str, str]:
    """What was written, by the keys of the rule. Raises InvalidInputError with every mistake."""
    form = TypedForm(typed)
    fields = {
        key: TextField(
            f"{TEXT_INPUT}{key}",
            TEXT_LENGTH,
            missing=texts.TEXT_MISSING.format(label=label) if key in rule.required else "",
            many_lines=True,
        )
        for key, label in rule.texts.items()
    }
    written = {key: form.read(field) for key, field in fields.items()}
    if problems := form.problems(tuple(field.key for field in fields.values())):
        raise InvalidInputError(problems)
    return {key: text for key, text in written.items() if text}


def step_name(kind: str, last: date, unit: str, position: int) -> str:
    """What the text of a step is sealed for."""
    return f"filing:{kind}:{last}:{unit}:{position}"


def _new(asked: Asked, unit: str, parent: str, now: datetime) -> Filing:
    return Filing(
        kind=asked.kind.value,
        period_last=asked.period.last,
        unit=unit,
        parent=parent,
        state=FilingState.MISSING.value,
        due_on=asked.due.on,
        sure_on=asked.due.sure_on,
        first_at=now,
        version=0,
    )


def _about(kind: str, last: date, unit: str) -> dict[str, str]:
    return {"kind": kind, "period": last.isoformat(), "unit": unit}


def _record(
    work: Work, action: Action, person: Person, now: datetime, detail: Mapping[str, str]
) -> None:
    work[LedgerRepository].append(action, number=None, actor=person.actor, at=now, detail=detail)
