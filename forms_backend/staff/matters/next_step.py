"""What the page of a matter puts before somebody: the step that waits for them, and the text that it
turns on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.service import Event, MatterView
from forms_backend.matters.states.transitions import TRANSITIONS, Need, Owner, Transition

SIDES: Mapping[Role, frozenset[Owner]] = {
    Role.INTAKE: frozenset({Owner.INTAKE}),
    Role.SUPERVISOR: frozenset({Owner.SUPERVISOR}),
    Role.HANDLER: frozenset({Owner.UNIT}),
    Role.REVIEWER: frozenset({Owner.REVIEWER, Owner.UNIT}),
}
"""For whom of those who have a matter a role acts."""
ASIDE = frozenset({Action.BOUNCE, Action.APPEAL, Action.MERGE, Action.SET_CONFIDENTIAL})
"""Steps that move a matter off its way: nobody is led to them."""
DECIDED_ON: Mapping[Action, Need] = {
    Action.APPROVE_ANSWER: Need.ANSWER,
    Action.DELIVER: Need.ANSWER,
    Action.APPROVE_EXTENSION: Need.REASON,
    Action.APPROVE_REFUSAL: Need.REASON,
    Action.APPROVE_TRANSFER: Need.BASIS,
}
"""Actions that nobody should take without the text before their eyes."""
CAME_BY = frozenset(
    {
        Action.SUPPLY,
        Action.REJECT_REFUSAL,
        Action.REJECT_TRANSFER,
        Action.BOUNCE,
        Action.APPEAL,
        Action.COORDINATE,
        Action.RECALL,
        Action.REJECT_EXTENSION,
        Action.RETURN_ANSWER,
        Action.RATE_DISSATISFIED,
        Action.REWORK,
        Action.ASK_REEXAMINATION,
        Action.ASK_VERIFICATION,
    }
)
"""Steps that put a matter before somebody again; what is written for them says why."""
_WRITTEN: Mapping[Action, Need] = {
    one.action: one.needs[0] for one in TRANSITIONS if one.action in CAME_BY
}
_MOVING = frozenset(one.action for one in TRANSITIONS if one.after is not None)


@dataclass(frozen=True)
class Beforehand:
    """A text to be read first; `why` is the step that it came with, None where it is what one
    decides on."""

    need: Need
    text: str
    why: Action | None = None


def next_step(view: MatterView, role: Role) -> Transition | None:
    """The step that the matter waits for, where this role has to take it."""
    if view.owner not in SIDES.get(role, ()):
        return None
    ahead = (one for one in view.actions if one.after is not None and one.action not in ASIDE)
    return next(ahead, None)


def in_order(view: MatterView, role: Role) -> list[Transition]:
    """The steps that may be taken, the one that is waited for first."""
    first = next_step(view, role)
    return sorted(view.actions, key=lambda one: one is not first)


def beforehand(view: MatterView, role: Role) -> list[Beforehand]:
    """What somebody reads before they take a step: the text that they decide on or pass on, and for
    who has the matter why it came to them again."""
    found = []
    wanted = next((DECIDED_ON[t.action] for t in view.actions if t.action in DECIDED_ON), None)
    text = last_text(view, wanted) if wanted else ""
    if wanted and text:
        found.append(Beforehand(wanted, text))
    last = next((event for event in reversed(view.events) if event.action in _MOVING), None)
    if last and last.action in CAME_BY and view.owner in SIDES.get(role, ()):
        need = _WRITTEN[last.action]
        if why := _text_of(last, need):
            found.append(Beforehand(need, why, last.action))
    return found


def last_text(view: MatterView, need: Need) -> str:
    """What was last written for it, such as the answer that came back to be changed."""
    return next((text for event in reversed(view.events) if (text := _text_of(event, need))), "")


def _text_of(event: Event, need: Need) -> str:
    return next((text for known, text in event.texts if known is need), "")
