"""外出代理: what waits for somebody who is away waits for the substitute, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forms_backend.accounts.absences import AbsenceService
from forms_backend.identity.errors import InvalidInputError, NotAllowedError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.permissions import Facts, is_owner, may_see_title
from forms_backend.submissions.state import State
from forms_backend.worklists.lists import Selection
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    POLICE,
    REVIEWER,
    TO_HANDLING,
    other_person,
)

WEEK = {"substitute": "chengban2", "first_day": "2026-11-23", "last_day": "2026-11-27"}
STANDING_IN = other_person(HANDLER_2, stands_for=frozenset({HANDLER.login}))


@pytest.fixture
def absences(database, office, clock) -> AbsenceService:
    return AbsenceService(database, clock)


def test_the_days_count_from_the_first_to_the_last_and_end_early(absences, clock, ledger) -> None:
    absences.enter(HANDLER, WEEK)
    assert not absences.of_unit(REVIEWER)[0].is_now
    assert absences.substitutes() == {}
    clock.move(days=3)  # Monday
    assert absences.substitutes() == {"chengban": "chengban2"}
    clock.move(days=4)
    assert absences.substitutes() == {"chengban": "chengban2"}
    one = absences.of_unit(REVIEWER)[0]
    absences.end(HANDLER_2, one.id)  # a colleague's is not hers to end
    absences.end(POLICE, one.id)
    assert absences.substitutes()
    absences.end(REVIEWER, one.id)
    assert (absences.substitutes(), absences.of_unit(REVIEWER)) == ({}, [])
    assert ledger.verify().is_intact


def test_after_the_last_day_it_is_over(absences, clock) -> None:
    absences.enter(HANDLER, WEEK)
    clock.move(days=8)
    assert (absences.substitutes(), absences.of_unit(REVIEWER)) == ({}, [])


@pytest.mark.parametrize(
    ("person", "typed", "place"),
    [
        (HANDLER, {"substitute": "chengban"}, "substitute"),
        (HANDLER, {"substitute": "jingguan"}, "substitute"),
        (HANDLER, {"substitute": "shenhe"}, "substitute"),
        (HANDLER, {"substitute": "nobody"}, "substitute"),
        (HANDLER, {"first_day": "2026-11-19"}, "first_day"),
        (HANDLER, {"last_day": "2026-11-22"}, "last_day"),
        (HANDLER, {"last_day": "soon"}, "last_day"),
        (HANDLER, {"last_day": "2029-01-01"}, "last_day"),
        (REVIEWER, {"login": "jingguan"}, "login"),
        (REVIEWER, {"login": ""}, "login"),
    ],
)
def test_what_cannot_be_entered_is_told_by_its_place(absences, person, typed, place) -> None:
    with pytest.raises(InvalidInputError) as caught:
        absences.enter(person, WEEK | typed)
    assert set(caught.value.problems) == {place}


def test_nobody_is_away_twice_or_stands_in_while_away(absences) -> None:
    absences.enter(REVIEWER, WEEK | {"login": "chengban"})
    for person, typed in (
        (HANDLER, {}),
        (HANDLER_2, {"substitute": "chengban"}),
        (REVIEWER, {"login": "chengban2", "substitute": "chengban"}),
    ):
        with pytest.raises(InvalidInputError):
            absences.enter(person, WEEK | typed)
    absences.enter(HANDLER, WEEK | {"first_day": "2026-11-30", "last_day": "2026-11-30"})


def test_the_session_knows_for_whom_the_person_stands_in(absences, office, clock) -> None:
    absences.enter(HANDLER, WEEK)
    clock.move(days=3)
    first = office.staff.add("third", "王五", "court", Role.HANDLER, actor="cli:test")
    token = office.staff.sign_in("third", first, "")
    assert office.staff.resume(token).person.stands_for == frozenset()
    one = absences.of_unit(REVIEWER)[0]
    absences.end(REVIEWER, one.id)
    today = {"first_day": "2026-11-23", "substitute": "third"}
    absences.enter(HANDLER, WEEK | today)
    assert office.staff.resume(token).person.stands_for == {"chengban"}


def test_the_substitute_does_what_waits_for_who_is_away(office, receipt) -> None:
    office.go(receipt.number, *TO_HANDLING)
    with pytest.raises(NotAllowedError):
        office.act(HANDLER_2, receipt.number, Action.SUBMIT_ANSWER)
    for person, listed in ((HANDLER_2, 0), (STANDING_IN, 1)):
        assert office.lists.page(person, Selection(), number=1, size=50).total == listed
    office.act(STANDING_IN, receipt.number, Action.SUBMIT_ANSWER)
    view = office.view(REVIEWER, receipt.number)
    assert view.events[-1].actor == "staff:chengban2"  # who did it, not for whom
    assert view.facts.handler == "chengban"


def test_the_substitute_is_in_the_circle_of_what_is_confidential() -> None:
    facts = Facts(
        State.HANDLING, "zhengfawei", "court", "chengban", accused_unit="police", confidential=True,
        answer_sure_on=date(2026, 11, 20) + timedelta(days=9),
    )  # fmt: skip
    for person, wanted in ((HANDLER_2, False), (STANDING_IN, True)):
        assert is_owner(person, facts) is wanted
        assert may_see_title(person, facts) is wanted
