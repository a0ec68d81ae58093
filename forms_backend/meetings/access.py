"""Who may write, open and read what of a meeting, and which matter may be discussed there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from district.casework.meetings import HeldAt
from forms_backend.identity.person import Person
from forms_backend.matters.states.permissions import Facts, may_see


@dataclass(frozen=True)
class MeetingFacts:
    """What the rules must know of a meeting. `units` take part."""

    at: HeldAt
    lead_unit: str
    units: frozenset[str]


def may_write(person: Person, lead_unit: str) -> bool:
    """受理岗 and 督办岗 of the unit that leads the meeting."""
    return person.role.leads and person.unit == lead_unit


def may_open(person: Person, meeting: MeetingFacts) -> bool:
    """Who writes, and whoever works on matters in a unit that takes part."""
    if not person.role.works_on_matters:
        return False
    return may_write(person, meeting.lead_unit) or person.unit in meeting.units


def may_read_item(
    person: Person, lead_unit: str, responsible: str | None, matters: Sequence[Facts]
) -> bool:
    """One point of the agenda. A confidential matter closes it to all who may not see that matter;
    otherwise the lead unit reads everything, a unit what concerns it, or concerns nobody alone."""
    if any(facts.confidential and not may_see(person, facts) for facts in matters):
        return False
    if may_write(person, lead_unit) or responsible == person.unit:
        return True
    if any(may_see(person, facts) for facts in matters):
        return True
    return responsible is None and not matters


def may_be_discussed(meeting: MeetingFacts, matter: Facts) -> bool:
    """检举 matters (信访工作条例 30 条) only where everybody who takes part may see them: not at a
    contact point, where firms sit at the table, and not before the accused or a third unit."""
    if not matter.confidential:
        return True
    return meeting.at is not HeldAt.POINT and knows_of(matter).issuperset(meeting.units)


def knows_of(matter: Facts) -> frozenset[str]:
    """The units that may know of a matter."""
    accused = matter.accused_unit if matter.confidential else None
    return frozenset(u for u in (matter.lead_unit, matter.unit) if u and u != accused)


def may_answer_for(unit: str, meeting: MeetingFacts, matters: Collection[Facts]) -> bool:
    """Whether a decision may be laid on `unit`: it took part, or leads, and may know of what is
    confidential."""
    if unit != meeting.lead_unit and unit not in meeting.units:
        return False
    return all(unit in knows_of(facts) for facts in matters if facts.confidential)
