"""A complaint goes the whole way in Chromium: submit, triage, bounce, coordinate, handle, extend,
review, answer, rate, clear. Each person works in a browser of their own."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from forms_backend.casework.roles import Role
from forms_backend.context import Services
from tests.browser.conftest import DESK, PHONE, NewReader, Reader

PASSWORD = "A-Good-Password-1"
PICTURES = os.environ.get("FABU_TEST_PICTURES")
"""A folder to keep a picture of each step in, for people to look at."""

COMPLAINT = {
    "name": "张三丰", "phone": "13800138000", "firm": "示例童装有限公司",
    "title": "立案申请三个月没有答复",
    "description": "今年八月向法院提交立案材料，至今没有立案，也没有不予立案的裁定。",
    "wishes": "希望依法立案或者给出裁定。",
}  # fmt: skip
CHOICES = {"region": "park", "category": "case-handling", "unit": "court"}


def look(person: Reader, name: str) -> None:
    """No accessibility violation, nothing wider than the window; a picture on request."""
    assert person.axe() == [], name
    wide = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name}: {wide} px too wide"
    if PICTURES:
        width = person.page.viewport_size["width"]  # type: ignore[index]
        person.page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


def submit(person: Reader) -> tuple[str, str]:
    page = person.visit("/forms/complaint")
    for key, value in COMPLAINT.items():
        page.locator(f"[name={key}]").fill(value)
    for key, value in CHOICES.items():
        field = page.locator(f"select[name={key}]")
        if field.count():
            field.select_option(value)
        else:
            page.locator(f"[name={key}][value={value}]").check()
    page.locator("[name=in_proceedings][value=no]").check()
    page.locator("[name=consent_case]").check()
    page.locator("form[method=post] button[type=submit]").first.click()
    codes = page.locator(".receipt .code")
    expect(codes).to_have_count(2)
    return codes.nth(0).inner_text(), codes.nth(1).inner_text()


def sign_in_for_the_first_time(person: Reader, login: str, first: str) -> None:
    """One-time password, own password, authenticator."""
    page = person.visit("/staff/")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(first)
    look(person, "sign-in")
    page.get_by_role("button", name="登录").click()
    page.get_by_label("原密码").fill(first)
    page.locator("#new").fill(PASSWORD)
    page.locator("#repeat").fill(PASSWORD)
    look(person, "first-password")
    page.get_by_role("button", name="保存").click()
    secret = page.locator("code").inner_text()
    look(person, "second-factor")
    page.locator("#code").fill(pyotp.TOTP(secret).at(time.time()))
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待我办理")


def act(page: Page, label: str, **inputs: str) -> None:
    """Open the form of an action, fill it in, send it."""
    details = page.locator("details").filter(
        has=page.locator("summary", has_text=re.compile(f"^{label}$"))
    )
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    for name, value in inputs.items():
        field = details.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    details.get_by_role("button").click()


@pytest.fixture
def hire(reader: NewReader, live_services: Services) -> Callable[[str, str, Role], Reader]:
    """A member of staff at a desk of their own, signed in."""

    def new(login: str, unit: str, role: Role) -> Reader:
        first = live_services.staff.add(login, f"{role.label}一", unit, role, actor="cli:test")
        person = reader(viewport=DESK)
        sign_in_for_the_first_time(person, login, first)
        return person

    return new


def test_from_complaint_to_cleared(
    reader: NewReader, hire: Callable[[str, str, Role], Reader]
) -> None:
    visitor = reader(viewport=PHONE)
    number, code = submit(visitor)
    look(visitor, "receipt")
    intake = hire("shouli", "zhengfawei", Role.INTAKE)
    supervisor = hire("duban", "zhengfawei", Role.SUPERVISOR)
    police = hire("jingguan", "police", Role.HANDLER)
    handler = hire("chengban", "court", Role.HANDLER)
    reviewer = hire("shenhe", "court", Role.REVIEWER)

    look(intake, "list")
    intake.page.get_by_role("link", name=number).click()
    look(intake, "item-received")
    act(intake.page, "登记")
    act(intake.page, "受理")
    look(intake, "item-proposal")
    for _ in range(2):
        act(intake.page, "分流到单位", unit="police", basis="先由公安机关核查")
        police.visit(f"/staff/items/{number}")
        act(police.page, "退单", basis="属于人民法院立案事项，不属于公安机关职权")
        expect(police.page.get_by_role("heading", level=1)).to_contain_text("待我办理")
        intake.visit(f"/staff/items/{number}")
    supervisor.visit(f"/staff/items/{number}")
    look(supervisor, "item-coordinating")
    act(supervisor.page, "协调确定承办单位", unit="court", basis="会商确定由区法院承办")
    supervisor.visit(f"/staff/items/{number}")
    act(supervisor.page, "督办", text="请按期办结并报告")

    handler.visit(f"/staff/items/{number}")
    act(handler.page, "接收")
    act(handler.page, "申请延期", reason="需要调取立案窗口的收件记录")
    reviewer.visit(f"/staff/items/{number}")
    look(reviewer, "item-extension")
    act(reviewer.page, "批准延期")
    handler.visit(f"/staff/items/{number}")
    act(
        handler.page,
        "提交答复审核",
        answer="结论：已依法立案。\n救济途径：可以向上一级人民法院反映。",
    )
    reviewer.visit(f"/staff/items/{number}")
    act(reviewer.page, "审核通过")
    handler.visit(f"/staff/items/{number}")
    look(handler, "item-answered")
    act(handler.page, "记录反馈", channel="phone")

    page = visitor.visit("/status")
    page.locator("[name=number]").fill(number)
    page.locator("[name=query_code]").fill(code)
    page.locator("form[method=post] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("已依法立案")
    expect(page.locator("main")).to_contain_text("经批准延长办理期限")
    look(visitor, "status-answered")
    page.locator("#rating-yes").check()
    page.locator("#rate ~ form button[type=submit]").click()
    expect(page.locator(".timeline")).to_contain_text("您的评价：满意")

    supervisor.visit(f"/staff/items/{number}")
    act(supervisor.page, "销号", basis="答复已送达，来件人满意")
    expect(supervisor.page.locator(".facts")).to_contain_text("已销号")
    look(supervisor, "item-cleared")
    supervisor.page.set_viewport_size(PHONE)
    look(supervisor, "item-cleared")
    supervisor.visit("/staff/items?list=closed")
    look(supervisor, "list-closed")

    page.get_by_role("button", name="打印回执").click()
    look(visitor, "receipt-print")
    page.set_viewport_size(DESK)
    look(visitor, "receipt-print")
    for person in (visitor, intake, supervisor, police, handler, reviewer):
        assert person.problems == []
