"""What the forms backend will read of site_config/ besides the forms: deadlines, routing, holidays,
retention, indicators, contact points, meetings. A mistake there would keep the server from starting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from district import ConfigError
from district.casework.deadlines import load_deadlines
from district.casework.meetings import load_meetings
from district.casework.retention import load_retention
from district.casework.routing import load_routing
from district.casework.working_days import FOLDER as HOLIDAYS
from district.casework.working_days import load_working_calendar
from district.contact_points import load_contact_points
from district.models import SiteConfig
from district.registers.indicators import load_indicators
from publisher.checks.configuration import finding_at, place_of
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library

LOADERS: tuple[Callable[[SiteConfig, Path], object], ...] = (
    lambda _config, directory: load_deadlines(directory),
    load_routing,
    load_indicators,
    lambda _config, directory: load_retention(directory),
    load_contact_points,
    lambda _config, directory: load_meetings(directory),
    lambda _config, directory: load_working_calendar(directory),
)


def check_casework_rules_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P703: every mistake in the rules, and every default that the district cannot keep."""
    findings = []
    for load in LOADERS:
        try:
            load(context.config, context.config_folder)
        except ConfigError as error:
            findings += [finding_at(context, "P703", problem) for problem in error.problems]
    return findings


def check_next_years_holidays_are_known(library: Library, context: CheckContext) -> list[Finding]:
    """T505, from November on: until the arrangement is there, due dates are provisional."""
    try:
        calendar = load_working_calendar(context.config_folder)
    except ConfigError:
        return []  # P703 names the mistake
    year = calendar.missing_year(context.today)
    if year is None:
        return []
    name = f"{HOLIDAYS}/{year}.yml"
    message = f"{year} 年的放假安排还没有填写，办到这一年的期限都是“暂定”"
    return [Finding(*place_of(context, name, "complete"), "T505", message)]
