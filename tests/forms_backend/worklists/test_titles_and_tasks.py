"""Titles in lists, what has to be done, parts of numbers, steps on many, the list as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from forms_backend.identity.errors import NotAllowedError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.states.transitions import OPEN_STATES, TRANSITIONS, Need
from forms_backend.matters.tables import Matter
from forms_backend.submissions.payload import Answer
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission
from forms_backend.worklists.bulk_service import MANY_AT_ONCE, BulkService, Chosen, Outcome
from forms_backend.worklists.columns import DEFAULT, Column, chosen_columns
from forms_backend.worklists.lists import Filters, Selection, Sort, WorkList
from forms_backend.worklists.tasks import Late, Task, standing
from forms_backend.worklists.titles import SUBJECT_LENGTH, UNREADABLE, title_of
from tests.forms_backend.office import (
    HANDLER,
    HANDLER_2,
    INTAKE,
    REVIEWER,
    SUPERVISOR,
    TO_DELIVERED,
    TO_HANDLING,
)

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ALL = Selection(WorkList.ALL)


def page(office, person: Person, selection: Selection = ALL):
    return office.lists.page(person, selection, number=1, size=50)


def events(database, action: Action) -> list[dict[str, str]]:
    with database.read() as session:
        query = select(LedgerEvent.detail).where(LedgerEvent.action == action.value)
        return [json.loads(detail) for detail in session.scalars(query)]


def test_titles_of_a_page_are_one_event_that_names_the_matters(office, submit, database) -> None:
    numbers = [submit(title=f"第{word}件").number for word in "一二三"]
    found = page(office, INTAKE, Selection(WorkList.ALL, sort=Sort.OLDEST))
    assert [found.titles[n].subject for n in numbers] == ["第一件", "第二件", "第三件"]
    assert {title.firm for title in found.titles.values()} == {"示例童装有限公司"}
    (event,) = events(database, Action.TITLES_READ)
    assert event == {"count": "3", "numbers": "、".join(numbers)}
    assert page(office, HANDLER).titles == {}
    assert len(events(database, Action.TITLES_READ)) == 1, "an empty list tells nobody anything"


def test_the_title_of_an_accusation_is_shown_to_its_circle_alone(office, submit) -> None:
    number = submit(category="conduct", unit="police").number
    office.go(number, *TO_HANDLING)
    for person, shown in ((INTAKE, True), (SUPERVISOR, True), (HANDLER, True), (REVIEWER, True),
                          (HANDLER_2, False)):  # fmt: skip
        found = page(office, person)
        assert [row.number for row in found.rows] == [number], person
        assert bool(found.titles) == shown, person


def test_a_title_is_short_and_falls_back_on_the_description() -> None:
    def answer(key: str, text: str) -> Answer:
        return Answer(key, "text", key, text, text)

    long = title_of([answer("description", "长\n" * 100), answer("firm", " 某 厂 ")])
    assert len(long.subject) == SUBJECT_LENGTH
    assert long.subject.endswith("…")
    assert long.firm == "某 厂"
    assert title_of([answer("description", "乙"), answer("title", "甲")]).subject == "甲"


@ON_SQLITE
def test_the_copy_of_the_state_is_the_state(office, submit, database) -> None:
    office.go(submit().number, *TO_DELIVERED)
    office.visitor_acts(submit(title="第二件"), Action.WITHDRAW)
    with database.read() as session:
        rows = session.execute(
            select(Submission.state, Matter.state).join(
                Matter, Matter.submission_id == Submission.id
            )
        ).all()
    assert sorted(set(rows)) == [("delivered", "delivered"), ("withdrawn", "withdrawn")]


# What has to be done


def test_every_open_state_waits_for_one_task() -> None:
    waiting = [state for task in Task for state in task.states]
    assert len(waiting) == len(set(waiting))
    assert set(waiting) >= OPEN_STATES


def test_tasks_split_what_is_mine(office, submit, database) -> None:
    numbers = [submit(title=f"第{n}件").number for n in range(3)]
    office.go(numbers[0], *TO_DELIVERED)
    office.go(numbers[1], (INTAKE, Action.REGISTER))
    with database.write() as session:
        session.execute(
            update(Matter).where(Matter.state == "registered").values(sure_on=date(2026, 11, 8))
        )
    found = page(office, INTAKE, Selection(WorkList.MINE))
    tasks = {one.task: one for one in found.tasks}
    assert {task: one.count for task, one in tasks.items()} == {
        Task.REGISTER: 1,
        Task.ACCEPT: 1,
        Task.CALL_BACK: 1,
    }
    assert sum(one.count for one in found.tasks) == found.counts[WorkList.MINE]
    assert (tasks[Task.ACCEPT].late, tasks[Task.ACCEPT].oldest) == (1, date(2026, 11, 8))
    for task, one in tasks.items():
        assert page(office, INTAKE, Selection(WorkList.MINE, Filters(task=task))).total == one.count
    assert found.late == {Late.FEW: 0, Late.SOME: 1, Late.MANY: 0, Late.MOST: 0}
    late = page(office, INTAKE, Selection(WorkList.OVERDUE, Filters(late=Late.SOME)))
    assert [row.number for row in late.rows] == [numbers[1]]


@ON_SQLITE
def test_what_may_be_put_away_is_a_task_of_the_intake_desk(office, submit, clock) -> None:
    receipt = submit()
    office.visitor_acts(receipt, Action.WITHDRAW)
    archive = Selection(WorkList.MINE, Filters(task=Task.ARCHIVE))
    found = page(office, INTAKE, archive)
    assert [row.number for row in found.rows] == [receipt.number]
    assert {one.task: one.count for one in found.tasks} == {Task.ARCHIVE: 1}
    assert page(office, HANDLER, archive).rows == []
    office.act(INTAKE, receipt.number, Action.ARCHIVE)
    assert page(office, INTAKE, archive).rows == []


@pytest.mark.parametrize(
    ("due", "sure", "expected"),
    [(22, 22, (2, False)), (20, 20, (0, False)), (19, 19, (1, True)), (18, 21, (0, False)),
     (10, 12, (8, True)), (None, None, None)],
)  # fmt: skip
def test_days_left_or_late(due: int | None, sure: int | None, expected: object) -> None:
    def day(n: int | None) -> date | None:
        return date(2026, 11, n) if n else None

    assert standing(day(due), day(sure), date(2026, 11, 20)) == expected


# Parts of a number


def test_a_part_of_a_number_finds_its_matter(office, submit, database) -> None:
    first, second = submit().number, submit(title="第二件").number
    with database.write() as session:
        session.execute(
            update(Submission).where(Submission.number == first).values(number="TS202611-000115")
        )
    for part in ("000115", "00115", "ts202611-000115", "202611-000115", "－000115"):
        assert office.lists.search(INTAKE, part).number == "TS202611-000115", part
        assert office.lists.search(HANDLER, part).number is None, part
    assert office.lists.search(INTAKE, "TS202611").number is None, "two begin like that"
    assert office.lists.search(INTAKE, "115").number is None, "may be an article of a law"
    found = page(office, INTAKE).titles  # the renamed one can no longer be decrypted
    assert (found["TS202611-000115"], found[second].subject) == (UNREADABLE, "第二件")
    for text, count in (("TS202611-", 2), (second[-6:], 1), ("611", 0)):
        found_ones = page(office, INTAKE, Selection(WorkList.ALL, text=text))
        assert found_ones.total == count, text


# Many at once


def test_what_needs_a_text_of_its_own_is_not_done_to_many() -> None:
    own = {Need.ANSWER, Need.OPINION, Need.OUTCOME, Need.NUMBER, Need.REMEDY}
    assert all(not own & needs for needs in MANY_AT_ONCE.values())
    approving = {t.action for t in TRANSITIONS if t.action.value.startswith("approve_")}
    assert approving
    assert not approving & set(MANY_AT_ONCE)


@ON_SQLITE
def test_many_are_taken_and_cleared_with_one_reason(office, submit) -> None:
    bulk = BulkService(office.matters)
    numbers = [submit(title=f"第{n}件").number for n in range(2)]
    for number in numbers:
        office.go(number, *TO_HANDLING[:3])
    chosen = [Chosen(n, office.view(HANDLER, n).version) for n in numbers]
    results = bulk.perform(HANDLER, [*chosen, Chosen("TS202611-999999", 1)], Action.TAKE)
    assert [r.outcome for r in results] == [Outcome.DONE, Outcome.DONE, Outcome.NOT_FOUND]
    chosen = [Chosen(n, office.view(SUPERVISOR, n).version) for n in numbers]
    bulk.perform(SUPERVISOR, chosen, Action.URGE, reason="请在本周内答复")
    for number in numbers:
        texts = [text for e in office.view(SUPERVISOR, number).events for _, text in e.texts]
        assert "请在本周内答复" in texts
    (missing,) = bulk.perform(SUPERVISOR, chosen[:1], Action.URGE)
    assert missing.outcome is Outcome.STALE
    with pytest.raises(NotAllowedError):
        bulk.perform(REVIEWER, chosen, Action.APPROVE_ANSWER)


@ON_SQLITE
def test_new_ones_are_registered_accepted_and_routed_in_one_step(office, submit) -> None:
    bulk = BulkService(office.matters)
    fresh, secret = submit().number, submit(category="conduct", unit="police").number
    chosen = [Chosen(number, 1) for number in (fresh, secret)]
    assert [bool(one.proposal) for one in bulk.proposals(INTAKE, chosen)] == [True, False]
    done, left = bulk.accept_proposals(INTAKE, chosen)
    assert (done.outcome, left.outcome) == (Outcome.DONE, Outcome.NOT_ALLOWED)
    view = office.view(INTAKE, fresh)
    assert view.row.state is State.ASSIGNED
    assert [e.action for e in view.events][-3:] == [
        Action.REGISTER,
        Action.ACCEPT,
        Action.ASSIGN,
    ]
    assert office.view(INTAKE, secret).row.state is State.RECEIVED
    assert bulk.accept_proposals(HANDLER, [Chosen(secret, 1)])[0].outcome is Outcome.NOT_FOUND
    assert office.ledger.verify().is_intact


@ON_SQLITE
def test_the_way_through_a_list(office, submit) -> None:
    numbers = [submit(title=f"第{n}件").number for n in range(3)]
    selection = Selection(WorkList.MINE, sort=Sort.OLDEST)
    around = [office.lists.neighbours(INTAKE, selection, number) for number in numbers]
    assert around == [(None, numbers[1]), (numbers[0], numbers[2]), (numbers[1], None)]
    assert office.lists.neighbours(HANDLER, selection, numbers[0]) == (None, None)
    assert office.lists.neighbours(INTAKE, selection, "TS202611-999999") == (None, None)


@ON_SQLITE
def test_a_whole_list_is_one_event(office, submit, database) -> None:
    for n in range(3):
        submit(title=f"第{n}件")
    whole = office.lists.rows(INTAKE, ALL, 2)
    assert len(whole.rows) == len(whole.titles) == 2
    (event,) = events(database, Action.LIST_EXPORTED)
    assert event["count"] == "2"
    assert len(event["content"]) == 64
    assert events(database, Action.TITLES_READ) == []
    handler = replace(HANDLER, unit="police")
    assert office.lists.rows(handler, ALL, 2).rows == []


def test_columns_stand_in_their_order_and_none_are_the_usual() -> None:
    assert chosen_columns(["unit", "nonsense", "subject"]) == (Column.SUBJECT, Column.UNIT)
    assert chosen_columns([]) == DEFAULT
