"""The log of visits as people use it: problems with numbers of their own, three lists, months."""

from __future__ import annotations

import io

import html5lib
import openpyxl
import pytest

from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.office_files.spreadsheets import harmless
from forms_backend.submissions.state import State
from forms_backend.visits.record import Level, level_of

VISIT = {
    "point": "park", "visited_on": "2026-11-18", "firm": "云锦童装有限公司",
    "people": "王五（厂长）", "notes": "车间消防通道整改。",
}  # fmt: skip
PROBLEM = {
    "intake-source": "visit", "intake-received_on": "2026-11-18", "intake-told": "orally",
    "title": "=HYPERLINK(\"http://x\",\"检查太多\")",
}  # fmt: skip


@pytest.fixture
def visitor(sign_in):
    return sign_in("zoufang", "justice", Role.HANDLER)


def address(page) -> str:
    """Where a redirect leads, followed or not."""
    return page.response.headers.get("Location") or page.response.request.path


@pytest.fixture
def visit(visitor) -> str:
    visitor.open_form("/staff/visits/new")
    return address(visitor.send("/staff/visits", VISIT)).rsplit("/", 1)[1]


def test_a_visit_gets_a_number_and_each_problem_one_of_its_own(visitor, visit, complaint) -> None:
    assert visit.startswith("ZF202611-")
    url = f"/staff/intake/complaint?visit={visit}"
    visitor.open_form(url)
    page = visitor.send("/staff/intake/complaint", complaint | PROBLEM)
    assert page.status == 201, page.text
    number = page.code(0)
    shown = visitor.get(f"/staff/visits/{visit}")
    assert number in shown.text
    assert "云锦童装" in shown.text
    assert "尚未反馈" in shown.text
    html5lib.HTMLParser(strict=True).parse(shown.text)
    book = openpyxl.load_workbook(
        io.BytesIO(visitor.get(f"/staff/visits/{visit}/lists.xlsx").response.data)
    )
    assert book.sheetnames == ["走访问题清单", "解决措施清单", "回复反馈清单"]
    cell = book["走访问题清单"].cell(5, 2)
    assert (cell.value, cell.data_type) == (harmless(PROBLEM["title"]), "s")


def test_who_visited_first_stands_on_the_item(visitor, visit, complaint, sign_in) -> None:
    visitor.open_form(f"/staff/intake/complaint?visit={visit}")
    number = visitor.send("/staff/intake/complaint", complaint | PROBLEM).code(0)
    desk = sign_in("shouli", "zhengfawei", Role.INTAKE)
    item = desk.get(f"/staff/items/{number}")
    assert "首访责任" in item.text
    assert visit in item.text
    assert "走访" in item.text


def test_only_the_visitor_and_the_desk_write_down_problems(visit, sign_in) -> None:
    colleague = sign_in("tongshi", "justice", Role.HANDLER)
    assert colleague.get(f"/staff/visits/{visit}").status == 200
    assert colleague.get(f"/staff/intake/complaint?visit={visit}").status == 403
    assert colleague.get("/staff/intake/complaint").status == 403
    stranger = sign_in("waiban", "court", Role.HANDLER)
    assert stranger.get(f"/staff/visits/{visit}").status == 404
    assert stranger.get(f"/staff/visits/{visit}/lists.xlsx").status == 404


def test_a_confidential_problem_stays_closed_to_the_unit_that_visited(
    visitor, visit, complaint
) -> None:
    secret = PROBLEM | {"category": "conduct", "unit": "justice", "title": "某干警吃拿卡要"}
    visitor.open_form(f"/staff/intake/complaint?visit={visit}")
    assert visitor.send("/staff/intake/complaint", complaint | secret).status == 201
    shown = visitor.get(f"/staff/visits/{visit}")
    assert "吃拿卡要" not in shown.text
    assert "保密件" in shown.text


def test_the_month_says_which_points_were_not_visited(visitor, visit) -> None:
    page = visitor.get("/staff/visits")
    assert page.text.count("未达到") == 3
    assert page.text.count("已达到") == 1
    assert "云锦童装" not in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_mistakes_stand_at_their_inputs(visitor) -> None:
    visitor.open_form("/staff/visits/new")
    page = visitor.send(
        "/staff/visits", VISIT | {"visited_on": "2027-01-01", "people": "", "point": "x"}
    )
    assert page.status == 422
    for key in ("visited_on", "people", "point"):
        assert f'id="{key}-error"' in page.text
    assert VISIT["notes"] in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_what_was_said_is_encrypted_and_not_in_the_ledger(visit, parts) -> None:
    lines, _ = parts[LedgerService].audit(50, actor="staff:a")
    assert not any("云锦" in line.detail or "王五" in line.detail for line in lines)
    with parts.ground.database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT payload FROM visits").scalar_one()
    assert "云锦".encode() not in bytes(stored)


@pytest.mark.parametrize(
    ("state", "unit", "level"),
    [
        (State.RECEIVED, None, Level.POINT),
        (State.HANDLING, "court", Level.UNIT),
        (State.COORDINATING, None, Level.COMMITTEE),
        (State.REEXAMINING, "court", Level.COMMITTEE),
    ],
)
def test_the_ladder_is_climbed_from_point_to_unit_to_committee(state, unit, level) -> None:
    assert level_of(state, unit) is level
