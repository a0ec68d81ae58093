"""每日提要 and 督办清单: numbers, states and dates of what is due, for each person. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from district.casework.deadlines import ClockKind
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.matters.states.permissions import Facts, has_in_hand, is_owner
from forms_backend.meetings import messages as meeting_messages
from forms_backend.outbox import messages as texts
from forms_backend.registers import messages as register_messages
from forms_backend.registers.rules import may_see as may_see_entry
from forms_backend.running.clock import local_text
from forms_backend.watching import messages as watch_messages
from forms_backend.watching.alerts import Alert

MOST_LISTED = 40
"""Lines of one section; the rest is counted, and stands in the work list."""

UnitName = Callable[[str | None], str]


@dataclass(frozen=True)
class OpenMatter:
    """What a digest may know of an open matter: nothing that a visitor wrote."""

    number: str
    facts: Facts
    due_kind: ClockKind
    yellow_on: date
    due_on: date
    sure_on: date
    posted_on: date
    provisional: bool
    moved_on: date

    def is_overdue(self, today: date) -> bool:
        """However the holidays of a year without an arrangement turn out (DESIGN §7)."""
        return self.sure_on < today

    def is_due(self, today: date) -> bool:
        """Its last day is today, or, while that date is provisional, may have been already."""
        return self.due_on <= today <= self.sure_on

    def is_due_soon(self, today: date) -> bool:
        """Yellow, and not yet due."""
        return self.yellow_on <= today < self.due_on


@dataclass(frozen=True)
class OpenDecision:
    """议定事项 of a meeting that somebody has to carry out: nothing of what was said."""

    reference: str
    unit: str
    lead_unit: str
    due_on: date


@dataclass(frozen=True)
class OpenEntry:
    """An open entry of a register: nothing of what is written in it."""

    number: str
    register: str
    """The name of the register."""
    unit: str
    due_on: date


DECISION_DAYS = timedelta(days=3)
"""So long before its last day a decision stands in the digest."""


@dataclass(frozen=True)
class Section:
    """One heading with its matters or decisions, most urgent first."""

    heading: str
    matters: tuple[OpenMatter, ...] = ()
    decisions: tuple[OpenDecision, ...] = ()
    entries: tuple[OpenEntry, ...] = ()
    lines: tuple[str, ...] = ()
    """What a topic above this one tells, already in words."""
    alerts: tuple[Alert, ...] = ()
    held: int = 0
    """Submissions in quarantine: they are counted and not named."""

    @property
    def total(self) -> int:
        named = (self.matters, self.decisions, self.entries, self.lines, self.alerts)
        return sum(map(len, named)) + self.held


def _sections(matters: Iterable[OpenMatter], today: date, since: date) -> tuple[Section, ...]:
    ordered = sorted(matters, key=lambda m: (m.sure_on, m.number))
    kinds: tuple[tuple[str, Callable[[OpenMatter], bool]], ...] = (
        (texts.DIGEST_OVERDUE, lambda m: m.is_overdue(today)),
        (texts.DIGEST_DUE, lambda m: m.is_due(today)),
        (texts.DIGEST_SOON, lambda m: m.is_due_soon(today)),
        (texts.DIGEST_NEW, lambda m: m.moved_on >= since and m.yellow_on > today),
    )
    found = (Section(heading, tuple(filter(test, ordered))) for heading, test in kinds)
    return tuple(section for section in found if section.matters)


def sections_for(
    person: Person, matters: Iterable[OpenMatter], today: date, since: date
) -> tuple[Section, ...]:
    """What waits for `person` and is overdue, due, due soon, or moved on `since` or later."""
    return _sections((m for m in matters if is_owner(person, m.facts)), today, since)


def decision_sections(
    person: Person, decisions: Iterable[OpenDecision], today: date
) -> tuple[Section, ...]:
    """Decisions of meetings that are due soon or overdue, for those who work in the responsible
    unit and for those who lead and clear them."""
    found = tuple(
        one
        for one in sorted(decisions, key=lambda d: (d.due_on, d.reference))
        if one.due_on - DECISION_DAYS <= today
        and person.role.works_on_matters
        and person.unit == (one.lead_unit if person.role.leads else one.unit)
    )
    heading = meeting_messages.DIGEST_HEADING
    return (Section(heading, decisions=found),) if found else ()


def entry_sections(
    person: Person, entries: Iterable[OpenEntry], today: date
) -> tuple[Section, ...]:
    """Entries of registers that are due soon or overdue, for those who may see them."""
    found = tuple(
        one
        for one in sorted(entries, key=lambda e: (e.due_on, e.number))
        if one.due_on - DECISION_DAYS <= today and may_see_entry(person, one.unit)
    )
    return (Section(register_messages.DIGEST_HEADING, entries=found),) if found else ()


def alert_section(person: Person, alerts: Iterable[Alert]) -> tuple[Section, ...]:
    """Unusual reading, for the auditor alone."""
    found = tuple(alerts) if person.role is Role.AUDITOR else ()
    return (Section(watch_messages.DIGEST_HEADING, alerts=found),) if found else ()


def held_section(person: Person, held: int) -> tuple[Section, ...]:
    """That something waits in quarantine, for those who decide on it."""
    return (Section(texts.DIGEST_HELD, held=held),) if held and person.role.leads else ()


def stuck_sections(
    matters: Iterable[OpenMatter], today: date, stuck_before: date
) -> tuple[Section, ...]:
    """督办清单: posted, overdue, and without movement since before `stuck_before`."""
    ordered = sorted(matters, key=lambda m: (m.sure_on, m.number))
    posted = [m for m in ordered if m.is_overdue(today) and m.posted_on <= today]
    overdue = [m for m in ordered if m.is_overdue(today) and m.posted_on > today]
    still = [m for m in ordered if not m.is_overdue(today) and m.moved_on < stuck_before]
    found = (
        Section(texts.STUCK_POSTED, tuple(posted)),
        Section(texts.STUCK_OVERDUE, tuple(overdue)),
        Section(texts.STUCK_STILL, tuple(still)),
    )
    return tuple(section for section in found if section.matters)


def supervised_by(person: Person, matters: Iterable[OpenMatter]) -> tuple[OpenMatter, ...]:
    """What is on the supervisor's list: all of the unit that the person leads for and may see."""
    if person.role is not Role.SUPERVISOR:
        return ()
    return tuple(m for m in matters if has_in_hand(person, m.facts))


