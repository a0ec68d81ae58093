"""What is typed is kept for who typed it, sealed, until it is sent, erased or too old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from forms_backend.accounts.tables import Staff
from forms_backend.database.limits import MAX_DRAFT_BYTES, MAX_DRAFTS
from forms_backend.drafts.repository import DraftRepository
from forms_backend.drafts.service import KEPT_FOR, DraftService
from forms_backend.drafts.tables import Draft
from forms_backend.identity.person import Person
from forms_backend.matters.filled import unfilled_parts
from forms_backend.matters.messages import ANSWER_SKELETON
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.tables import Submission
from tests.forms_backend.office import HANDLER, HANDLER_2

PLACE = "/staff/items/TS202611-000001/submit_answer"


@pytest.fixture
def drafts(database, clock) -> DraftService:
    return DraftService(database, PayloadCipher(bytes(32)), clock)


@pytest.fixture
def person(office, database) -> Person:
    with database.read() as session:
        ids = {staff.login: staff.id for staff in session.scalars(select(Staff))}
    return replace(HANDLER, id=ids[HANDLER.login])


@pytest.fixture
def other(office, database) -> Person:
    with database.read() as session:
        ids = {staff.login: staff.id for staff in session.scalars(select(Staff))}
    return replace(HANDLER_2, id=ids[HANDLER_2.login])


def rows(database) -> list[tuple[int, int | None, bytes]]:
    """Id, submission and payload of each."""
    with database.read() as session:
        return [(d.id, d.submission_id, d.payload) for d in session.scalars(select(Draft))]


def test_a_draft_is_kept_sealed_and_for_one_person_alone(
    drafts, person, other, database, submit
) -> None:
    number = submit().number
    assert number == "TS202611-000001"
    assert drafts.save(person, PLACE, {"answer": "张三反映的问题"})
    assert drafts.save(person, PLACE, {"answer": "张三反映的问题属实"})
    ((id_, submission_id, payload),) = rows(database)
    assert "张三".encode() not in payload
    with database.read() as session:
        assert session.get_one(Submission, submission_id).number == number
    assert drafts.of(person, [PLACE])[PLACE].fields == {"answer": "张三反映的问题属实"}
    assert drafts.of(other, [PLACE]) == {}
    drafts.drop(other, PLACE)
    assert len(rows(database)) == 1
    with database.write() as session:
        session.get_one(Draft, id_).place = "/staff/visits"
    with pytest.raises(DecryptionError):
        drafts.of(person, ["/staff/visits"])


def test_what_is_empty_or_sent_is_forgotten(drafts, person, database) -> None:
    drafts.save(person, "/staff/visits", {"notes": "走访"})
    drafts.save(person, "/staff/visits", {"notes": " \n"})
    assert rows(database) == []
    drafts.save(person, "/staff/visits", {"notes": "走访"})
    drafts.drop(person, "/staff/visits")
    assert rows(database) == []
    assert drafts.of(person, []) == {}


def test_a_draft_that_nobody_came_back_to_is_dropped(drafts, person, database, clock) -> None:
    drafts.save(person, "/staff/visits", {"notes": "走访"})
    clock.now += KEPT_FOR - timedelta(seconds=1)
    assert drafts.drop_over() == 0
    assert drafts.of(person, ["/staff/visits"])
    clock.now += timedelta(seconds=1)
    assert drafts.of(person, ["/staff/visits"]) == {}
    assert drafts.drop_over() == 1
    assert rows(database) == []


def test_limits(drafts, person, database) -> None:
    assert not drafts.save(person, "", {"a": "x"})
    assert not drafts.save(person, "/" * 201, {"a": "x"})
    assert not drafts.save(person, "/staff/a", {"a": "x" * MAX_DRAFT_BYTES})
    for number in range(MAX_DRAFTS + 1):
        assert drafts.save(person, f"/staff/{number}", {"a": "x"})
    with database.read() as session:
        assert session[DraftRepository].count(person.id) == MAX_DRAFTS
    assert drafts.of(person, ["/staff/0"]) == {}
    assert drafts.of(person, [f"/staff/{MAX_DRAFTS}"])


TEMPLATE = "现答复如下。\n\n一、诉求\n\n二、事实\n\n三、不服怎么办\n可以请求复查。\n\n联系电话：\n"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (ANSWER_SKELETON, ("诉求", "查明的事实", "依据（法律名称和条款）", "结论", "救济途径和期限",
                           "承办单位和联系电话")),
        (TEMPLATE, ("一、诉求", "二、事实", "联系电话")),
        ("一、诉求\n合并检查。\n二、事实\n三、不服怎么办\n可以请求复查。", ("二、事实",)),
        ("诉求：合并检查。\n结论：已合并。", ()),
        ("诉求：\n一、要求合并检查\n二、要求说明依据\n结论：\n都已答应。", ()),
        ("结论：", ("结论",)),
        ("已答复。", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_a_skeleton_is_no_answer(text: str, parts: tuple[str, ...]) -> None:
    assert unfilled_parts(text, (ANSWER_SKELETON, TEMPLATE)) == parts
