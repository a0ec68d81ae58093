"""The district's casework rules, loaded once and passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from district import NATIONAL
from district.casework.answer_templates import Prepared, load_prepared
from district.casework.channels import Sources, load_sources
from district.casework.deadlines import Deadlines, load_deadlines
from district.casework.meetings import MeetingRules, load_meetings
from district.casework.routing import Routing, load_routing
from district.casework.working_days import WorkingCalendar, load_working_calendar
from district.contact_points import ContactPoints, load_contact_points
from district.forms.models import FormDefinition
from district.forms.reading import load_form_definitions
from district.models import SiteConfig
from forms_backend.matters.corrections import NO_CHOICES, Choices, choices_of
from law.registry import Registry, load_registry


@dataclass(frozen=True)
class CaseworkRules:
    """Deadlines, routing, calendar, sources that staff take matters in from, prepared texts,
    laws, contact points and meetings."""

    deadlines: Deadlines
    routing: Routing
    calendar: WorkingCalendar
    sources: Sources
    prepared: Prepared
    laws: Registry
    points: ContactPoints
    meetings: MeetingRules
    choices: Choices = NO_CHOICES
    """What staff may correct a matter to."""

    def may_be_reviewed(self, form_id: str) -> bool:
        """Whether 复查、复核 of its outcome can be asked for: by a letter and on its page alike."""
        return form_id in self.deadlines.letters.review


def load_casework_rules(
    config: SiteConfig,
    directory: Path = NATIONAL,
    forms: Mapping[str, FormDefinition] | None = None,
) -> CaseworkRules:
    """From `directory`, a district's site_config/; `forms` when they were read already.

    Raises ConfigError.
    """
    if forms is None:
        forms = load_form_definitions(config, directory)
    return CaseworkRules(
        load_deadlines(directory),
        load_routing(config, directory),
        load_working_calendar(directory),
        load_sources(directory),
        load_prepared(config, forms, directory),
        load_registry(directory),
        load_contact_points(config, directory),
        load_meetings(directory),
        choices_of(forms),
    )
