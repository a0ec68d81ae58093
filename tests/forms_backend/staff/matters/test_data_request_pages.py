"""Requests about personal data in the staff zone."""

from __future__ import annotations

import html5lib
import pytest

from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.submissions.channel import Channel
from tests.forms_backend.staff.conftest import act

REQUEST = {
    "category": "erase", "description": "请删除我的信息。", "whose": "own", "name": "王小明",
    "phone": "13912345678",
}  # fmt: skip


@pytest.fixture
def asked(parts) -> str:
    form = parts.ground.forms["personal-data"]
    return parts[SubmissionService].accept(form, REQUEST, channel=Channel.WEB).number


@pytest.fixture
def closed(parts, complaint) -> str:
    form = parts.ground.forms["complaint"]
    sent = complaint | {"phone": REQUEST["phone"]}
    receipt = parts[SubmissionService].accept(form, sent, channel=Channel.WEB)
    view = parts[VisitorService].look_up(receipt.number, receipt.query_code)
    parts[VisitorService].act(receipt.number, receipt.query_code, Action.WITHDRAW, view.version, {})
    return receipt.number


def test_a_request_is_found_the_data_too_and_erased_after_a_check(
    sign_in, asked: str, closed: str
) -> None:
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    listed = intake.get("/staff/personal-data")
    html5lib.HTMLParser(strict=True).parse(listed.text)
    assert asked in listed.text
    assert "删除" in listed.text
    assert "删除这件的个人信息" not in intake.get(f"/staff/personal-data/{asked}").text
    for action in ("register", "accept"):
        assert act(intake, asked, action).status == 303
    supervisor = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    page = supervisor.open_form(f"/staff/personal-data/{asked}")
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert closed in page.text
    assert all(
        place in page.text
        for place in ("走访日志", "送阅记录", "会议议题", "工作台账", "旁听预约", "邮件订阅")
    ), "places that are not searched"
    target = f"/staff/personal-data/{asked}/erase"
    refused = supervisor.send(target, {"other": closed})
    assert (refused.status, "请先核实" in refused.text) == (422, True)
    done = supervisor.send(target, {"other": closed, "checked": "y"})
    assert done.status == 303
    after = supervisor.get(done.response.location).text
    assert f"已删除 {closed} 的个人信息" in after
    again = supervisor.send(target, {"other": closed, "checked": "y"})
    assert (again.status, "没有删除" in again.text) == (409, True)


def test_other_roles_and_other_matters_get_no_page(sign_in, number, asked: str) -> None:
    handler = sign_in("chengban", "zhengfawei", Role.HANDLER)
    assert handler.get("/staff/personal-data").status == 403
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    assert intake.get(f"/staff/personal-data/{number}").status == 404
    target = f"/staff/personal-data/{asked}/erase"
    intake.open_form(f"/staff/items/{asked}")
    assert intake.send(target, {"other": number, "checked": "y"}).status == 403


def test_the_status_page_leads_to_the_form(browser, parts, complaint) -> None:
    form = parts.ground.forms["complaint"]
    receipt = parts[SubmissionService].accept(form, complaint, channel=Channel.WEB)
    page = browser.fill_in("/status", {"number": receipt.number, "query_code": receipt.query_code})
    assert 'href="/forms/personal-data"' in page.text
