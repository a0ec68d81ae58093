"""Every state of a matter that can be reached, by walking the state table without a database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from district.casework.deadlines import ClockKind
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.repository import GIVES_TO_UNIT, OPINION_GIVEN
from forms_backend.matters.states.permissions import Facts, allowed
from forms_backend.matters.states.transitions import (
    STATES,
    TRANSITIONS,
    Condition,
    Effect,
    Transition,
)
from forms_backend.submissions.state import State

TODAY = date(2026, 11, 20)
LEAD, UNIT, OTHER = "zhengfawei", "court", "police"
WORK_ROLES = [role for role in Role if role.works_on_matters]
PEOPLE = [
    Person(f"{unit}-{role.value}-{n}", role, unit)
    for unit in (LEAD, UNIT, OTHER)
    for role in Role
    for n in (1, 2)
]
START = Facts(State.RECEIVED, LEAD, answer_sure_on=TODAY, take_sure_on=TODAY)
ACCUSATION = replace(START, confidential=True, accused_unit=OTHER)


ASKED_BY = {
    Condition.NOT_YET_SUPPLEMENTED: {Action.ASK_SUPPLEMENT},
    Condition.NOT_YET_APPEALED: {Action.APPEAL},
    Condition.MAY_BE_REEXAMINED: {Action.ASK_REEXAMINATION},
    Condition.MAY_BE_VERIFIED: {Action.ASK_REEXAMINATION, Action.ASK_VERIFICATION},
}
"""Actions of the past that a condition asks for."""


def _ahead(state: State) -> list[Transition]:
    """Every line of the table that can still be used from `state` on."""
    reached, found = {state}, []
    while True:
        new = [t for t in TRANSITIONS if t not in found and t.before & reached]
        if not new:
            return found
        found += new
        reached |= {t.after for t in new if t.after}


AHEAD = {state: _ahead(state) for state in State}
CONDITIONS = {state: {c for t in AHEAD[state] for c in t.conditions} for state in State}
REMEMBERED = {
    state: set().union(
        *(t.not_who_did for t in AHEAD[state]),
        *(ASKED_BY.get(condition, set()) for condition in CONDITIONS[state]),
    )
    for state in State
}
"""Actions of the past that a rule ahead asks for."""
WALKERS = [
    Person(f"{unit}-{role.value}-1", role, unit)
    for unit, role in (
        (LEAD, Role.INTAKE), (LEAD, Role.SUPERVISOR), (UNIT, Role.HANDLER), (UNIT, Role.REVIEWER),
    )
]  # fmt: skip
OTHER_HANDLER = Person(f"{UNIT}-handler-2", Role.HANDLER, UNIT)
TAKING_OVER = {Action.TAKE_OVER, Action.SUBMIT_ANSWER}
"""What the second handler does in the walk; whatever else would only repeat the first one's steps."""


@dataclass(frozen=True)
class Node:
    """A matter somewhere in the graph, with the clocks that run."""

    facts: Facts
    clocks: frozenset[ClockKind]
    path: tuple[tuple[Action, str], ...] = field(compare=False, default=())

    def key(self) -> tuple[object, ...]:
        """What can make a difference to anything that is allowed later: nothing else is left out."""
        f = self.facts
        remembered, ahead = REMEMBERED[f.state], CONDITIONS[f.state]
        performed = frozenset(
            (a, who) for a, whos in f.performed.items() if a in remembered for who in whos
        )
        bounces = min(f.bounces, 2) if Condition.REPEATED_BOUNCE in ahead else None
        extended = f.extended if Condition.NOT_YET_EXTENDED in ahead else None
        confidential = f.confidential if Condition.CONFIDENTIAL in ahead else None
        return (
            f.state,
            f.unit,
            f.handler,
            bounces,
            extended,
            f.decided if Condition.DECIDED in ahead else None,
            f.rated,
            f.answer_delivered,
            f.opinion_on,
            confidential,
            performed,
            self.clocks,
        )


GIVING = {Effect.GIVE_TO_UNIT, Effect.MOVE_TO_UNIT}


def _unit_after(transition: Transition, facts: Facts) -> str | None:
    if {Effect.COUNT_BOUNCE, Effect.TAKE_BACK} & set(transition.effects):
        return None
    return UNIT if GIVING & set(transition.effects) else facts.unit


def _handler_after(transition: Transition, facts: Facts, person: Person | None) -> str | None:
    if Effect.BECOME_HANDLER in transition.effects and person:
        return person.login
    if Effect.GIVE_TO_HANDLER in transition.effects:
        return OTHER_HANDLER.login
    left = (GIVING | {Effect.COUNT_BOUNCE, Effect.TAKE_BACK}) & set(transition.effects)
    return None if left else facts.handler


def follow(node: Node, transition: Transition, person: Person | None) -> Node:
    """What `MatterService` does, without a database."""
    facts, after = node.facts, transition.after or node.facts.state
    actor = person.actor if person else "visitor"
    performed = dict(facts.performed)
    performed[transition.action] = performed.get(transition.action, frozenset()) | {actor}
    effects = transition.effects
    facts = replace(
        facts,
        state=after,
        unit=_unit_after(transition, facts),
        handler=_handler_after(transition, facts, person),
        bounces=facts.bounces + (Effect.COUNT_BOUNCE in effects),
        extended=facts.extended or Effect.EXTEND_ANSWER in effects,
        rated=facts.rated or bool(RATINGS & set(effects)),
        answer_delivered=facts.answer_delivered or Effect.MARK_ANSWERED in effects,
        opinion_on=TODAY if transition.action in OPINION_GIVEN else facts.opinion_on,
        decided=GIVES_TO_UNIT.get(transition.action, facts.decided),
        performed=performed,
    )
    return Node(facts, frozenset(STATES[after].clocks), (*node.path, (transition.action, actor)))


RATINGS = {Effect.RATE_SATISFIED, Effect.RATE_DISSATISFIED}
QUIET = {
    Action.NOTE, Action.URGE, Action.SUPERVISE,
    Action.CORRECT, Action.SET_CONFIDENTIAL, Action.LIFT_CONFIDENTIAL,
}  # fmt: skip
"""What leaves a matter where it is; `test_corrections` has the one that takes it from a unit."""


def walk(
    actors: Sequence[Person | None], left_out: Collection[Action] = ()
) -> Iterator[tuple[Node, Transition, Person | None, Node]]:
    """Every step from every node that can be reached, to the end."""
    clocks = frozenset(STATES[State.RECEIVED].clocks)
    todo = [Node(START, clocks), Node(ACCUSATION, clocks)]
    seen = {node.key() for node in todo}
    while todo:
        node = todo.pop()
        for person in actors:
            for transition in allowed(person, node.facts, TODAY):
                if (
                    transition.action in QUIET
                    or transition.action in left_out
                    or (person is OTHER_HANDLER and transition.action not in TAKING_OVER)
                ):
                    continue
                after = follow(node, transition, person)
                yield node, transition, person, after
                if after.key() not in seen:
                    seen.add(after.key())
                    todo.append(after)
