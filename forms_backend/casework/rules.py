"""The district's casework rules, loaded once and passed on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_config import CONFIG_DIR
from site_config.deadlines import Deadlines, load_deadlines
from site_config.loader import own_or_default
from site_config.models import SiteConfig
from site_config.routing import Routing, load_routing
from site_config.working_days import WorkingCalendar, load_working_calendar


@dataclass(frozen=True)
class CaseworkRules:
    """Deadlines, routing and calendar."""

    deadlines: Deadlines
    routing: Routing
    calendar: WorkingCalendar


def load_casework_rules(config: SiteConfig, directory: Path = CONFIG_DIR) -> CaseworkRules:
    """From `directory`, a district's site_config/. Raises ConfigError."""
    return CaseworkRules(
        load_deadlines(own_or_default(directory, "deadlines.yml")),
        load_routing(config, own_or_default(directory, "routing.yml")),
        load_working_calendar(own_or_default(directory, "holidays")),
    )
