"""An entry made in one step from a visit or a meeting's decision, with links both ways."""

from __future__ import annotations

import html5lib
import pytest

from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.repository import MatterRepository
from tests.forms_backend.registers.conftest import TASK
from tests.forms_backend.staff.meetings.test_meeting_pages import (
    MINUTED,
    assign_to_court,
    plan,
    put,
)
from tests.forms_backend.staff.records.test_visit_pages import VISIT

NEW = "/staff/registers/tasks/new"


def address(page) -> str:
    """Where a redirect leads, followed or not."""
    return page.response.headers.get("Location") or page.response.request.path


@pytest.fixture
def desk(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


def enter(browser, where: str, **changes):
    page = browser.open_form(f"{NEW}?{where}")
    assert page.status == 200, page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    sent = browser.send(f"/staff/registers/tasks?{where}", TASK | changes)
    return page, sent


def test_a_decision_becomes_a_task_and_each_shows_the_other(desk, sign_in, parts) -> None:
    meeting = plan(desk)
    put(desk, meeting)
    shown = desk.get(f"/staff/meetings/{meeting}")
    assert "列入任务与整改" in shown.text
    assert "列入普法活动" not in shown.text, "the definition says from what an entry is made"
    where = f"source=decision&number={meeting}&position=1"
    form, sent = enter(desk, where, owner="")
    for text in (MINUTED["title"], MINUTED["decision"], MINUTED["due_on"], f"{meeting}-1"):
        assert text in form.text
    assert 'value="court" selected' in form.text
    assert 'value="task" selected' in form.text
    assert sent.status == 422
    assert f"number={meeting}" in sent.text, "the origin stays"
    _, sent = enter(desk, where)
    entry = address(sent)
    assert f"/staff/meetings/{meeting}#point-1" in desk.get(entry).text
    shown = desk.get(f"/staff/meetings/{meeting}").text
    assert entry in shown
    html5lib.HTMLParser(strict=True).parse(shown)
    handler = sign_in("ban1", "court", Role.HANDLER)
    assert entry in handler.get(f"/staff/meetings/{meeting}").text
    assert parts[LedgerService].verify().is_intact


def test_a_visit_becomes_a_problem_of_the_unit_that_visited(sign_in, desk) -> None:
    visitor = sign_in("zoufang", "justice", Role.HANDLER)
    visitor.open_form("/staff/visits/new")
    visit = address(visitor.send("/staff/visits", VISIT)).rsplit("/", 1)[1]
    assert "列入任务与整改" in visitor.get(f"/staff/visits/{visit}").text
    form, sent = enter(visitor, f"source=visit&number={visit}", responsible_unit="justice")
    assert VISIT["notes"] in form.text
    assert 'value="problem" selected' in form.text
    entry = address(sent)
    assert entry in visitor.get(f"/staff/visits/{visit}").text
    assert visit in visitor.get(entry).text
    assert entry in desk.get(f"/staff/visits/{visit}").text
    stranger = sign_in("min1", "police", Role.HANDLER)
    assert stranger.get(f"{NEW}?source=visit&number={visit}").status == 404


def test_what_may_not_be_read_or_is_no_decision_is_not_taken(desk, sign_in, number) -> None:
    meeting = plan(desk)
    put(desk, meeting, decision="", unit="", due_on="")
    assert "列入任务与整改" not in desk.get(f"/staff/meetings/{meeting}").text
    at = f"source=decision&number={meeting}"
    assert "还没有议定事项" in desk.get(f"{NEW}?{at}&position=1").text
    for strange in (f"{at}&position=2", at, "source=visit&number=ZF202611-000999",
                    "source=letter&number=X", "source=visit"):  # fmt: skip
        assert desk.get(f"{NEW}?{strange}").status == 404, strange
    visit = "source=visit&number=ZF202611-000999"
    assert desk.get(f"/staff/registers/pairs/new?{visit}").status == 403
    assert desk.send(f"/staff/registers/pairs?{visit}", {"leader": "甲"}).status in (403, 404)


def test_a_point_about_a_confidential_matter_stays_where_it_is(desk, parts, number) -> None:
    assign_to_court(desk, number)
    meeting = plan(desk, kind="judgement", point="", held_on="2026-11-18")
    put(desk, meeting, numbers=number)
    assert "列入任务与整改" in desk.get(f"/staff/meetings/{meeting}").text
    make_confidential(parts, number)
    assert "列入任务与整改" not in desk.get(f"/staff/meetings/{meeting}").text
    where = f"source=decision&number={meeting}&position=1"
    assert "涉及保密件" in desk.get(f"{NEW}?{where}").text
    desk.open_form(NEW)
    assert desk.send(f"/staff/registers/tasks?{where}", TASK).status == 403


def make_confidential(parts, number: str) -> None:
    """As its classification was changed after the meeting had been held."""
    with parts.ground.database.write() as work:
        pair = work[MatterRepository].find(number)
        assert pair is not None
        pair[1].confidential = True
