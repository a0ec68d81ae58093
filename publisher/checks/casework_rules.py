"""What the forms backend will read of site_config/ besides the forms: deadlines, routing, holidays,
retention, indicators, contact points, meetings. A mistake there would keep the server from starting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from district import ConfigError
from district.contact_points import load_contact_points
from district.deadlines import load_deadlines
from district.indicators import FILE as INDICATORS
from district.indicators import load_indicators
from district.loader import own_or_default
from district.meetings import FILE as MEETINGS
from district.meetings import load_meetings
from district.models import SiteConfig
from district.retention import load_retention
from district.routing import load_routing
from district.working_days import load_working_calendar
from publisher.checks.configuration import line_at, shown
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library

HOLIDAYS = "holidays"

LOADERS: Mapping[str, Callable[[SiteConfig, Path], object]] = {
    "deadlines.yml": lambda _config, path: load_deadlines(path),
    "routing.yml": load_routing,
    INDICATORS: load_indicators,
    "retention.yml": lambda _config, path: load_retention(path),
    "contact_points.yml": load_contact_points,
    MEETINGS: lambda _config, path: load_meetings(path),
    HOLIDAYS: lambda _config, path: load_working_calendar(path),
}


def check_casework_rules_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """P703: every mistake in the project's own rules."""
    findings = []
    for name, load in LOADERS.items():
        path = context.config_folder / name
        if path.exists():
            try:
                load(context.config, path)
            except ConfigError as error:
                findings += [_finding(context, p.path, p.message) for p in error.problems]
    return findings


def _finding(context: CheckContext, place: str, message: str) -> Finding:
    """`place` is “routing.yml: rules.0.to”, or the file alone."""
    name, _, key = place.partition(": ")
    label = f"「{key}」" if key else ""
    return Finding(shown(context, name), line_at(context, name, key), "P703", label + message)


def check_next_years_holidays_are_known(library: Library, context: CheckContext) -> list[Finding]:
    """T505, from November on: until the arrangement is there, due dates are provisional."""
    try:
        calendar = load_working_calendar(own_or_default(context.config_folder, HOLIDAYS))
    except ConfigError:
        return []  # P703 names the mistake
    year = calendar.missing_year(context.today)
    if year is None:
        return []
    name = f"{HOLIDAYS}/{year}.yml"
    message = f"{year} 年的放假安排还没有填写，办到这一年的期限都是“暂定”"
    return [Finding(shown(context, name), line_at(context, name, "complete"), "T505", message)]
