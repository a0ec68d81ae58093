"""The district's casework rules, loaded once and passed on."""

from __future__ import annotations

from dataclasses import dataclass

from site_config.deadlines import Deadlines, load_deadlines
from site_config.models import SiteConfig
from site_config.routing import Routing, load_routing
from site_config.working_days import WorkingCalendar, load_working_calendar


@dataclass(frozen=True)
class CaseworkRules:
    """Deadlines, routing and calendar."""

    deadlines: Deadlines
    routing: Routing
    calendar: WorkingCalendar


def load_casework_rules(config: SiteConfig) -> CaseworkRules:
    """From site_config/. Raises ConfigError."""
    return CaseworkRules(load_deadlines(), load_routing(config), load_working_calendar())
