"""What a filing goes through, and who may do it: one table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from district.models import SiteConfig
from district.unit_tree import units_above
from forms_backend.filings import messages as texts
from forms_backend.filings.due import Due
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role


class FilingState(StrEnum):
    """待报送 has no row: nothing was submitted yet."""

    MISSING = "missing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SUMMED = "summed"

    @property
    def label(self) -> str:
        return texts.STATES[self.value]

    @property
    def waits_for_unit(self) -> bool:
        """Whether the unit owes it still."""
        return self in (FilingState.MISSING, FilingState.RETURNED)


class Step(StrEnum):
    """报送、退回、汇总."""

    SUBMIT = "submit"
    RETURN = "return"
    SUM = "sum"

    @property
    def label(self) -> str:
        return texts.STEPS[self.value]


@dataclass(frozen=True)
class StepRule:
    """From which states a step leads where, and which side takes it."""

    start: frozenset[FilingState]
    to: FilingState
    by_parent: bool


STEPS: Mapping[Step, StepRule] = {
    Step.SUBMIT: StepRule(
        frozenset({FilingState.MISSING, FilingState.RETURNED}),
        FilingState.SUBMITTED,
        by_parent=False,
    ),
    Step.RETURN: StepRule(
        frozenset({FilingState.SUBMITTED, FilingState.SUMMED}), FilingState.RETURNED, by_parent=True
    ),
    Step.SUM: StepRule(
        frozenset({FilingState.SUBMITTED, FilingState.SUMMED}), FilingState.SUMMED, by_parent=True
    ),
}
"""What was summed may be returned: a mistake is put right by a new version and a new sum."""

HEADS = frozenset({Role.REVIEWER, Role.SUPERVISOR, Role.INTAKE})
"""Who takes what units file: 审核人 of the parent; 督办岗 and 受理岗 where the parent leads."""


def may_see(person: Person, unit: str, config: SiteConfig) -> bool:
    """A unit sees its own, whoever stands above it sees it too, and who leads sees all."""
    return person.role.works_on_matters and (
        person.role.leads or person.unit == unit or person.unit in units_above(config, unit)
    )


def may_file(person: Person, unit: str) -> bool:
    return person.role.works_on_matters and person.unit == unit


def may_receive(person: Person, parent: str) -> bool:
    """Whether the person returns and sums what is filed to `parent`."""
    return person.role in HEADS and person.unit == parent


def may_take(person: Person, step: Step, state: FilingState, unit: str, parent: str) -> bool:
    """Whether the step is the person's by state, role and unit."""
    rule = STEPS[step]
    if state not in rule.start:
        return False
    return may_receive(person, parent) if rule.by_parent else may_file(person, unit)


class Timing(StrEnum):
    """How a unit stood to its last day."""

    WAITING = "waiting"
    IN_TIME = "in-time"
    LATE = "late"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return texts.TIMINGS[self.value]


def timing(first_on: date | None, state: FilingState, due: Due, today: date) -> Timing:
    """`first_on`: the day on which it was first submitted. What was returned and not submitted again
    counts as missing once the day is over."""
    if state.waits_for_unit or first_on is None:
        return Timing.MISSING if today > due.sure_on else Timing.WAITING
    return Timing.LATE if first_on > due.sure_on else Timing.IN_TIME
