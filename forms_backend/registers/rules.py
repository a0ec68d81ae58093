"""Who may do what with an entry, and what is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from district.casework.working_days import WorkingCalendar, add_working_days
from district.registers.models import Need, Register
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.person import Person
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import Values


@dataclass(frozen=True)
class Taken:
    """A step that an entry took, as far as rules ask."""

    step: str
    login: str


def may_see(person: Person, unit: str) -> bool:
    """Who leads sees every unit's, others their own; administrators and auditors none."""
    return person.role.works_on_matters and (person.role.leads or person.unit == unit)


def may_enter(person: Person, register: Register) -> bool:
    return person.role.value in register.enter


def may_change(person: Person, register: Register, state: str, unit: str) -> bool:
    """What is over stays as it was."""
    return may_see(person, unit) and may_enter(person, register) and not is_over(register, state)


def is_over(register: Register, state: str) -> bool:
    return register.state(state).is_over


def excluded(
    register: Register, step: str, entered_by: str, taken: Sequence[Taken]
) -> frozenset[str]:
    """销号由另一人办: who last brought the entry to where the step begins, or, where nobody did, who
    entered it. Who gives one back reports nothing, nor does who checks what others reported."""
    start = set(register.steps[step].start) - {register.first}
    reporting = {
        key for key, rule in register.steps.items() if rule.to in start and not rule.another_person
    }
    last = next((one.login for one in reversed(taken) if one.step in reporting), entered_by)
    return frozenset({last})


def may_take(person: Person, register: Register, step: str, state: str, unit: str) -> bool:
    """Whether the step is the person's by state, role and unit."""
    rule = register.steps.get(step)
    return (
        rule is not None
        and state in rule.start
        and person.role.value in rule.who
        and may_see(person, unit)
    )


def check_step(
    person: Person,
    register: Register,
    step: str,
    *,
    values: Values,
    note: str,
    files: int,
    entered_by: str,
    taken: Sequence[Taken],
) -> None:
    """What a step that is the person's still lacks. Raises InvalidInputError with all of it."""
    rule, problems = register.steps[step], {}
    if rule.another_person and person.login in excluded(register, step, entered_by, taken):
        problems["person"] = texts.SAME_PERSON.format(step=rule.name)
    missing = [register.fields[key].label for key in rule.fields if not values.get(key)]
    if missing:
        labels = "、".join(missing)
        problems["fields"] = texts.FIELDS_MISSING.format(labels=labels, step=rule.name)
    if Need.NOTE in rule.needs and not note:
        problems["note"] = texts.NOTE_MISSING.format(step=rule.name)
    if Need.EVIDENCE in rule.needs and not files:
        problems["files"] = texts.EVIDENCE_MISSING.format(step=rule.name)
    if problems:
        raise InvalidInputError(problems)


def state_due(
    register: Register, state: str, since: date, calendar: WorkingCalendar
) -> date | None:
    """The last day that an entry may stay in a state it came to on `since`."""
    within = register.state(state).within
    return add_working_days(since, within, calendar)[0] if within else None


def first_due(days: Iterable[date | None]) -> date | None:
    """The earliest of them."""
    return min((day for day in days if day is not None), default=None)
