"""Work lists, the matter page and its actions, accounts and ledger, as people read them."""

from __future__ import annotations

import re

import html5lib
import pytest

from forms_backend.accounts.service import StaffService
from forms_backend.identity.roles import Role
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.staff import messages
from forms_backend.submissions.channel import Channel
from tests.forms_backend.staff.conftest import PASSWORD, act

ALL = {"unit": "court", "basis": "属于审判事项", "answer": "已合并检查", "channel": "phone",
       "text": "请补充合同", "reason": "不属于受理范围", "remedy": "可以申请复议",
       "outcome": "电话回访"}  # fmt: skip


@pytest.fixture
def intake(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


def to_handling(intake, handler, number: str) -> None:
    for browser, action in (
        (intake, "register"),
        (intake, "accept"),
        (intake, "assign"),
        (handler, "take"),
    ):
        page = act(browser, number, action, **ALL)
        assert page.status == 303, page.text


def test_the_list_shows_what_is_due_subject_and_firm_and_nothing_else_that_was_written(
    intake, number, complaint
) -> None:
    page = intake.get("/staff/items")
    assert number in page.text
    assert "2026-11-23" in page.text
    assert "登记" in page.text
    for key in ("firm", "title"):
        assert complaint[key] in page.text
    for key in ("name", "phone", "description"):
        assert complaint[key] not in page.text


def test_the_matter_shows_content_clocks_and_only_the_actions_of_the_person(
    intake, sign_in, number, complaint
) -> None:
    page = intake.get(f"/staff/items/{number}")
    assert complaint["description"] in page.text
    assert "1 个工作日" in page.text
    assert set(re.findall(r'action="/staff/items/[^/]+/(\w+)"', page.text)) == {
        "register", "note", "correct", "set_confidential", "discussion",
    }  # fmt: skip
    assert messages.CONTENT_NOTE in page.text
    stranger = sign_in("li", "court", Role.HANDLER)
    assert stranger.get(f"/staff/items/{number}").status == 404
    assert stranger.get("/staff/items/TS202611-999999").status == 404


@pytest.mark.parametrize("url", ["/staff/items", "/staff/items?list=closed", "/staff/items/{}"])
def test_pages_are_valid_html(intake, number, url: str) -> None:
    html5lib.HTMLParser(strict=True).parse(intake.get(url.format(number)).text)


def test_the_proposal_fills_in_unit_and_basis(intake, number) -> None:
    act(intake, number, "register")
    act(intake, number, "accept")
    page = intake.get(f"/staff/items/{number}")
    assert messages.PROPOSAL in page.text
    assert re.search(r'<option value="justice" selected>', page.text)
    assert "涉法涉诉" in page.text
    marked = re.findall(rf'value="(\w+)">[^<]+{messages.IS_ACCUSED}</option>', page.text)
    assert marked == ["market"], "who chooses the unit sees which one is complained of"


def test_a_missing_input_is_shown_at_its_field_and_what_was_typed_is_kept(intake, number) -> None:
    act(intake, number, "register")
    act(intake, number, "accept")
    page = act(intake, number, "assign", unit="", basis="写了一半的依据")
    assert page.status == 422
    assert "写了一半的依据" in page.text
    assert 'href="#assign-unit"' in page.text
    assert 'id="assign-unit-error"' in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_who_comes_second_is_told_who_was_faster_and_keeps_the_text(
    intake, sign_in, number
) -> None:
    other = sign_in("shouli2", "zhengfawei", Role.INTAKE)
    act(intake, number, "register")
    other.open_form(f"/staff/items/{number}")
    act(intake, number, "accept")
    page = other.send(f"/staff/items/{number}/ask_supplement", {"text": "我写的补正要求"})
    assert page.status == 409
    assert "受理岗shouli在" in page.text
    assert "“受理”" in page.text
    note = other.open_form(f"/staff/items/{number}")
    assert note.status == 200


@pytest.mark.parametrize("action", ["clear", "approve_answer", "withdraw", "rate_satisfied"])
def test_an_action_that_is_not_offered_is_refused(intake, number, action: str) -> None:
    page = act(intake, number, action, **ALL)
    assert page.status == 403
    assert messages.NOT_ALLOWED in page.text


@pytest.mark.parametrize(
    ("action", "version"), [("nonsense", "1"), ("register", ""), ("register", "x")]
)
def test_nonsense_is_a_bad_request(intake, number, action: str, version: str) -> None:
    intake.open_form(f"/staff/items/{number}")
    page = intake.send(f"/staff/items/{number}/{action}", {"version": version})
    assert page.status == 400


@pytest.mark.parametrize("query", ["list=nonsense", "page=0", "page=x", "page=99999999"])
def test_an_odd_list_is_not_found(intake, query: str) -> None:
    assert intake.get(f"/staff/items?{query}").status == 404


def test_markup_in_every_text_is_shown_as_text(intake, sign_in, parts, complaint) -> None:
    bad = "<script>alert(1)</script>{{7*7}}"
    texts = dict.fromkeys(("name", "firm", "title", "description", "wishes"), bad)
    receipt = parts[SubmissionService].accept(
        parts.ground.forms["complaint"], complaint | texts, channel=Channel.WEB
    )
    handler = sign_in("li", "court", Role.HANDLER)
    to_handling(intake, handler, receipt.number)
    act(handler, receipt.number, "note", text=bad)
    page = handler.get(f"/staff/items/{receipt.number}")
    assert "<script>" not in page.text
    assert "{{7*7}}" in page.text


def test_after_a_bounce_the_unit_is_led_to_its_list(intake, sign_in, number) -> None:
    handler = sign_in("li", "court", Role.HANDLER)
    for action in ("register", "accept", "assign"):
        act(intake, number, action, **ALL)
    page = act(handler, number, "bounce", **ALL)
    assert page.response.headers["Location"] == "/staff/items"


def test_the_administrator_adds_and_disables_accounts_but_not_the_own(sign_in, parts) -> None:
    admin = sign_in("admin", "zhengfawei", Role.ADMINISTRATOR)
    admin.open_form("/staff/accounts")
    new = {"login": "wang", "name": "王五", "unit": "court", "role": "handler"}
    assert admin.send("/staff/accounts", new | {"own_password": "guess"}).status == 422
    new["own_password"] = PASSWORD
    page = admin.send("/staff/accounts", new)
    password = re.search(r"一次性密码：([\w-]{19})。", page.text)
    assert (page.status, bool(password)) == (201, True)
    assert password[1] not in admin.get("/staff/accounts").text
    assert parts[StaffService].sign_in("wang", password[1], "")
    again = admin.send("/staff/accounts", new | {"name": "重名"})
    assert again.status == 422
    assert 'value="重名"' in again.text
    assert admin.send("/staff/accounts", new | {"role": "king"}).status == 422
    assert admin.send("/staff/accounts/admin/disable", {}).status == 422
    assert admin.send("/staff/accounts/wang/disable", {}).status == 200
    assert messages.ACCOUNT_DISABLED in admin.get("/staff/accounts").text
    html5lib.HTMLParser(strict=True).parse(admin.get("/staff/accounts").text)


def test_the_auditor_sees_who_did_what_and_no_content(sign_in, intake, number, complaint) -> None:
    act(intake, number, "register")
    auditor = sign_in("audit", "zhengfawei", Role.AUDITOR)
    page = auditor.get("/staff/ledger")
    assert "逐条核对无误" in page.text
    assert number in page.text
    assert "受理岗shouli" in page.text
    assert complaint["description"] not in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
