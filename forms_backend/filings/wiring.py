"""Filings and assessments, built once."""

from __future__ import annotations

from datetime import date

from district.registers.filings import load_filings
from district.registers.models import Registers
from forms_backend.database.work import Work
from forms_backend.filings.assessment_service import AssessmentService
from forms_backend.filings.reading import FilingReader
from forms_backend.filings.reminders import filing_sections
from forms_backend.filings.report_section import filing_section
from forms_backend.filings.service import FilingService
from forms_backend.identity.person import Person
from forms_backend.matters.rules import CaseworkRules
from forms_backend.notices.daily import DailyNotices
from forms_backend.notices.digest import Section
from forms_backend.registers.reading import RegisterReader
from forms_backend.reports.periods import Period
from forms_backend.reports.report_parts import Section as ReportSection
from forms_backend.reports.service import ReportService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Raises ConfigError when filings.yml is wrong."""
    ground, reports = parts.ground, parts[ReportService]
    registers = parts[RegisterReader]
    filings = load_filings(ground.config, parts[Registers], ground.directory)
    service = FilingService(
        ground.database,
        ground.cipher,
        ground.clock,
        filings,
        ground.config,
        parts[CaseworkRules].calendar,
        reports,
        registers,
    )
    reader = FilingReader(ground.database, ground.cipher, ground.clock, service)
    assessment = AssessmentService(
        ground.database,
        ground.cipher,
        ground.clock,
        filings.assessment,
        ground.config,
        reports,
        registers,
        reader,
    )
    for one in (service, reader, assessment):
        parts.add(one)

    def section(place: str, period: Period) -> ReportSection | None:
        return filing_section(place, reader.counts(period), reports.labels.unit)

    def told(work: Work, person: Person, today: date) -> tuple[Section, ...]:
        owed, received = reader.told_in(work, person, today)
        return filing_sections(person, owed, received, today, reports.labels.unit)

    reports.also_tells(section)
    parts[DailyNotices].also_tells(told)
