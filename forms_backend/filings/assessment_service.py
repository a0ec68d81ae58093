"""考评: the points of every unit for a period, and entering those that people give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from district.models import SiteConfig
from district.registers.filing_models import MOST_SCORE, Assessment
from district.registers.filings import assessed_units
from district.registers.models import Every
from district.unit_tree import units_below
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.fields.typed_forms import ChoiceField, CodeField, TextField, TypedForm
from forms_backend.filings import assessment_messages as texts
from forms_backend.filings.reading import FilingReader
from forms_backend.filings.repository import FilingRepository
from forms_backend.filings.scoring import TENTHS, Mark, Material, Result, ranked, result
from forms_backend.filings.tables import NO_TEXT, AssessmentMark
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
)
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.registers.reading import RegisterReader
from forms_backend.reports.periods import EARLIEST, Period, ReportKind, last_complete, period_ending
from forms_backend.reports.service import ReportService
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher

KINDS: Mapping[Every, ReportKind] = {
    Every.MONTH: ReportKind.MONTHLY,
    Every.QUARTER: ReportKind.QUARTERLY,
    Every.YEAR: ReportKind.YEARLY,
}
POINT_INPUT, UNIT_INPUT, MARK_INPUT, EVIDENCE_INPUT = "point", "unit", "mark", "evidence"
_MARK = re.compile(r"[0-9]{1,4}(\.[0-9])?")


def may_mark(person: Person) -> bool:
    """Who gives the points that are given by hand."""
    return person.role is Role.SUPERVISOR


class AssessmentService:
    """Points of units; nothing is kept of what is computed."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        clock: Clock,
        assessment: Assessment | None,
        config: SiteConfig,
        reports: ReportService,
        registers: RegisterReader,
        filings: FilingReader,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._assessment = assessment
        self._config = config
        self._reports = reports
        self._registers = registers
        self._filings = filings

    def is_defined(self) -> bool:
        """Whether the district assesses its units."""
        return self._assessment is not None

    @property
    def assessment(self) -> Assessment:
        """Raises MatterNotFoundError where the district has none."""
        if self._assessment is None:
            raise MatterNotFoundError("assessment")
        return self._assessment

    @property
    def kind(self) -> ReportKind:
        """Whose periods it has."""
        return KINDS[self.assessment.every]

    def latest(self) -> Period:
        """The last period that is over."""
        return last_complete(self.kind, local_date(self._clock()))

    def period(self, last: date) -> Period:
        """The period of an address. Raises MatterNotFoundError for none, and one not over."""
        is_over = EARLIEST <= last < local_date(self._clock())
        period = period_ending(self.kind, last) if is_over else None
        if period is None:
            raise MatterNotFoundError("assessment")
        return period

    def units(self) -> tuple[str, ...]:
        return assessed_units(self.assessment, self._config)

    def results(self, period: Period) -> tuple[tuple[int, Result], ...]:
        """Every unit with its place, the most points first."""
        counts = {one.unit: one for one in self._filings.counts(period)}
        facts = self._registers.facts(period.cut)
        marks = self._marks(period)
        found = []
        for unit in self.units():
            below = units_below(self._config, unit)
            material = Material(
                period,
                self._reports.figures(period, below),
                counts.get(unit),
                [fact for fact in facts if fact.unit in below],
                {point: mark for (whose, point), mark in marks.items() if whose == unit},
            )
            found.append(result(unit, self.assessment, material))
        return ranked(found)

    def give(self, person: Person, period: Period, typed: Mapping[str, str]) -> None:
        """Keep a point that somebody gives, with the evidence. Raises NotAllowedError,
        InvalidInputError with every mistake by input."""
        if not may_mark(person):
            raise NotAllowedError
        by_hand = [key for key, point in self.assessment.points.items() if point.by_hand]
        form = TypedForm(typed)
        point = form.read(ChoiceField(POINT_INPUT, by_hand, texts.POINT_WRONG))
        unit = form.read(ChoiceField(UNIT_INPUT, self.units(), texts.UNIT_WRONG))
        most = self.assessment.points[point].score if point in by_hand else MOST_SCORE
        wrong = texts.MARK_WRONG.format(most=most)
        mark = form.read(CodeField(MARK_INPUT, _MARK, wrong))
        tenths = int(Decimal(mark) * TENTHS) if form.is_right(MARK_INPUT) else 0
        if tenths > most * TENTHS:
            form.refuse(MARK_INPUT, wrong)
        evidence = form.read(
            TextField(EVIDENCE_INPUT, WRITING_LENGTH, texts.EVIDENCE_MISSING, many_lines=True)
        )
        keys = (POINT_INPUT, UNIT_INPUT, MARK_INPUT, EVIDENCE_INPUT)
        if problems := form.problems(keys):
            raise InvalidInputError(problems)
        now, kind = self._clock(), self.kind.value
        name = mark_name(kind, period.last, unit, point)
        with self._database.write() as work:
            work.add(
                AssessmentMark(
                    kind=kind,
                    period_last=period.last,
                    unit=unit,
                    point=point,
                    tenths=tenths,
                    login=person.login,
                    at=now,
                    payload=self._cipher.encrypt(name, evidence.encode()),
                )
            )
            detail = {
                "kind": kind,
                "period": period.last.isoformat(),
                "unit": unit,
                "item": point,
                "mark": f"{tenths // TENTHS}.{tenths % TENTHS}",
            }
            work[LedgerRepository].append(
                Action.ASSESSMENT_MARKED, number=None, actor=person.actor, at=now, detail=detail
            )

    def _marks(self, period: Period) -> dict[tuple[str, str], Mark]:
        kind = self.kind.value
        with self._database.read() as work:
            rows = work[FilingRepository].marks(kind, period.last)
            return {
                (unit, point): Mark(row.tenths, self._evidence(row), row.login, row.at)
                for (unit, point), row in rows.items()
            }

    def _evidence(self, row: AssessmentMark) -> str:
        if row.payload == NO_TEXT:
            return ""
        name = mark_name(row.kind, row.period_last, row.unit, row.point)
        return self._cipher.decrypt(name, row.payload).decode()


def mark_name(kind: str, last: date, unit: str, point: str) -> str:
    """What the evidence of a point is sealed for."""
    return f"assessment:{kind}:{last}:{unit}:{point}"
