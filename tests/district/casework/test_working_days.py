"""Working days, deadlines and routing as the district configures them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from district import ConfigError, load_site_config
from district.casework.deadlines import ClockKind, DayCount, load_deadlines
from district.casework.routing import load_routing
from district.casework.working_days import load_working_calendar
from tests.reference import SITE_CONFIG

CALENDAR = load_working_calendar()
FREE_2026 = {
    (1, 1): 3, (2, 15): 9, (4, 4): 3, (5, 1): 5, (6, 19): 3, (9, 25): 3, (10, 1): 7,
}  # fmt: skip
WORKED_WEEKENDS_2026 = ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))


def test_2026_is_what_the_state_council_announced() -> None:
    free = {
        date(2026, month, day) + timedelta(days=n)
        for (month, day), length in FREE_2026.items()
        for n in range(length)
    }
    worked = {date(2026, month, day) for month, day in WORKED_WEEKENDS_2026}
    for n in range(365):
        day = date(2026, 1, 1) + timedelta(days=n)
        expected = day in worked or (day.weekday() < 5 and day not in free)
        assert CALENDAR.is_working_day(day) is expected, day
        assert CALENDAR.may_be_holiday(day) is not expected


def test_2027_is_provisional_and_near_a_festival_nothing_is_certain() -> None:
    assert CALENDAR.is_certain(2026)
    assert not CALENDAR.is_certain(2027)
    assert not CALENDAR.is_working_day(date(2027, 1, 1))
    assert CALENDAR.is_working_day(date(2027, 1, 4))
    assert CALENDAR.may_be_holiday(date(2027, 1, 4))
    assert not CALENDAR.may_be_holiday(date(2027, 1, 14))
    assert CALENDAR.may_be_holiday(date(2028, 2, 1))


@pytest.mark.parametrize(
    ("today", "missing"),
    [(date(2026, 10, 31), None), (date(2026, 11, 1), 2027), (date(2027, 3, 1), 2027)],
)
def test_from_november_on_the_coming_year_is_missed(today: date, missing: int | None) -> None:
    assert CALENDAR.missing_year(today) == missing


def test_the_districts_own_table_comes_before_the_library(tmp_path) -> None:
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "2026.yml").write_text(
        "complete: true\nholidays: [2026-11-23, 2026-12-07..2026-12-08]\nworkdays: [2026-11-28]\n",
        encoding="utf-8",
    )
    calendar = load_working_calendar(tmp_path)
    assert not calendar.is_working_day(date(2026, 11, 23))
    assert not calendar.is_working_day(date(2026, 12, 8))
    assert calendar.is_working_day(date(2026, 11, 28))
    assert calendar.is_working_day(date(2026, 10, 1))  # the whole year is the district's


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("complete: true", "holidays"),
        ("complete: false\nstatutory: [2026-01-01]", "不在 2027 年"),
        ("complete: true\nholidays: [2027-01-01]\nworkdays: [2027-01-01]", "既放假又上班"),
        ("complete: false\nstatutory: [2027-02-08..2027-02-05]", "早于首日"),
        ("complete: false\nholyday: []", "holyday"),
        ("complete: [", "YAML"),
    ],
)
def test_mistakes_in_a_table_are_told_with_their_file(tmp_path, text: str, message: str) -> None:
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "2027.yml").write_text(f"--- !replace\n{text}", encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        load_working_calendar(tmp_path)
    assert "2027.yml" in str(caught.value)


def test_each_kind_of_clock_has_a_rule_with_its_basis() -> None:
    deadlines = load_deadlines()
    for form in ("complaint", "consultation"):
        rules = deadlines.for_form(form)
        assert all(rules.of(kind).basis for kind in ClockKind)
    assert deadlines.for_form("consultation").answer.days == 5
    assert deadlines.for_form("complaint").answer.days == 15
    assert deadlines.default.extend.count is DayCount.NATURAL
    assert deadlines.default.extend.days <= 30


def test_mistakes_in_deadlines_are_listed_at_once(tmp_path) -> None:
    path = tmp_path / "deadlines.yml"
    path.write_text(
        "--- !replace\nlights: {yellow_share: 0, posted_after: 5}\ndefault: {}\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError) as caught:
        load_deadlines(tmp_path)
    assert len(caught.value.problems) == 14


def test_mistakes_in_routing_are_listed_at_once(tmp_path) -> None:
    path = tmp_path / "routing.yml"
    path.write_text(
        "lead_unit: nowhere\nalternate_lead: nowhere\npetition_unit: petition\nbases: {}\n"
        "rules: [{branch: litigation, to: hongqiao, basis: x, when: {}}]\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_routing(load_site_config(SITE_CONFIG), tmp_path)
    assert len(caught.value.problems) == 7
