"""What staff write down for a visitor: checks, clock, encryption, the deadline from above."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from district.casework.channels import TakenInBy, load_sources
from district.casework.deadlines import DayCount, Deadline
from forms_backend.identity.errors import InvalidInputError
from forms_backend.ledger.actions import Action
from forms_backend.matters.due_dates import limited_to
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.intake import Told, clean_intake
from tests.forms_backend.office import INTAKE

TODAY = date(2026, 11, 20)
SOURCES = load_sources()
ABOVE = {
    "source": "above", "received_on": "2026-11-18", "told": "by_others",
    "reference": "示信转〔2026〕8号", "due_on": "2026-11-30",
}  # fmt: skip


def take_in(**changes: str) -> Any:
    return clean_intake(ABOVE | changes, SOURCES, TODAY, actor=INTAKE.actor)


def test_every_channel_of_the_file_is_a_channel_of_the_ledger() -> None:
    assert {one.value for one in TakenInBy} == {c.value for c in Channel} - {"web", "api"}
    assert {source.channel for source in SOURCES.sources.values()} == set(TakenInBy)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"source": "telepathy"}, {"source"}),
        ({"received_on": "2026-11-21"}, {"received_on"}),
        ({"received_on": "2026-05-01"}, {"received_on"}),
        ({"received_on": "昨天"}, {"received_on"}),
        ({"told": ""}, {"told"}),
        ({"reference": " "}, {"reference"}),
        ({"reference": "字" * 101}, {"reference"}),
        ({"due_on": ""}, {"due_on"}),
        ({"due_on": "2026-11-17"}, {"due_on"}),
        ({"source": "", "told": "x", "received_on": ""}, {"source", "told", "received_on"}),
    ],
)
def test_every_mistake_is_named_at_its_input(changes: dict[str, str], wrong: set[str]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        take_in(**changes)
    assert set(caught.value.problems) == wrong


def test_only_what_comes_from_above_has_a_reference_and_a_deadline() -> None:
    taken = take_in(source="phone-12309", reference="x", due_on="nonsense")
    assert (taken.channel, taken.reference, taken.due_on) == (Channel.PHONE, None, None)
    assert take_in().told is Told.BY_OTHERS


def test_the_clock_starts_on_the_day_it_came_and_the_reference_is_encrypted(
    office, service, forms, complaint, database
) -> None:
    receipt = service.accept(
        forms["complaint"], complaint, channel=Channel.ABOVE, taken_in=take_in()
    )
    view = office.view(INTAKE, receipt.number)
    assert view.clocks[0].due_on == date(2026, 11, 19)
    assert view.row.channel is Channel.ABOVE
    assert view.intake is not None
    assert (view.intake.reference, view.intake.actor) == ("示信转〔2026〕8号", INTAKE.actor)
    assert view.events[0].actor == INTAKE.actor
    assert "示信转" not in view.events[0].detail
    with database.engine.connect() as connection:
        stored = connection.execute(text("SELECT reference FROM intakes")).scalar_one()
    assert "示信转".encode() not in bytes(stored)


def test_the_deadline_from_above_shortens_the_answer_clock(
    office, service, forms, complaint
) -> None:
    receipt = service.accept(
        forms["complaint"], complaint, channel=Channel.ABOVE, taken_in=take_in()
    )
    office.go(receipt.number, (INTAKE, Action.REGISTER), (INTAKE, Action.ACCEPT))
    answer = next(c for c in office.view(INTAKE, receipt.number).clocks if c.kind == "answer")
    assert answer.due_on == date(2026, 11, 30)
    assert "上级转办要求 2026-11-30 前办结" in answer.explanation


@pytest.mark.parametrize(("last", "days"), [(-3, 1), (0, 1), (9, 9), (60, 60), (400, 60)])
def test_a_deadline_from_above_never_lengthens_and_leaves_a_day(last: int, days: int) -> None:
    rule = Deadline(days=15, count=DayCount.WORKING, at_most=60, basis="依据")
    assert limited_to(rule, TODAY, TODAY + timedelta(days=last)).at_most == days


def test_the_same_sheet_sent_twice_is_one_matter(service, forms, complaint) -> None:
    sent = [
        service.accept(
            forms["complaint"],
            complaint,
            channel=Channel.ABOVE,
            taken_in=take_in(),
            idempotency_key="one-and-the-same",
        )
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
