"""The state table is what runs: what it declares is done, and nothing is declared that nobody reads."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest

from forms_backend.identity.errors import InvalidInputError
from forms_backend.matters import messages
from forms_backend.matters.effects import EFFECTS, Doing
from forms_backend.matters.inputs import CLEANING, IN_LEDGER, WRITTEN, clean_given
from forms_backend.matters.states import steps
from forms_backend.matters.states.permissions import CONDITIONS, Facts
from forms_backend.matters.states.state_tables import OWNERS
from forms_backend.matters.states.steps import Condition, Effect, Need, Owner, Relation
from forms_backend.matters.states.transitions import STATES, TRANSITIONS
from forms_backend.submissions.state import State

IN_THE_TABLES: dict[type[StrEnum], set[Any]] = {
    Owner: {rule.owner for rule in STATES.values() if rule.owner},
    Relation: {t.relation for t in TRANSITIONS},
    Need: {need for t in TRANSITIONS for need in t.needs},
    Condition: {condition for t in TRANSITIONS for condition in t.conditions},
    Effect: {effect for t in TRANSITIONS for effect in t.effects},
}


def test_every_enum_of_steps_is_looked_at() -> None:
    declared = {
        kind
        for kind in vars(steps).values()
        if isinstance(kind, type)
        and issubclass(kind, StrEnum)
        and kind.__module__ == steps.__name__
    }
    assert declared == set(IN_THE_TABLES)


@pytest.mark.parametrize("kind", IN_THE_TABLES, ids=lambda kind: kind.__name__)
def test_every_member_is_used_by_the_tables(kind: type[StrEnum]) -> None:
    assert IN_THE_TABLES[kind] == set(kind)


def test_every_state_has_its_rule_and_is_reached_or_begun() -> None:
    assert set(STATES) == set(State)
    assert {t.after for t in TRANSITIONS if t.after} | {State.RECEIVED} == set(State)


@pytest.mark.parametrize(
    ("kind", "read_by"),
    [
        (Owner, OWNERS),
        (Condition, CONDITIONS),
        (Effect, EFFECTS),
        (Need, CLEANING),
        (Need, {Need(key) for key in messages.NEED_LABELS}),
        (Need, WRITTEN | set(IN_LEDGER)),
    ],
)
def test_every_member_has_what_carries_it_out(kind: type[StrEnum], read_by: Any) -> None:
    assert set(read_by) == set(kind)


def test_a_need_is_a_text_or_a_choice() -> None:
    assert not WRITTEN & set(IN_LEDGER)


@pytest.mark.parametrize("need", Need)
def test_nothing_is_accepted_empty(need: Need) -> None:
    transition = next(t for t in TRANSITIONS if need in t.needs)
    with pytest.raises(InvalidInputError) as caught:
        clean_given(transition, {}, Facts(State.RECEIVED, "lead"), frozenset({"court"}))
    assert set(caught.value.problems) == {one.value for one in transition.needs}


NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("effect", "changed"),
    [
        (Effect.GIVE_TO_UNIT, {"unit": "court", "handler": None}),
        (Effect.COUNT_BOUNCE, {"bounces": 2, "unit": None, "handler": None}),
        (Effect.BECOME_HANDLER, {"handler": "wang"}),
        (Effect.MARK_ANSWERED, {"answer_delivered_at": NOW}),
        (Effect.RATE_SATISFIED, {"satisfied": True}),
        (Effect.RATE_DISSATISFIED, {"satisfied": False}),
        (Effect.COUNT_SUPERVISION, {"supervisions": 4}),
        (Effect.EXTEND_ANSWER, {"extended": True}),
    ],
)
def test_an_effect_changes_this_and_nothing_else(effect: Effect, changed: dict[str, Any]) -> None:
    """MERGE needs two matters and is tested with the database in `test_reviews_and_joining`, what
    corrects in `test_corrections`."""
    before = {
        "unit": "police",
        "handler": "li",
        "bounces": 1,
        "extended": False,
        "satisfied": None,
        "answer_delivered_at": None,
        "supervisions": 3,
    }
    extended: list[str] = []
    doing: Any = Doing(
        work=SimpleNamespace(),  # type: ignore[arg-type]
        clocks=SimpleNamespace(extend_answer=lambda _w, _m, form: extended.append(form)),  # type: ignore[arg-type]
        submission=SimpleNamespace(form_id="complaint"),  # type: ignore[arg-type]
        matter=SimpleNamespace(**before),  # type: ignore[arg-type]
        person=SimpleNamespace(login="wang"),  # type: ignore[arg-type]
        given={Need.UNIT: "court"},
        now=NOW,
        routing=SimpleNamespace(lead_for=lambda _accused, confidential: "lead"),  # type: ignore[arg-type]
    )
    EFFECTS[effect](doing)
    assert vars(doing.matter) == before | changed
    assert extended == (["complaint"] if effect is Effect.EXTEND_ANSWER else [])
