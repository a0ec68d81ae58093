"""通知: who is told of what. Pure, derived from the state table; two small tables add to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.due_dates import Light
from forms_backend.matters.states.permissions import Facts, has_in_hand, is_owner
from forms_backend.matters.states.transitions import STATES, Owner


class Audience(StrEnum):
    """Whom a notice among staff goes to."""

    OWNER = "owner"
    """Those whom the matter now waits for."""
    UNIT = "unit"
    """The handler; before anybody took it, the handlers of the unit."""
    SUPERVISORS = "supervisors"
    """督办岗 of the unit that leads it."""


TOLD_OF: Mapping[Action, frozenset[Audience]] = {
    Action.RECEIVED: frozenset({Audience.OWNER}),
    Action.SUPPLY: frozenset({Audience.OWNER}),
    Action.URGE: frozenset({Audience.OWNER, Audience.UNIT}),
    Action.SUPERVISE: frozenset({Audience.OWNER, Audience.UNIT}),
    Action.WITHDRAW: frozenset({Audience.UNIT}),
    Action.GIVE_TO_HANDLER: frozenset({Audience.OWNER}),
}
"""Besides every action that hands a matter over, which the new owner is told of anyway."""

URGING = frozenset({Action.URGE, Action.SUPERVISE})

VISITOR_TOLD_OF = frozenset(
    {
        Action.RECEIVED, Action.ACCEPT, Action.ASK_SUPPLEMENT, Action.APPROVE_EXTENSION,
        Action.DELIVER, Action.DELIVER_REFUSAL, Action.DELIVER_TRANSFER, Action.MERGE,
        Action.REEXAMINE, Action.VERIFY,
    }
)  # fmt: skip
"""What a visitor who left a mail address hears of; the page at /status tells the same and more."""

LIGHT_TELLS: Mapping[Light, frozenset[Audience]] = {
    Light.YELLOW: frozenset({Audience.OWNER}),
    Light.RED: frozenset({Audience.OWNER, Audience.SUPERVISORS}),
    Light.POSTED: frozenset({Audience.OWNER, Audience.SUPERVISORS}),
}
"""Who hears of a light, once a clock and light."""

LIGHT_KINDS: Mapping[Light, str] = {
    Light.YELLOW: "reminder", Light.RED: "due", Light.POSTED: "posted",
}  # fmt: skip


def is_handed_over(before: Facts, after: Facts) -> bool:
    """Whether the matter now waits for another side than before."""
    return _side(after) is not None and _side(after) != _side(before)


def _side(facts: Facts) -> tuple[Owner, str | None] | None:
    owner = STATES[facts.state].owner
    if owner is None:
        return None
    return owner, facts.lead_unit if owner.in_lead_unit else facts.unit


def audiences(action: Action, before: Facts, after: Facts) -> frozenset[Audience]:
    """Whom to tell of `action`, by what it changed."""
    new_owner = {Audience.OWNER} if is_handed_over(before, after) else set()
    return TOLD_OF.get(action, frozenset()) | new_owner


def _belongs(person: Person, facts: Facts, audience: Audience) -> bool:
    if audience is Audience.OWNER:
        return is_owner(person, facts)
    if audience is Audience.SUPERVISORS:
        return person.role is Role.SUPERVISOR and has_in_hand(person, facts)
    is_theirs = facts.handler is None or person.acts_for(facts.handler)
    return person.role is Role.HANDLER and is_theirs and has_in_hand(person, facts)


def told(
    people: Iterable[Person], facts: Facts, wanted: frozenset[Audience], *, except_actor: str = ""
) -> tuple[Person, ...]:
    """Those of `people` who belong to one of `wanted`; never who did it, nor who may not see it."""
    return tuple(
        person
        for person in people
        if person.actor != except_actor and any(_belongs(person, facts, one) for one in wanted)
    )