def fit_for_a_group(matters: Iterable[OpenMatter]) -> tuple[OpenMatter, ...]:
    """What a robot may tell a group of people from many units: nothing confidential."""
    return tuple(m for m in matters if not m.facts.confidential)


def digest_text(sections: Sequence[Section], today: date, unit_name: UnitName) -> str:
    """The sections as plain text."""
    return "\n\n".join(_section_text(section, today, unit_name) for section in sections)


def _section_text(section: Section, today: date, unit_name: UnitName) -> str:
    total = section.total
    lines = [texts.SECTION.format(heading=section.heading, total=total)]
    lines += [_line(matter, today, unit_name) for matter in section.matters[:MOST_LISTED]]
    lines += [_decision(one, today, unit_name) for one in section.decisions[:MOST_LISTED]]
    lines += [_entry(one, today, unit_name) for one in section.entries[:MOST_LISTED]]
    lines += section.lines[:MOST_LISTED]
    lines += [_alert(one) for one in section.alerts[:MOST_LISTED]]
    if total - section.held > MOST_LISTED:
        lines.append(texts.MORE.format(count=total - MOST_LISTED))
    return "\n".join(lines)


def _decision(decision: OpenDecision, today: date, unit_name: UnitName) -> str:
    late = (today - decision.due_on).days
    return meeting_messages.DIGEST_LINE.format(
        reference=decision.reference,
        unit=unit_name(decision.unit),
        due_on=decision.due_on,
        late=texts.LATE.format(days=late) if late > 0 else "",
    )


def _entry(entry: OpenEntry, today: date, unit_name: UnitName) -> str:
    late = (today - entry.due_on).days
    return register_messages.DIGEST_LINE.format(
        number=entry.number,
        register=entry.register,
        unit=unit_name(entry.unit),
        due_on=entry.due_on,
        late=texts.LATE.format(days=late) if late > 0 else "",
    )


def _alert(alert: Alert) -> str:
    return watch_messages.DIGEST_LINE.format(
        day=alert.day,
        who=alert.actor.removeprefix("staff:"),
        what=alert.kind.label,
        count=alert.count,
        first=local_text(alert.first_at)[-5:],
        last=local_text(alert.last_at)[-5:],
    )


def _line(matter: OpenMatter, today: date, unit_name: UnitName) -> str:
    late = (today - matter.sure_on).days
    return texts.LINE.format(
        number=matter.number,
        state=matter.facts.state.label,
        unit=unit_name(matter.facts.unit or matter.facts.lead_unit),
        clock=matter.due_kind.label,
        due_on=matter.due_on,
        provisional=texts.SHORT_PROVISIONAL if matter.provisional else "",
        late=texts.LATE.format(days=late) if late > 0 else "",
    )
