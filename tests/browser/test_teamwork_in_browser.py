"""协办 and 内部讨论 as people use them: asked, contributed, said with @, at a desk and on a telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from forms_backend.accounts.service import StaffService
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.service import MatterService
from forms_backend.running.clock import local_date
from forms_backend.running.parts import Parts
from forms_backend.submissions.channel import Channel
from tests.browser.casework_people import look_twice, session_token, sign_in_beforehand
from tests.browser.conftest import NewReader, Reader

WHO = {"xb-shouli": ("收件员", Role.INTAKE, "zhengfawei"),
       "xb-zhuban": ("主办员", Role.HANDLER, "court"),
       "xb-xieban": ("协办员", Role.HANDLER, "police")}  # fmt: skip


@pytest.fixture(scope="module")
def number(live_services: Parts) -> str:
    """A matter that the handler of the court has taken."""
    for login, (name, role, unit) in WHO.items():
        sign_in_beforehand(live_services, login, name, role, unit)
    asked = {"category": "labour", "title": "试用期", "description": "如何约定？"}
    form = live_services.ground.forms["consultation"]
    number = live_services[SubmissionService].accept(form, asked, channel=Channel.WEB).number
    matters = live_services[MatterService]
    known = {one.login for one in live_services[StaffService].accounts()}
    assert known >= set(WHO)
    people = {login: Person(login, role, unit) for login, (_, role, unit) in WHO.items()}
    for login, action in (
        ("xb-shouli", Action.REGISTER), ("xb-shouli", Action.ACCEPT),
        ("xb-shouli", Action.ASSIGN), ("xb-zhuban", Action.TAKE),
    ):  # fmt: skip
        person = people[login]
        typed = {"unit": "court", "basis": "审判事项"}
        matters.act(person, number, action, matters.open(person, number).version, typed)
    return number


def at_desk(reader: NewReader, login: str, path: str) -> Reader:
    person = reader()
    person.page.context.add_cookies(
        [
            {
                "name": "fabu_staff",
                "value": session_token(login),
                "domain": "127.0.0.1",
                "path": "/staff",
            }
        ]
    )
    person.visit(path)
    return person


def test_asked_contributed_and_told_with_an_at(
    reader: NewReader, live_services: Parts, number: str
) -> None:
    address = f"/staff/items/{number}"
    main = at_desk(reader, "xb-zhuban", address)
    page = main.page
    page.get_by_text("请求协办", exact=True).first.click()
    page.locator("#ask-person").select_option("xb-xieban")
    due = local_date(live_services.ground.clock()) + timedelta(days=2)
    page.locator("#ask-due_on").fill(due.isoformat())
    page.locator("#ask-text").fill("请核对登记的用工人数")
    expect(page.locator(".draft-state", has_text="已自动保存。").first).to_be_visible()
    look_twice(main, "team-ask")
    main.follow(page.locator("form[action$=assists] button[type=submit]"))
    expect(page.locator(".notice").first).to_contain_text("已请求协办")

    other = at_desk(reader, "xb-xieban", "/staff/items?list=assist")
    expect(other.page.locator("main")).to_contain_text("等协办意见 1 项")
    other.visit(address)
    other.page.locator("textarea[id^=give-]").fill("登记 12 人，其中试用期 3 人")
    look_twice(other, "team-give")
    other.follow(other.page.get_by_role("button", name="提交协办意见"))
    expect(other.page.locator(".notice").first).to_contain_text("已提交给承办人")

    main.visit(address)
    expect(page.locator("section[aria-labelledby=assists]")).to_contain_text("登记 12 人")
    page.get_by_text("说几句", exact=True).first.click()
    page.locator("#discuss-text").press_sequentially("谢谢 @协办")
    page.get_by_role("button", name="@协办员").click()
    expect(page.locator("#discuss-text")).to_have_value("谢谢 @协办员 ")
    main.follow(page.get_by_role("button", name="发出"))
    look_twice(main, "team-thread")
    other.visit("/staff/bell")
    expect(other.page.locator("main")).to_contain_text("内部讨论")
    assert main.problems == other.problems == []
