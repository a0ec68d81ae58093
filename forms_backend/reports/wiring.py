"""Builds the report service from a district's configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from district.form_models import FormDefinition
from district.indicators import FILE, load_indicators
from district.loader import own_or_default
from district.models import SiteConfig
from district.working_days import WorkingCalendar
from forms_backend.database.transactions import Database
from forms_backend.reports.labels import Labels
from forms_backend.reports.service import ReportService
from forms_backend.running.clock import Clock


def build_reports(
    database: Database,
    config: SiteConfig,
    forms: Mapping[str, FormDefinition],
    calendar: WorkingCalendar,
    directory: Path,
    clock: Clock,
) -> ReportService:
    """Raises ConfigError when indicators.yml is wrong."""
    indicators = load_indicators(config, own_or_default(directory, FILE))
    return ReportService(database, config, Labels(config, forms), calendar, indicators, clock)
