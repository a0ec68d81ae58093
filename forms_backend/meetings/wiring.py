"""Meetings, built once."""

from __future__ import annotations

from forms_backend.matters.rules import CaseworkRules
from forms_backend.meetings.lists import MeetingLists
from forms_backend.meetings.service import MeetingService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground, rules = parts.ground, parts[CaseworkRules]
    parts.add(MeetingService(ground.database, ground.cipher, rules, ground.clock))
    parts.add(MeetingLists(ground.database, ground.cipher, rules, ground.clock))
