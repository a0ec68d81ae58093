"""Reports, built once."""

from __future__ import annotations

from district.registers.indicators import load_indicators
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.registers.reading import RegisterReader
from forms_backend.reports.edition_service import EditionService
from forms_backend.reports.labels import Labels
from forms_backend.reports.service import ReportService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Raises ConfigError when indicators.yml is wrong."""
    ground = parts.ground
    indicators = load_indicators(ground.config, ground.directory)
    labels = Labels(ground.config, ground.forms)
    calendar = parts[CaseworkRules].calendar
    parts.add(
        ReportService(
            ground.database,
            ground.config,
            labels,
            calendar,
            indicators,
            ground.clock,
            parts[LedgerService],
            parts[RegisterReader],
        )
    )
    parts.add(EditionService(ground.database, ground.cipher, ground.clock))
