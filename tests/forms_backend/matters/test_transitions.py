"""The invariants of the state table, over everything that can be reached in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from district.casework.deadlines import ClockKind
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger import messages as ledger_messages
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.permissions import Facts, allowed, is_owner, may_see
from forms_backend.matters.states.transitions import (
    OPEN_STATES,
    STATES,
    TRANSITIONS,
    Need,
    Relation,
    Transition,
)
from forms_backend.submissions.state import State
from tests.forms_backend.matters.walking import (
    LEAD,
    OTHER_HANDLER,
    PEOPLE,
    QUIET,
    RATINGS,
    START,
    TODAY,
    UNIT,
    WALKERS,
    WORK_ROLES,
    Node,
    walk,
)
from tests.long import IS_LONG

MOVED = {Action.APPEAL, Action.REASSIGN}
AGAIN = {Action.ASK_REEXAMINATION, Action.ASK_VERIFICATION}
LONGER = {Action.REQUEST_EXTENSION}


@pytest.fixture(scope="module")
def steps() -> list[tuple[Node, Transition, Person | None, Node]]:
    """Ways that multiply when they are all open at once are walked one after the other: a second
    handler, a change of unit, an appeal to the meeting, an extension, another look at the answer. In
    `make test-long` several are open at once; none of them is shut in all three walks."""
    one = [None, *WALKERS]
    if IS_LONG:
        return [
            *walk([*one, OTHER_HANDLER], MOVED | {Action.ASK_VERIFICATION}),
            *walk(one, {Action.APPEAL}),
            *walk(one, {Action.ASK_REEXAMINATION, *LONGER}),
        ]
    return [
        *walk([*one, OTHER_HANDLER], MOVED | AGAIN | LONGER),
        *walk(one, {Action.APPEAL} | AGAIN | LONGER),
        *walk(one, {Action.REASSIGN} | AGAIN | LONGER),
        *walk(one, MOVED | AGAIN),
        *walk(one, MOVED | LONGER),
    ]


@pytest.fixture(scope="module")
def nodes(steps) -> list[Node]:
    """Each open node once, however many steps lead there, and every end."""
    left = {id(before): before for before, *_ in steps}
    return [*left.values(), *(n for *_, n in steps if n.facts.state not in OPEN_STATES)]


def test_every_state_is_reached(steps) -> None:
    assert {after.facts.state for *_, after in steps} | {State.RECEIVED} == set(State)


def test_every_line_of_the_table_is_used(steps) -> None:
    used = {id(transition) for _, transition, _, _ in steps}
    unused = [t for t in TRANSITIONS if id(t) not in used and t.action not in QUIET]
    assert unused == []


def test_every_reachable_open_state_has_one_owner_who_can_act_and_a_running_clock(nodes) -> None:
    for node in nodes:
        state = node.facts.state
        if state not in OPEN_STATES:
            assert (STATES[state].owner, node.clocks) == (None, frozenset())
            continue
        assert node.clocks
        owners = [p for p in PEOPLE if is_owner(p, node.facts)]
        assert owners, node
        assert len({(p.role, p.unit) for p in owners}) == 1, node


def test_every_open_state_can_be_left_by_its_owner_or_a_colleague(nodes) -> None:
    """With a third person per post nothing is ever stuck, whoever did the work before."""
    fresh = [Person(f"fresh-{r.value}", r, u) for r in WORK_ROLES for u in (LEAD, UNIT)]
    for node in nodes:
        if node.facts.state in OPEN_STATES:
            handler = [Person(node.facts.handler, Role.HANDLER, UNIT)] if node.facts.handler else []
            leaving = [
                t for p in (*fresh, *handler) for t in allowed(p, node.facts, TODAY) if t.after
            ]
            assert leaving, node


def test_two_people_at_a_side_are_enough_until_a_review_needs_another_one(nodes) -> None:
    """One of each post: nothing waits for a third person but the review of what the very person
    decided before (复查、复核 are by whoever has not decided yet)."""
    reviews = {State.REEXAMINING, State.VERIFYING}
    people = [*WALKERS, OTHER_HANDLER]
    for node in nodes:
        state = node.facts.state
        if state in OPEN_STATES and state not in reviews:
            assert any(t.after for p in people for t in allowed(p, node.facts, TODAY)), node


def test_what_was_decided_is_not_bounced_but_goes_to_the_meeting_once(steps) -> None:
    for before, transition, _, after in steps:
        if transition.action is Action.BOUNCE:
            assert not before.facts.decided
        if transition.action is Action.APPEAL:
            assert before.facts.decided
            assert Action.APPEAL not in before.facts.performed
            assert after.facts.state is State.COORDINATING
            assert before.clocks & after.clocks == {ClockKind.ANSWER}


def test_a_bounce_needs_a_basis_keeps_the_answer_clock_and_the_second_goes_to_coordination(
    steps,
) -> None:
    bounces = [(a, t, b) for a, t, _, b in steps if t.action is Action.BOUNCE]
    assert {b.facts.bounces for _, _, b in bounces} >= {1, 2}
    for before, transition, after in bounces:
        assert Need.BASIS in transition.needs
        assert {ClockKind.ANSWER} <= before.clocks & after.clocks
        first = before.facts.bounces == 0
        assert after.facts.state is (State.BOUNCED if first else State.COORDINATING)


def test_the_answer_clock_runs_from_acceptance_to_the_reviewed_answer(nodes) -> None:
    between = {
        State.ACCEPTED,
        State.ASSIGNED,
        State.BOUNCED,
        State.COORDINATING,
        State.HANDLING,
        State.EXTENSION,
        State.REVIEWING,
    }
    for node in nodes:
        assert (ClockKind.ANSWER in node.clocks) == (node.facts.state in between)


def test_an_extension_is_approved_by_another_person_and_given_once(steps) -> None:
    for before, transition, person, _ in steps:
        if transition.action is Action.APPROVE_EXTENSION:
            assert person is not None
            assert person.actor not in before.facts.performed[Action.REQUEST_EXTENSION]
            assert not before.facts.extended


@pytest.mark.parametrize(("expires", "possible"), [(TODAY, True), (date(2026, 11, 19), False)])
def test_an_extension_is_asked_before_the_answer_is_due(expires: date, possible: bool) -> None:
    facts = replace(START, state=State.HANDLING, unit=UNIT, handler="h", answer_sure_on=expires)
    actions = [t.action for t in allowed(Person("h", Role.HANDLER, UNIT), facts, TODAY)]
    assert (Action.REQUEST_EXTENSION in actions) is possible


@pytest.mark.parametrize(("expires", "possible"), [(TODAY, True), (date(2026, 11, 19), False)])
def test_a_bounce_comes_within_its_days(expires: date, possible: bool) -> None:
    facts = replace(START, state=State.ASSIGNED, unit=UNIT, take_sure_on=expires)
    actions = [t.action for t in allowed(Person("h", Role.HANDLER, UNIT), facts, TODAY)]
    assert (Action.BOUNCE in actions) is possible


OWN_WORK: Mapping[Action, set[Action]] = {
    Action.APPROVE_ANSWER: {Action.SUBMIT_ANSWER},
    Action.RETURN_ANSWER: {Action.SUBMIT_ANSWER},
    Action.APPROVE_REFUSAL: {Action.PROPOSE_REFUSAL},
    Action.APPROVE_TRANSFER: {Action.PROPOSE_TRANSFER},
    Action.MERGE: {Action.REGISTER},
    Action.REEXAMINE: {Action.SUBMIT_ANSWER, Action.APPROVE_ANSWER, Action.UPHOLD},
    Action.VERIFY: {Action.SUBMIT_ANSWER, Action.REEXAMINE},
    Action.CLEAR: {
        Action.SUBMIT_ANSWER,
        Action.APPROVE_ANSWER,
        Action.DELIVER,
        Action.CALL_BACK,
    },
}


@pytest.mark.parametrize("role", WORK_ROLES)
@pytest.mark.parametrize(("action", "own"), OWN_WORK.items())
def test_nobody_reviews_closes_or_clears_own_work_in_whatever_role(action, own, role) -> None:
    """Also when the person changed post in between: the ledger remembers, the role does not."""
    transition = next(t for t in TRANSITIONS if t.action is action)
    for did in own:
        for unit in (LEAD, UNIT):
            person = Person("x", role, unit)
            facts = Facts(
                next(iter(transition.before)),
                LEAD,
                unit=UNIT,
                handler="x",
                answer_delivered=True,
                performed={did: frozenset({person.actor})},
            )
            assert action not in [t.action for t in allowed(person, facts, TODAY)]


def test_closing_needs_a_delivered_answer_or_notice_unless_the_visitor_withdrew(steps) -> None:
    for before, transition, person, after in steps:
        if after.facts.state is State.CLEARED:
            assert before.facts.answer_delivered
        elif after.facts.state is State.REFUSAL_DELIVERED:
            assert Need.CHANNEL in transition.needs
        elif after.facts.state is State.WITHDRAWN:
            assert person is None
        elif after.facts.state is State.TRANSFER_TOLD:
            assert before.facts.confidential
            assert Need.CHANNEL in transition.needs
        elif after.facts.state is State.MERGED:
            assert {Need.NUMBER, Need.BASIS} <= set(transition.needs)
        elif after.facts.state is State.ARCHIVED:
            assert before.facts.state not in OPEN_STATES
        else:
            assert after.facts.state in OPEN_STATES


def test_no_path_closes_a_matter_through_the_hands_of_one_person(steps) -> None:
    for *_, after in steps:
        if after.facts.state in (
            State.CLEARED,
            State.REFUSAL_DELIVERED,
            State.TRANSFER_TOLD,
            State.MERGED,
        ):
            assert len({who for _, who in after.path if who != "visitor"}) > 1


def test_a_visitor_rates_once_and_withdraws_only_before_the_answer(steps) -> None:
    for before, transition, person, _ in steps:
        assert (person is None) == (transition.relation is Relation.VISITOR)
        if RATINGS & set(transition.effects):
            assert not before.facts.rated
        if transition.action is Action.WITHDRAW:
            assert not before.facts.answer_delivered


@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p.login)
@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_a_confidential_matter_is_hidden_from_the_unit_it_accuses(person, state) -> None:
    facts = Facts(
        state,
        LEAD,
        unit=UNIT,
        handler=person.login,
        confidential=True,
        accused_unit=person.unit,
        answer_sure_on=TODAY,
        take_sure_on=TODAY,
    )
    assert not may_see(person, facts)
    assert not is_owner(person, facts)
    assert allowed(person, facts, TODAY) == ()


@pytest.mark.parametrize("person", [p for p in PEOPLE if not p.role.works_on_matters])
def test_administrators_and_auditors_see_no_matter(person) -> None:
    assert not may_see(person, replace(START, unit=person.unit, lead_unit=person.unit))


def test_everything_has_a_chinese_name() -> None:
    assert all(state.label for state in State)
    assert all(action.label for action in Action)
    assert set(ledger_messages.PUBLIC_ACTION_LABELS) <= {action.value for action in Action}
    assert all(transition.action.label for transition in TRANSITIONS)
