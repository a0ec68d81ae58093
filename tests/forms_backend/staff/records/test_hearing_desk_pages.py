"""The court's own staff see who comes; others do not learn of it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from forms_backend.bookings.contact import Contact
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from tests.forms_backend.bookings.conftest import SALE, publish

PAGE = "/staff/hearings/hearing-sale"


@pytest.fixture
def receipt(parts, site_dir):
    publish(site_dir, SALE)
    service = parts[BookingOffice].service
    contact = Contact("张三丰", "13800138000", "", "=示例公司")
    return service.book(service.listing("hearing-sale"), contact, 2, wait=False, notice_version="1")


def ledger_actions(parts):
    return [line.action.value for line in parts[LedgerService].audit(50, actor="x")[0]]


def test_the_court_sees_its_hearings_and_who_comes(sign_in, parts, receipt) -> None:
    browser = sign_in("shuji", "court", Role.HANDLER)
    page = browser.get("/staff/hearings")
    assert "买卖合同纠纷" in page.text
    assert "张三丰" not in page.text
    assert "seats_read" not in ledger_actions(parts)
    page = browser.get(PAGE)
    assert "张三丰" in page.text
    assert "13800138000" in page.text
    assert "seats_read" in ledger_actions(parts)


@pytest.mark.parametrize(
    ("unit", "role", "status"),
    [("police", Role.HANDLER, 404), ("zhengfawei", Role.SUPERVISOR, 404),
     ("court", Role.AUDITOR, 403), ("court", Role.ADMINISTRATOR, 403)],
)  # fmt: skip
def test_nobody_else_reads_the_names(sign_in, receipt, unit, role, status) -> None:
    browser = sign_in("other", unit, role)
    page = browser.get(PAGE)
    assert page.status == status
    assert "张三丰" not in page.text
    for step in ("check-in", f"{receipt.number}/remove", f"{receipt.number}/called"):
        browser.open_form("/staff/password")
        assert browser.send(f"{PAGE}/{step}", {"reason": "x"}).status == status
    assert status == 403 or 'href="/staff/hearings"' not in browser.get("/staff/items").text


def test_the_check_in_list_is_a_spreadsheet_and_in_the_ledger(sign_in, parts, receipt) -> None:
    browser = sign_in("shuji", "court", Role.HANDLER)
    browser.open_form(PAGE)
    response = browser.send(f"{PAGE}/check-in", {}).response
    assert 'filename="hearing-sale.xlsx"' in response.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).active
    assert [cell.value for cell in sheet[4]][1:6] == [
        receipt.number,
        "张三丰",
        "'=示例公司",
        "13800138000",
        2,
    ]
    assert "check_in_read" in ledger_actions(parts)


def test_a_booking_is_taken_back_with_a_reason_that_its_holder_reads(
    sign_in, parts, receipt
) -> None:
    browser = sign_in("shuji", "court", Role.HANDLER)
    browser.open_form(PAGE)
    page = browser.send(f"{PAGE}/{receipt.number}/remove", {"reason": " "})
    assert (page.status, "请写明理由" in page.text) == (422, True)
    page = browser.send(f"{PAGE}/{receipt.number}/remove", {"reason": "合议庭决定不公开审理"})
    assert f"已取消 {receipt.number}。" in page.text
    view = parts[BookingOffice].own.look_up(receipt.number, receipt.query_code)
    assert (view.state.value, view.reason) == ("removed", "合议庭决定不公开审理")
    assert "合议庭" not in str(parts[LedgerService].audit(50, actor="x"))
    assert browser.send(f"{PAGE}/{receipt.number}/remove", {"reason": "x"}).status == 409


def test_who_left_no_mail_address_is_on_the_list_of_calls_until_called(
    sign_in, parts, receipt, site_dir
) -> None:
    publish(site_dir, SALE | {"sequence": 1, "state": "rescheduled"})
    browser = sign_in("shuji", "court", Role.HANDLER)
    page = browser.open_form(PAGE)
    assert "请打电话：告知改期，问是否保留" in page.text
    page = browser.send(f"{PAGE}/{receipt.number}/called", {})
    assert "请打电话" not in page.text
    assert "seat_called" in ledger_actions(parts)
