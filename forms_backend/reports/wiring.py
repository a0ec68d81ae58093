"""Builds the report service from a district's configuration."""

from __future__ import annotations

from pathlib import Path

from forms_backend.clock import Clock
from forms_backend.db import Database
from forms_backend.reports.labels import Labels
from forms_backend.reports.service import ReportService
from site_config.forms import load_form_definitions
from site_config.indicators import FILE, load_indicators
from site_config.loader import own_or_default
from site_config.models import SiteConfig
from site_config.working_days import WorkingCalendar


def build_reports(
    database: Database, config: SiteConfig, calendar: WorkingCalendar, directory: Path, clock: Clock
) -> ReportService:
    """Raises ConfigError when indicators.yml or a form is wrong."""
    labels = Labels(config, load_form_definitions(config, own_or_default(directory, "forms")))
    indicators = load_indicators(config, own_or_default(directory, FILE))
    return ReportService(database, config, labels, calendar, indicators, clock)
