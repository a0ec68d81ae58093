"""成批办理: the same step for several matters. Each goes through the state table in a transaction of
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
from forms_backend.matters.states.transitions import TRANSITIONS, Need
from forms_backend.submissions.state import State

ASSIGNING: Mapping[Role, Action] = {Role.INTAKE: Action.ASSIGN, Role.SUPERVISOR: Action.DECIDE}
"""The action of the state table by which each role gives a matter to a unit."""


MANY_AT_ONCE: Mapping[Action, frozenset[Need]] = {
    action: frozenset(need for t in TRANSITIONS if t.action is action for need in t.needs)
    for action in (
        Action.REGISTER, Action.ACCEPT, Action.ASSIGN, Action.COORDINATE, Action.DECIDE,
        Action.TAKE, Action.TAKE_OVER, Action.BOUNCE, Action.REQUEST_EXTENSION, Action.DELIVER,
        Action.DELIVER_REFUSAL, Action.DELIVER_TRANSFER, Action.CLEAR, Action.ARCHIVE,
        Action.URGE, Action.SUPERVISE, Action.NOTE,
    )
}  # fmt: skip
"""Steps that need no text of the matter's own, with what they need. Approving is not among them:
nobody approves unread what somebody wrote."""
REASONS = frozenset({Need.BASIS, Need.REASON, Need.TEXT})
"""What one reason stands for."""


def steps_for(person: Person, states: Iterable[State]) -> Sequence[Action]:
    """What the person's role may do at once in one of these states, in the order of the table."""
    seen = set(states)
    found = [
        t.action
        for t in TRANSITIONS
        if t.action in MANY_AT_ONCE and person.role in t.roles and seen & t.before
    ]
    return list(dict.fromkeys(found))


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
        return [self._step(person, one, action, typed, unit) for one in chosen]

    def perform(
        self,
        person: Person,
        chosen: Iterable[Chosen],
        action: Action,
        *,
        reason: str = "",
        unit: str = "",
        channel: str = "",
    ) -> Sequence[Result]:
        """The same step for all of them with one reason. Raises NotAllowedError for a step that
        needs a text of the matter's own."""
        if action not in MANY_AT_ONCE:
            raise NotAllowedError(action)
        typed = {need.value: reason for need in REASONS}
        typed |= {Need.UNIT.value: unit, Need.CHANNEL.value: channel}
        shown = unit if Need.UNIT in MANY_AT_ONCE[action] else None
        return [self._step(person, one, action, typed, shown) for one in chosen]

    def proposals(self, person: Person, chosen: Iterable[Chosen]) -> Sequence[Proposed]:
        """The proposal for each, with its reasons; what visitors wrote is not shown."""
        return [Proposed(one, self._matters.propose(person, one.number)) for one in chosen]

    def accept_proposals(self, person: Person, chosen: Iterable[Chosen]) -> Sequence[Result]:
        """Register and accept what is not yet, and give each where its proposal says, with the
        basis of the proposal."""

        def accept(one: Chosen) -> str | None:
            return self._matters.accept_proposal(person, one.number, one.version).unit

        return [_result(one.number, lambda one=one: accept(one)) for one in chosen]  # type: ignore[misc]

    def _step(
        self,
        person: Person,
        one: Chosen,
        action: Action,
        typed: Mapping[str, str],
        unit: str | None,
    ) -> Result:
        def act() -> str | None:
            self._matters.act(person, one.number, action, one.version, typed)
            return unit

        return _result(one.number, act)


def _result(number: str, act: Callable[[], str | None]) -> Result:
    try:
        unit = act()
    except InvalidInputError as error:
        return Result(number, Outcome.INVALID, why="".join(error.problems.values()))
    except tuple(_OUTCOMES) as error:
        return Result(number, _OUTCOMES[type(error)])
    return Result(number, Outcome.DONE, unit)
