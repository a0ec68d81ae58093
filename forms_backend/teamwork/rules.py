"""Who may ask for a contribution, give one, send it back or let it go. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.matters.states.permissions import ASSISTING, Facts, has_in_hand, is_hidden_from
from forms_backend.matters.states.transitions import OPEN_STATES
from forms_backend.matters.tables import Assist
from forms_backend.submissions.state import State

ASKED_IN = frozenset({State.ASSIGNED, State.HANDLING, State.EXTENSION, State.REVIEWING})
"""While a unit has the matter and has not answered."""
WITHOUT_END = timedelta(days=30)
"""How far away a contribution may be due where no answer is due any more."""


def is_main(person: Person, facts: Facts) -> bool:
    """主办: the handler, the reviewers of the unit, and 督办岗 of the unit that leads."""
    if not has_in_hand(person, facts):
        return False
    if person.role is Role.HANDLER:
        return person.acts_for(facts.handler)
    return person.role in (Role.REVIEWER, Role.SUPERVISOR)


def may_ask(person: Person, facts: Facts) -> bool:
    return facts.state in ASKED_IN and is_main(person, facts)


def may_decide(person: Person, facts: Facts) -> bool:
    """Send a contribution back, or let somebody go who was asked."""
    return facts.state in OPEN_STATES and is_main(person, facts)


def may_discuss(person: Person, facts: Facts) -> bool:
    """Whoever may see an open matter; the caller has made sure of the first."""
    return facts.state in OPEN_STATES and person.role.works_on_matters


def is_asked(person: Person, facts: Facts, unit: str, login: str | None) -> bool:
    """Whether this very request waits for the person: for whom it names or who stands in, unless the
    matter is confidential for the reviewers of the unit too; without a name for the whole unit."""
    if person.unit != unit or person.role not in ASSISTING or is_hidden_from(person, facts):
        return False
    if person.acts_for(login):
        return True
    return not facts.confidential and (login is None or person.role is Role.REVIEWER)


def may_give(person: Person, facts: Facts, row: Assist) -> bool:
    return (
        facts.state in OPEN_STATES
        and row.given_at is None
        and row.ended_at is None
        and is_asked(person, facts, row.unit, row.login)
    )


def last_day(facts: Facts, today: date) -> date:
    """The last day on which a contribution may be due: that of the answer, while it is to come."""
    answer = facts.answer_sure_on
    return answer if answer is not None and answer >= today else today + WITHOUT_END
