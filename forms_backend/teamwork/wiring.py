"""协办 and the discussion, built once."""

from __future__ import annotations

from datetime import date

from forms_backend.attachments.service import AttachmentService
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.matters.assist_repository import AssistRepository
from forms_backend.matters.happening import MatterNotices
from forms_backend.notices.daily import DailyNotices
from forms_backend.notices.digest import Section
from forms_backend.running.parts import Parts
from forms_backend.teamwork.daily import SOON, assist_sections, mentioned_in
from forms_backend.teamwork.service import TeamworkService


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    parts.add(
        TeamworkService(
            ground.database,
            ground.cipher,
            ground.config,
            ground.clock,
            parts[MatterNotices],
            parts[AttachmentService],
        )
    )
    names = {unit.key: unit.short for unit in ground.config.units}

    def sections(work: Work, person: Person, today: date) -> tuple[Section, ...]:
        if not person.role.works_on_matters:
            return ()
        return assist_sections(
            person,
            work[AssistRepository].open(today + SOON),
            mentioned_in(work, person),
            today,
            lambda key: names.get(key, key),
        )

    parts[DailyNotices].also_tells(sections)
