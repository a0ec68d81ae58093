"""Questions to the ledger on its page."""

from __future__ import annotations

import io
import json

import html5lib
import openpyxl
import pytest

from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.ledger.wanted import Wanted
from forms_backend.staff.audit.ledger_words import detail_words
from tests.forms_backend.conftest import parts_of


@pytest.fixture
def auditor(sign_in, number):
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    intake.get(f"/staff/items/{number}")
    return sign_in("shenji", "zhengfawei", Role.AUDITOR)


def test_who_opened_it_and_what_an_account_did(auditor, number) -> None:
    page = auditor.get(f"/staff/ledger?number={number.lower()}&readings=1")
    rows = page.text.partition("<tbody")[2]
    assert "<strong>工作人员查看</strong>" in rows
    assert "收到来件" not in rows
    html5lib.HTMLParser(strict=True).parse(page.text)
    rows = auditor.get("/staff/ledger?actor=staff:shouli").text.partition("<tbody")[2]
    assert "<strong>登录</strong>" in rows
    assert "收到来件" not in rows


def test_the_whole_chain_is_checked_on_the_first_page_alone(auditor) -> None:
    assert "逐条核对无误" in auditor.get("/staff/ledger").text
    asked = auditor.get("/staff/ledger?since=2026-11-20&until=2026-11-20").text
    assert "逐条核对无误" not in asked
    assert "看全部，并核对整本台账" in asked


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("since=soon", 422, 'id="since-error"'),
        ("until=2026-02-30", 422, 'id="until-error"'),
        ("number=%3Cb%3E", 200, "没有符合条件的记录"),
        ("actor=staff:nobody", 200, "没有符合条件的记录"),
        ("before=-1", 200, "逐条核对无误"),
        ("before=1", 200, "没有符合条件的记录"),
    ],
)
def test_odd_questions_are_answered_in_words(auditor, query, status, said) -> None:
    page = auditor.get(f"/staff/ledger?{query}")
    assert page.status == status
    assert said in page.text
    assert ("<table" in page.text) is not ("没有符合条件的记录" in page.text)
    assert "<b>" not in page.text.partition("<main")[2]


def test_what_was_asked_for_is_taken_along_as_a_workbook(auditor, number, sign_in) -> None:
    response = auditor.get(f"/staff/ledger.xlsx?number={number}&readings=1").response
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[3] for row in rows[1:]] == ["工作人员查看"]
    assert rows[1][4] == number
    assert "导出条数" in auditor.get("/staff/ledger").text
    assert auditor.get("/staff/ledger.xlsx?since=soon").status == 422
    handler = sign_in("li", "court", Role.HANDLER)
    assert handler.get("/staff/ledger.xlsx").status == 403


@pytest.mark.parametrize(
    ("address", "asked", "others"),
    [
        ("10.1.2.3", "private", ("ipv4", "local")),
        ("203.0.113.9", "private", ("ipv4",)),
        ("8.8.8.8", "ipv4", ("private", "ipv6")),
        ("2400:3200::1", "ipv6", ("ipv4", "unknown")),
        ("127.0.0.1", "local", ("private", "unknown")),
    ],
)
def test_where_staff_worked_from_is_asked_by_the_class_of_the_address(
    auditor, sign_in, number, address, asked, others
) -> None:
    handler = sign_in("yuan", "zhengfawei", Role.SUPERVISOR)
    handler.client.get(f"/staff/items/{number}", environ_overrides={"REMOTE_ADDR": address})
    query = f"/staff/ledger?number={number}&actor=staff:yuan&address="
    page = auditor.get(query + asked).text
    assert "<strong>工作人员查看</strong>" in page
    assert address not in page, "the class alone"
    for other in others:
        assert "没有符合条件的记录" in auditor.get(query + other).text
    assert "没有符合条件的记录" not in auditor.get(query + "nonsense").text
    html5lib.HTMLParser(strict=True).parse(page)
    ledger = parts_of(auditor.client.application)[LedgerService]
    assert ledger.verify().is_intact


def test_a_mark_ends_with_its_request(auditor, sign_in, number, parts) -> None:
    handler = sign_in("yuan", "zhengfawei", Role.SUPERVISOR)
    handler.client.get(f"/staff/items/{number}", environ_overrides={"REMOTE_ADDR": "8.8.8.8"})
    parts[LedgerService].look_up(Wanted(), 1, actor="staff:shenji")
    newest = parts[LedgerService].look_up(Wanted(), 1, actor="staff:shenji")[0]
    assert "address" not in newest.detail


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({"answer_provisional": "no"}, [("办理答复期限暂定", "否")]),
        ({"known_device": "yes"}, [("在登录过的设备上", "是")]),
        ({"register": "tasks", "state": "open"}, [("台账", "任务与整改"), ("状态", "办理中")]),
        (
            {"register": "tasks", "before": "open", "after": "reported", "step": "report"},
            [("原状态", "办理中"), ("之后", "待销号"), ("事项", "报完成"), ("台账", "任务与整改")],
        ),
        (
            {"register": "tasks", "fields": "owner due"},
            [("补记的栏目", "责任人、完成期限"), ("台账", "任务与整改")],
        ),
        ({"register": "gone", "state": "open"}, [("台账", "gone"), ("状态", "open")]),
        ({"after": "handling"}, [("之后", "办理中")]),
    ],
    ids=[
        "a deadline",
        "a device",
        "an entry",
        "a step of an entry",
        "a change of an entry",
        "no such register",
        "a matter",
    ],
)
def test_details_are_said_in_words(app, detail, said) -> None:
    with app.app_context():
        assert detail_words(json.dumps(detail)) == said
