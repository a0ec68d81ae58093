"""Who may see a matter and what they may do with it; pure, read from the state table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.transitions import (
    STATES,
    TRANSITIONS,
    Condition,
    Owner,
    Relation,
    Transition,
)
from forms_backend.submissions.state import State


@dataclass(frozen=True)
class Asked:
    """协办: which unit was asked to contribute; `login` names one person in it, None asks the unit."""

    unit: str
    login: str | None = None


@dataclass(frozen=True)
class Facts:
    """What the rules must know of a matter. `performed` maps an action to the actors who did it."""

    state: State
    lead_unit: str
    unit: str | None = None
    handler: str | None = None
    accused_unit: str | None = None
    confidential: bool = False
    bounces: int = 0
    extended: bool = False
    decided: bool = False
    """Whether 政法委 chose the unit that has it, and not the intake desk."""
    rated: bool = False
    """Whether the answer that was delivered last has its rating."""
    answer_delivered: bool = False
    opinion_on: date | None = None
    """When the last answer or opinion of a re-examination reached the visitor."""
    may_be_reviewed: bool = True
    """Whether its form is one whose outcome a visitor may have looked at again: an answer to a question
    and a booking are no 信访处理意见 (信访工作条例 35 条)."""
    carries: int = 0
    """How many later matters were joined to this one."""
    answer_sure_on: date | None = None
    take_sure_on: date | None = None
    performed: Mapping[Action, frozenset[str]] = field(default_factory=dict)
    asked: frozenset[Asked] = frozenset()
    """协办 that was neither sent back nor withdrawn."""


REVIEW_REQUEST_DAYS = 30
"""复查、复核 are asked for within 30 days (信访工作条例 35、36 条)."""


def review_until(facts: Facts) -> date | None:
    """The last day to ask for a re-examination or verification; None without an opinion."""
    return facts.opinion_on and facts.opinion_on + timedelta(days=REVIEW_REQUEST_DAYS)


def _in_review_time(facts: Facts, today: date) -> bool:
    until = review_until(facts)
    return until is not None and today <= until


CONDITIONS: Mapping[Condition, Callable[[Facts, Person | None, date], bool]] = {
    Condition.FIRST_BOUNCE: lambda f, _p, _d: f.bounces == 0,
    Condition.REPEATED_BOUNCE: lambda f, _p, _d: f.bounces > 0,
    Condition.BOUNCE_IN_TIME: lambda f, _p, d: f.take_sure_on is not None and d <= f.take_sure_on,
    Condition.NOT_YET_SUPPLEMENTED: lambda f, _p, _d: Action.ASK_SUPPLEMENT not in f.performed,
    Condition.NOT_YET_EXTENDED: lambda f, _p, _d: not f.extended,
    Condition.BEFORE_ANSWER_EXPIRES: lambda f, _p, d: (
        f.answer_sure_on is not None and d <= f.answer_sure_on
    ),
    Condition.NOT_THE_HANDLER: lambda f, p, _d: p is not None and f.handler != p.login,
    Condition.NOT_YET_RATED: lambda f, _p, _d: not f.rated,
    Condition.ANSWER_DELIVERED: lambda f, _p, _d: f.answer_delivered,
    Condition.NO_ANSWER_DELIVERED: lambda f, _p, _d: not f.answer_delivered,
    Condition.CONFIDENTIAL: lambda f, _p, _d: f.confidential,
    Condition.CARRIES_NO_OTHER: lambda f, _p, _d: f.carries == 0,
    Condition.MAY_BE_REEXAMINED: lambda f, _p, d: (
        f.may_be_reviewed and Action.ASK_REEXAMINATION not in f.performed and _in_review_time(f, d)
    ),
    Condition.MAY_BE_VERIFIED: lambda f, _p, d: (
        f.may_be_reviewed
        and Action.ASK_REEXAMINATION in f.performed
        and Action.ASK_VERIFICATION not in f.performed
        and _in_review_time(f, d)
    ),
    Condition.DECIDED: lambda f, _p, _d: f.decided,
    Condition.NOT_DECIDED: lambda f, _p, _d: not f.decided,
    Condition.NOT_YET_APPEALED: lambda f, _p, _d: Action.APPEAL not in f.performed,
    Condition.NOT_CONFIDENTIAL: lambda f, _p, _d: not f.confidential,
    Condition.ACCUSED_HANDLES: lambda f, _p, _d: f.unit is not None and f.unit == f.accused_unit,
    Condition.ACCUSED_DOES_NOT_HANDLE: lambda f, _p, _d: f.unit is None or f.unit != f.accused_unit,
    Condition.REVIEW_TIME_OVER: lambda f, _p, d: not _in_review_time(f, d),
}


def is_hidden_from(person: Person, facts: Facts) -> bool:
    """检举 matters stay hidden from the unit they accuse (信访工作条例 30 条)."""
    return facts.confidential and facts.accused_unit == person.unit


def has_in_hand(person: Person, facts: Facts) -> bool:
    """The lead unit has what it leads, a handling unit what it handles: this is what steps, lists and
    notices go by."""
    if not person.role.works_on_matters or is_hidden_from(person, facts):
        return False
    return person.unit == (facts.lead_unit if person.role.leads else facts.unit)


ASSISTING = frozenset({Role.HANDLER, Role.REVIEWER})
"""Roles that contribute for a unit that was asked."""


def assists(person: Person, facts: Facts) -> bool:
    """Whether the person was asked to contribute: as handler or reviewer of the unit; in a confidential
    matter only the very person that was named, or who stands in."""
    if person.role not in ASSISTING or is_hidden_from(person, facts):
        return False
    return any(
        one.unit == person.unit and (not facts.confidential or person.acts_for(one.login))
        for one in facts.asked
    )


def may_see(person: Person, facts: Facts) -> bool:
    """Who has it in hand, and who was asked to contribute; others nothing."""
    return has_in_hand(person, facts) or assists(person, facts)


def may_see_title(person: Person, facts: Facts) -> bool:
    """Whether a list may show what the visitor wrote: of a 检举 matter only to its circle, which is
    the lead unit, the handler or who stands in, and the reviewers of the unit."""
    if not has_in_hand(person, facts):
        return assists(person, facts)
    in_circle = person.role.leads or person.role is Role.REVIEWER or person.acts_for(facts.handler)
    return in_circle or not facts.confidential or assists(person, facts)


def _stands_right(transition: Transition, person: Person | None, facts: Facts) -> bool:
    if person is None or transition.relation is Relation.VISITOR:
        return person is None and transition.relation is Relation.VISITOR
    if person.role not in transition.roles or not has_in_hand(person, facts):
        return False
    # `has_in_hand` already ties each role to its unit; only the very handler is narrower.
    return transition.relation is not Relation.HANDLER or person.acts_for(facts.handler)


def _did_own_work(transition: Transition, person: Person | None, facts: Facts) -> bool:
    if person is None:
        return False
    return any(person.actor in facts.performed.get(a, ()) for a in transition.not_who_did)


def allowed(person: Person | None, facts: Facts, today: date) -> tuple[Transition, ...]:
    """What `person` (None: the visitor) may do now, in the order of the table."""
    return tuple(
        transition
        for transition in TRANSITIONS
        if facts.state in transition.before
        and _stands_right(transition, person, facts)
        and not _did_own_work(transition, person, facts)
        and all(CONDITIONS[c](facts, person, today) for c in transition.conditions)
    )


def is_owner(person: Person, facts: Facts) -> bool:
    """Whether the matter now waits for this person (or for somebody of the same post)."""
    owner = STATES[facts.state].owner
    if owner is None or not has_in_hand(person, facts):
        return False
    if owner is Owner.UNIT:
        return person.role is Role.HANDLER and (
            facts.handler is None or person.acts_for(facts.handler)
        )
    return person.role.value == owner.value
