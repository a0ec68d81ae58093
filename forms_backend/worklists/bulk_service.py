"""成批分流: the same step for several matters. Each goes through the state table in a transaction of
its own, so that one which cannot go does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.routing import Proposal
from forms_backend.matters.service import MatterService
from forms_backend.matters.transitions import Need

ASSIGNING: Mapping[Role, Action] = {Role.INTAKE: Action.ASSIGN, Role.SUPERVISOR: Action.DECIDE}
"""The action of the state table by which each role gives a matter to a unit."""


class Outcome(StrEnum):
    """What became of one matter."""

    DONE = "done"
    STALE = "stale"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    INVALID = "invalid"


_OUTCOMES: Mapping[type[Exception], Outcome] = {
    StaleMatterError: Outcome.STALE,
    NotAllowedError: Outcome.NOT_ALLOWED,
    MatterNotFoundError: Outcome.NOT_FOUND,
    InvalidInputError: Outcome.INVALID,
}


@dataclass(frozen=True)
class Chosen:
    """A matter as the person saw it in the list."""

    number: str
    version: int


@dataclass(frozen=True)
class Result:
    """One line of the result; `why` says what was wrong with the input."""

    number: str
    outcome: Outcome
    unit: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Proposed:
    """A chosen matter with its proposal; None where nothing is to be proposed to this person."""

    chosen: Chosen
    proposal: Proposal | None


class BulkService:
    """Steps on several matters."""

    def __init__(self, matters: MatterService) -> None:
        self._matters = matters

    def assign(
        self, person: Person, chosen: Iterable[Chosen], unit: str, basis: str
    ) -> Sequence[Result]:
        """Give all of them to one unit on one basis."""
        action, typed = ASSIGNING[person.role], {Need.UNIT.value: unit, Need.BASIS.value: basis}
        return [self._step(person, one, action, typed) for one in chosen]

    def proposals(self, person: Person, chosen: Iterable[Chosen]) -> Sequence[Proposed]:
        """The proposal for each, with its reasons; what visitors wrote is not shown."""
        return [Proposed(one, self._matters.propose(person, one.number)) for one in chosen]

    def accept_proposals(self, person: Person, chosen: Iterable[Chosen]) -> Sequence[Result]:
        """Give each where its proposal says, with the basis of the proposal."""
        return [self._accept(person, one) for one in chosen]

    def _accept(self, person: Person, one: Chosen) -> Result:
        proposal = self._matters.propose(person, one.number)
        if proposal is None:
            return Result(one.number, Outcome.NOT_ALLOWED)
        return self._step(person, one, *step_of(proposal))

    def _step(
        self, person: Person, one: Chosen, action: Action, typed: Mapping[str, str]
    ) -> Result:
        def act() -> None:
            self._matters.act(person, one.number, action, one.version, typed)

        return _result(one.number, typed.get(Need.UNIT.value), act)


def step_of(proposal: Proposal) -> tuple[Action, dict[str, str]]:
    """The step that a proposal asks for, with its inputs."""
    basis = {Need.BASIS.value: f"{proposal.basis}。{'；'.join(proposal.reasons)}。"}
    if proposal.unit is None:
        return Action.COORDINATE, basis
    return Action.ASSIGN, basis | {Need.UNIT.value: proposal.unit}


def _result(number: str, unit: str | None, act: Callable[[], None]) -> Result:
    try:
        act()
    except InvalidInputError as error:
        return Result(number, Outcome.INVALID, why="".join(error.problems.values()))
    except tuple(_OUTCOMES) as error:
        return Result(number, _OUTCOMES[type(error)])
    return Result(number, Outcome.DONE, unit)
