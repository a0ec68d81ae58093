"""Meetings on both databases, and their rules: who reads what, quarters, ladders, the digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from district import NATIONAL, ConfigError
from district.casework.meetings import HeldAt, load_meetings
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.states.permissions import Facts
from forms_backend.meetings.access import (
    MeetingFacts,
    may_answer_for,
    may_be_discussed,
    may_open,
    may_read_item,
)
from forms_backend.meetings.quarters import Keeping, Quarter, judge
from forms_backend.meetings.record import Standing, Wording
from forms_backend.notices.daily_repository import open_decisions
from forms_backend.notices.digest import OpenDecision, decision_sections, digest_text
from forms_backend.submissions.state import State
from tests.forms_backend.meetings.planned_meetings import PLAN, POINT, STUDY
from tests.forms_backend.office import HANDLER, INTAKE, POLICE, REVIEWER, SUPERVISOR, TO_HANDLING

AUDITOR = Person("shenji", Role.AUDITOR, "zhengfawei")


def test_from_a_plan_to_a_decision_that_is_done(
    meetings, lists, office, receipt, database, clock
) -> None:
    office.go(receipt.number, *TO_HANDLING)
    number = meetings.plan(INTAKE, PLAN)
    about = replace(POINT, numbers=(receipt.number,))
    assert meetings.put_point(INTAKE, number, None, 1, about) == 1
    with pytest.raises(StaleMatterError):
        meetings.put_point(SUPERVISOR, number, None, 1, POINT)
    view = meetings.open(HANDLER, number)
    assert (view.version, view.may_write, view.next_kind) == (2, False, "study")
    assert view.points[0].wording.minutes == "都说了"
    assert lists.of_matter(REVIEWER, receipt.number)[0].decision == "合并"
    with pytest.raises(MatterNotFoundError):
        meetings.open(POLICE, number)
    with pytest.raises(MatterNotFoundError):
        meetings.open(AUDITOR, number)
    with pytest.raises(NotAllowedError):
        meetings.finish(HANDLER, number, 1, 2)
    with pytest.raises(NotAllowedError):
        meetings.plan(HANDLER, PLAN)
    clock.move(days=3)
    assert [row.standing for row in lists.decisions(HANDLER)] == [Standing.OVERDUE]
    assert lists.decisions(POLICE) == ()
    with database.read() as session:
        (due,) = open_decisions(session)
    assert (due.reference, due.unit, due.due_on) == (f"{number}-1", "court", POINT.due_on)
    meetings.finish(SUPERVISOR, number, 1, 2)
    (row,) = lists.decisions(INTAKE)
    assert (row.standing, row.done_by) == (Standing.DONE, "duban")
    with pytest.raises(NotAllowedError):
        meetings.put_point(INTAKE, number, 1, 3, about)
    with database.read() as session:
        assert open_decisions(session) == ()
        assert session[LedgerRepository].verify().is_intact
        actions = [e.action for e in session[LedgerRepository].events_of(number)]
        assert "put_on_agenda" in [
            e.action for e in session[LedgerRepository].events_of(receipt.number)
        ]
    assert [a for a in actions if a != "meeting_read"] == [
        "meeting_planned",
        "agenda_written",
        "decision_done",
    ]
    clock.move(days=31)
    assert lists.decisions(INTAKE) == ()


def test_carrying_up_takes_title_and_matters_along_and_nothing_else(
    meetings, lists, office, receipt, database
) -> None:
    office.go(receipt.number, *TO_HANDLING)
    low, high = meetings.plan(INTAKE, PLAN), meetings.plan(INTAKE, STUDY)
    meetings.put_point(INTAKE, low, None, 1, replace(POINT, numbers=(receipt.number,)))
    assert [row.number for row in lists.to_carry_to(INTAKE, "study", PLAN.held_on)] == [high]
    earlier = meetings.plan(INTAKE, replace(STUDY, held_on=date(2026, 11, 17)))
    for wrong in (low, earlier, "HY202611-000099"):
        with pytest.raises(InvalidInputError):
            meetings.carry(INTAKE, low, 1, 2, wrong)
    assert meetings.carry(INTAKE, low, 1, 2, high) == 1
    (point,) = meetings.open(INTAKE, high).points
    assert point.wording == Wording("检查")
    assert [matter.number for matter in point.matters] == [receipt.number]
    assert point.came_from is not None
    assert point.came_from.text == f"{low}-1"
    with pytest.raises(NotAllowedError):
        meetings.carry(INTAKE, low, 1, 3, high)
    found = lists.of_matter(HANDLER, receipt.number)
    assert [(one.kind, one.is_minuted) for one in found] == [
        ("consultation", True),
        ("study", False),
    ]


def test_a_matter_that_became_confidential_leaves_the_agenda_of_the_accused(
    meetings, lists, office, receipt, database
) -> None:
    office.go(receipt.number, *TO_HANDLING)
    number = meetings.plan(INTAKE, STUDY)
    meetings.put_point(INTAKE, number, None, 1, replace(POINT, numbers=(receipt.number,)))
    with database.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE matters SET confidential = TRUE, accused_unit = 'court'")
    assert meetings.open(HANDLER, number).points == ()
    assert lists.decisions(HANDLER) == ()
    assert lists.of_matter(HANDLER, receipt.number) == ()
    assert len(meetings.open(INTAKE, number).points) == 1
    with pytest.raises(InvalidInputError):
        meetings.change(INTAKE, number, 2, PLAN)


MATTER = Facts(State.HANDLING, "zhengfawei", unit="court")
SECRET = replace(MATTER, unit="justice", accused_unit="court", confidential=True)
AT_UNIT = MeetingFacts(HeldAt.UNIT, "zhengfawei", frozenset({"justice"}))


@pytest.mark.parametrize(
    ("meeting", "matter", "fits"),
    [
        (AT_UNIT, MATTER, True),
        (AT_UNIT, SECRET, True),
        (replace(AT_UNIT, at=HeldAt.POINT), MATTER, True),
        (replace(AT_UNIT, at=HeldAt.POINT), SECRET, False),
        (replace(AT_UNIT, units=frozenset({"justice", "court"})), SECRET, False),
        (replace(AT_UNIT, units=frozenset({"justice", "police"})), SECRET, False),
    ],
)
def test_where_a_confidential_matter_may_be_discussed(meeting, matter, fits: bool) -> None:
    assert may_be_discussed(meeting, matter) is fits


@pytest.mark.parametrize(
    ("person", "responsible", "matters", "reads"),
    [
        (INTAKE, None, [MATTER], True),
        (replace(INTAKE, unit="court"), "police", [SECRET], False),
        (HANDLER, None, [MATTER], True),
        (POLICE, None, [MATTER], False),
        (POLICE, "police", [MATTER], True),
        (POLICE, None, [], True),
        (POLICE, "court", [], False),
        (HANDLER, "court", [SECRET], False),
    ],
)
def test_who_reads_a_point(person, responsible, matters, reads: bool) -> None:
    assert may_read_item(person, "zhengfawei", responsible, matters) is reads


def test_who_opens_a_meeting_and_who_answers_for_a_decision() -> None:
    justice = replace(HANDLER, unit="justice")
    assert [may_open(p, AT_UNIT) for p in (INTAKE, justice, HANDLER, AUDITOR)] == [
        True,
        True,
        False,
        False,
    ]
    assert may_answer_for("justice", AT_UNIT, [SECRET])
    assert may_answer_for("zhengfawei", AT_UNIT, [SECRET])
    assert not may_answer_for("court", AT_UNIT, [])
    assert not may_answer_for("court", replace(AT_UNIT, units=frozenset({"court"})), [SECRET])


@pytest.mark.parametrize(
    ("held", "today", "keeping"),
    [
        (1, date(2026, 12, 31), Keeping.KEPT),
        (0, date(2026, 12, 31), Keeping.DUE),
        (0, date(2027, 1, 1), Keeping.MISSED),
        (1, date(2027, 1, 1), Keeping.KEPT),
    ],
)
def test_a_promise_is_kept_due_or_missed(held: int, today: date, keeping: Keeping) -> None:
    quarter = Quarter.of(date(2026, 11, 20))
    planned = [date(2026, 12, 30), date(2026, 12, 31)]
    found = judge("park", "joint", 1, held, planned, quarter, today)
    assert (found.keeping, found.due_by) == (keeping, date(2026, 12, 31))
    assert all(day >= today for day in found.planned)


def test_quarters_follow_each_other() -> None:
    last = Quarter(2026, 4)
    assert (last.following.key, last.former.key) == ("2027Q1", "2026Q3")
    assert (last.first_day, last.last_day) == (date(2026, 10, 1), date(2026, 12, 31))
    assert Quarter.read("2026Q4") == last
    assert Quarter.read("2026Q5") is None


DECISION = OpenDecision("HY202611-000001-1", "court", "zhengfawei", date(2026, 12, 4))


@pytest.mark.parametrize(
    ("person", "today", "told"),
    [
        (HANDLER, date(2026, 12, 1), True),
        (HANDLER, date(2026, 11, 30), False),
        (REVIEWER, date(2026, 12, 9), True),
        (SUPERVISOR, date(2026, 12, 4), True),
        (POLICE, date(2026, 12, 4), False),
        (AUDITOR, date(2026, 12, 4), False),
        (replace(SUPERVISOR, unit="court"), date(2026, 12, 4), False),
    ],
)
def test_who_is_told_of_a_decision_that_is_due(person, today: date, told: bool) -> None:
    assert bool(decision_sections(person, [DECISION], today)) is told


def test_how_a_decision_reads_in_the_digest() -> None:
    sections = decision_sections(HANDLER, [DECISION], date(2026, 12, 6))
    assert digest_text(sections, date(2026, 12, 6), lambda _key: "区法院") == (
        "会议议定事项到期（1 件）\nHY202611-000001-1 区法院 议定事项 2026-12-04，已超 2 天"
    )


def test_the_ladder_is_read_from_the_file() -> None:
    assert load_meetings().ladder == ("consultation", "study", "judgement")
    assert load_meetings().promised == {"joint": 1}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("next: study", "next: nothing", "没有“nothing”"),
        ("at: committee", "at: committee, next: consultation", "绕了一圈"),
        ("at: unit", "at: unit, per_quarter: 1", "per_quarter"),
        ("at: unit", "at: nowhere", "study.at"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    original = (NATIONAL / "meetings.yml").read_text("utf-8")
    path = tmp_path / "meetings.yml"
    path.write_text(original.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        load_meetings(tmp_path)
