"""Due dates count, explain themselves, and stay careful where the calendar is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from district import load_site_config
from district.casework.deadlines import ClockKind, DayCount, Deadline
from district.casework.working_days import add_working_days, load_working_calendar
from forms_backend.ledger.actions import Action
from forms_backend.matters.due_dates import Light, due_date
from forms_backend.matters.rules import load_casework_rules
from tests.forms_backend.office import INTAKE, TO_HANDLING, make_office
from tests.reference import SITE_CONFIG

RULES = load_casework_rules(load_site_config(SITE_CONFIG), SITE_CONFIG)
WORKING_15 = Deadline(days=15, count=DayCount.WORKING, basis="依据")


def due(start: date, rule: Deadline = WORKING_15, extended: Deadline | None = None):
    return due_date("办理答复", start, rule, RULES.calendar, RULES.deadlines.lights, extended)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 11, 20), 15, date(2026, 12, 11)),
    ],
)
def test_working_days_by_hand(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days, RULES.calendar)[0] == end


def test_a_due_date_explains_itself() -> None:
    found = due(date(2026, 9, 23))
    assert found.explanation == (
        "办理答复：自 2026-09-23 起 15 个工作日（跳过 09-25、10-01 至 10-07），"
        "到 2026-10-21 止。依据：依据。"
    )
    assert not found.provisional
    assert found.sure_on == found.due_on


def test_into_an_unknown_year_it_is_provisional_and_never_overdue_by_a_doubtful_day() -> None:
    found = due(date(2026, 12, 18))
    assert found.due_on == date(2027, 1, 11)
    assert found.provisional
    assert "2027 年放假安排尚未公布" in found.explanation
    assert found.sure_on > found.due_on
    day = found.due_on
    while day < found.sure_on:
        assert found.light(day) in (Light.GREEN, Light.YELLOW)
        day = date.fromordinal(day.toordinal() + 1)
    certain = sum(
        not RULES.calendar.may_be_holiday(date.fromordinal(n))
        for n in range(date(2026, 12, 19).toordinal(), found.sure_on.toordinal() + 1)
    )
    assert certain == 15


def test_natural_days_depend_on_no_arrangement() -> None:
    found = due(date(2026, 12, 18), Deadline(days=30, count=DayCount.NATURAL, basis="x"))
    assert (found.due_on, found.provisional) == (date(2027, 1, 17), False)


def test_the_legal_limit_comes_first() -> None:
    rule = Deadline(days=5, count=DayCount.WORKING, at_most=6, basis="x")
    assert due(date(2026, 9, 28), rule).due_on == date(2026, 10, 4)
    assert "不超过 6 日" in due(date(2026, 9, 28), rule).explanation


def test_lights_turn_yellow_red_and_posted() -> None:
    found = due(date(2026, 11, 20))
    lights = {day: found.light(date(2026, 12, day)) for day in (6, 7, 10, 11, 17, 18)}
    assert lights == {
        6: Light.GREEN,
        7: Light.YELLOW,
        10: Light.YELLOW,
        11: Light.RED,
        17: Light.RED,
        18: Light.POSTED,
    }


def test_provisional_dates_are_computed_again_when_the_table_arrives(
    office, submit, service, database, clock, tmp_path
) -> None:
    clock.now = datetime(2026, 12, 18, 2, tzinfo=UTC)
    receipt = submit()
    office.go(receipt.number, *TO_HANDLING)
    assert office.matters.recompute_provisional_dates() == 0
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "2027.yml").write_text(
        "complete: true\nholidays: [2027-01-01..2027-01-05]\n", encoding="utf-8"
    )
    arrived = replace(RULES, calendar=load_working_calendar(tmp_path))
    later = make_office(database, service, clock, arrived)
    assert later.matters.recompute_provisional_dates() == 1
    assert later.matters.recompute_provisional_dates() == 0
    view = later.view(INTAKE, receipt.number)
    answer = next(c for c in view.clocks if c.kind is ClockKind.ANSWER)
    assert (answer.due_on, answer.provisional) == (date(2027, 1, 13), False)
    assert view.row.due_on == answer.due_on
    public = later.visitors.look_up(receipt.number, receipt.query_code)
    assert public.steps[-1].action is Action.DUE_RECOMPUTED
    assert office.ledger.verify().is_intact
