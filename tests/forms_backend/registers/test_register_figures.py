"""Counts and targets: windows, units, states at a moment, and the one reading in reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from district.registers.models import Target
from district.registers.reading import read_registers
from forms_backend.registers.figures import progress, tallies, window
from forms_backend.registers.repository import Fact
from forms_backend.reports.periods import ReportKind, period_ending
from forms_backend.reports.register_section import register_section
from tests.forms_backend.office import HANDLER, INTAKE, REVIEWER, SUPERVISOR
from tests.forms_backend.registers.conftest import TASK, Desk
from tests.reference import SITE_CONFIG

DAY = date(2026, 11, 20)
REGISTERS = read_registers(SITE_CONFIG)


def fact(register: str, state: str, plain: str = "{}", **changes: Any) -> Fact:
    given = {
        "number": "X", "register": register, "unit": "court", "state": state, "day": DAY,
        "due_on": None, "entered_at": datetime(2026, 11, 3, tzinfo=UTC), "ended_at": None,
        "plain": plain,
    }  # fmt: skip
    return Fact(**(given | changes))


def done_of(key: str, facts: list[Fact], unit: str | None = None, day: date = DAY) -> int:
    found = [p for p in progress(REGISTERS, facts, day) if p.key == key and p.unit == unit]
    assert len(found) == 1
    return found[0].done


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ("month", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_promise_begins_anew(every: str, first: date, last: date) -> None:
    target = Target(name="x", register="activities", goal=1, states=("held",), every=every)
    assert window(target, DAY) == (first, last)


def test_numbers_are_added_where_state_choice_and_day_fit() -> None:
    checks = '{"item":"check","amount":"40"}'
    facts = [
        fact("progress", "verified", checks),
        fact("progress", "verified", checks, day=date(2026, 1, 1)),
        fact("progress", "verified", checks, day=date(2025, 12, 31)),  # before
        fact("progress", "verified", checks, day=date(2026, 11, 21)),  # tomorrow
        fact("progress", "entered", checks),  # nobody verified it
        fact("progress", "void", checks),
        fact("progress", "verified", '{"item":"adviser","amount":"7"}'),
        fact("progress", "verified", '{"item":"check"}'),  # no number
    ]
    assert done_of("checks", facts) == 80
    assert done_of("advisers", facts) == 7
    assert done_of("points", facts) == 0


def test_each_unit_keeps_its_own_promise() -> None:
    facts = [fact("activities", "held"), fact("activities", "planned", unit="police")]
    assert done_of("lectures", facts, "court") == 1
    assert done_of("lectures", facts, "police") == 0
    assert done_of("lectures", facts, "court", date(2026, 12, 1)) == 0
    reached = {p.unit: p.is_reached for p in progress(REGISTERS, facts, DAY) if p.key == "lectures"}
    assert reached == {"court": True, "procuratorate": False, "police": False, "justice": False}


def test_void_entries_are_in_no_count() -> None:
    facts = [
        fact("tasks", "open", due_on=date(2026, 11, 30)),
        fact("tasks", "open", due_on=date(2026, 12, 1)),
        fact("tasks", "void", due_on=date(2026, 11, 1), ended_at=datetime(2026, 11, 9, tzinfo=UTC)),
        fact("tasks", "closed", ended_at=datetime(2026, 11, 9, tzinfo=UTC)),
        fact("tasks", "closed", ended_at=datetime(2026, 10, 9, tzinfo=UTC),
             entered_at=datetime(2026, 10, 1, tzinfo=UTC)),
    ]  # fmt: skip
    found = tallies(REGISTERS, facts, date(2026, 11, 1), date(2026, 11, 30))[0]
    assert (found.open, found.late, found.entered, found.ended) == (2, 1, 3, 1)


def test_a_period_is_told_as_it_was_whatever_came_later(desk: Desk, clock: Any) -> None:
    first = desk.service.enter(SUPERVISOR, "tasks", TASK | {"due": "2026-11-25"})
    period = period_ending(ReportKind.MONTHLY, date(2026, 11, 30))
    clock.move(days=12)
    before = desk.reader.tallies(period.first, period.last, period.cut)
    assert (before[0].open, before[0].late, before[0].entered) == (1, 1, 1)
    version = desk.reader.open(SUPERVISOR, first).version
    later = TASK | {"due": "2026-12-31"}
    desk.service.change(SUPERVISOR, first, version, later)
    assert desk.reader.tallies(period.first, period.last, period.cut) == before
    version = desk.reader.open(SUPERVISOR, first).version
    desk.service.move(SUPERVISOR, first, version, "drop", "重复")
    desk.service.enter(INTAKE, "tasks", TASK)
    assert desk.reader.tallies(period.first, period.last, period.cut) == before
    assert desk.reader.overview(HANDLER)[0].open == 1
    assert desk.reader.overview(REVIEWER)[0].over == 1
    section = register_section("六", before, desk.reader.progress_at(period.last, period.cut), str)
    assert section.title == "六、工作台账与目标"
    assert section.tables[0].body[0] == ("任务与整改", 1, 1, 1, 0)
    assert section.tables[1].body[0][:2] == ("企业法治体检", "全区")
