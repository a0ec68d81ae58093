"""What an auditor asks: who opened it, what did this account do, on which days; on both databases."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from forms_backend.ledger.actions import READINGS, Action
from forms_backend.ledger.wanted import Wanted
from forms_backend.worklists.lists import Selection
from tests.forms_backend.office import HANDLER, INTAKE, TO_HANDLING


@pytest.fixture
def asked(ledger, office, submit, clock):
    """Two matters, the second a day later; `asked(...)` gives actions and actors, oldest first."""
    first = submit()
    office.go(first.number, *TO_HANDLING)
    clock.now += timedelta(days=1)
    second = submit(title="乙事")
    office.view(INTAKE, second.number)

    def ask(**wanted):
        lines = ledger.look_up(Wanted(**wanted), 100, actor="staff:shenji")
        return [(line.number, line.action, line.actor) for line in reversed(lines)]

    ask.first, ask.second, ask.now = first.number, second.number, clock.now  # type: ignore[attr-defined]
    return ask


def test_who_opened_a_matter(asked) -> None:
    found = asked(number=asked.first, readings_only=True)
    assert {actor for _, _, actor in found} == {INTAKE.actor, HANDLER.actor}
    assert {action for _, action, _ in found} == {Action.REVEALED}
    everything = asked(number=asked.first)
    assert [a for _, a, _ in everything if a not in READINGS][:2] == [
        Action.RECEIVED, Action.REGISTER,
    ]  # fmt: skip


def test_a_list_that_showed_it_counts_as_opened(asked, office) -> None:
    office.lists.page(INTAKE, Selection(), number=1, size=50)
    assert (None, Action.TITLES_READ, INTAKE.actor) in asked(number=asked.second)


def test_what_an_account_did_and_on_which_days(asked) -> None:
    assert {actor for _, _, actor in asked(actor=HANDLER.actor)} == {HANDLER.actor}
    today = {number for number, _, _ in asked(since=asked.now - timedelta(hours=1)) if number}
    assert today == {asked.second}
    assert asked.second not in {n for n, _, _ in asked(until=asked.now - timedelta(hours=1))}


def test_page_by_page_nothing_is_missed_or_shown_twice(asked, ledger) -> None:
    pages, before = [], None
    while True:
        lines = ledger.look_up(Wanted(actor=INTAKE.actor, before=before), 3, actor="staff:shenji")
        if not lines:
            break
        pages += [line.sequence for line in lines]
        before = lines[-1].sequence
    assert pages == sorted(set(pages), reverse=True)
    assert len(pages) == len(asked(actor=INTAKE.actor))


def test_the_question_itself_is_in_the_ledger(asked, ledger) -> None:
    asked(number=asked.first, actor=HANDLER.actor)
    last = ledger.look_up(Wanted(), 1, actor="staff:shenji")[0]
    assert (last.action, last.actor) == (Action.LEDGER_READ, "staff:shenji")
    assert json.loads(last.detail) == {
        "asked_number": asked.first, "asked_account": HANDLER.actor,
    }  # fmt: skip
    assert ledger.verify().is_intact


def test_every_action_that_only_looked_is_a_reading() -> None:
    endings = ("_READ", "_LISTED", "_EXPORTED")
    assert {a for a in Action if a.name.endswith(endings)} <= READINGS
