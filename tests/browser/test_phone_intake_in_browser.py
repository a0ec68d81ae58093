"""来电登记 in Chromium: five questions first, the rest later, conditions as they apply, nothing lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forms_backend.running.parts import Parts
from tests.browser.casework_people import look, sign_in_beforehand
from tests.browser.conftest import DESK, PHONE, NewReader, Reader, tick

CALL = "/staff/intake/complaint?mode=phone"
FIRST = ("phone", "firm", "category", "unit", "description")
TOLD = "三个月里来检查了四次同一事项，每次停产半天。"


@pytest.fixture(scope="module")
def desk_session(live_services: Parts) -> str:
    """Somebody of the intake desk who is signed in; the token of the cookie."""
    return sign_in_beforehand(live_services, "dianhua", "接线员")


def at_the_phone(reader: NewReader, session: str, viewport: dict[str, int]) -> Reader:
    person = reader(viewport=viewport)
    cookie = {"name": "fabu_staff", "value": session, "domain": "127.0.0.1", "path": "/staff"}
    person.page.context.add_cookies([cookie])  # type: ignore[list-item]
    person.visit(CALL)
    return person


def said(page: Page) -> None:
    """What the caller says, in the order of the form."""
    page.locator("[name=phone]").fill("13800138000")
    page.locator("[name=firm]").fill("示例童装有限公司")
    page.locator("[name=category]").first.select_option("enforcement")
    page.locator("[name=unit]").first.select_option("market")
    page.locator("[name=description]").fill(TOLD)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_call_is_written_down_and_the_rest_is_asked_later(
    reader: NewReader, desk_session: str, viewport: dict[str, int]
) -> None:
    person = at_the_phone(reader, desk_session, viewport)
    page = person.page
    look(person, "phone-intake")
    shown = page.locator("form[data-conditions] [data-field]:visible")
    fields = shown.evaluate_all("all => all.map(one => one.dataset.field)")
    assert fields == list(FIRST), "the first questions, and nothing of the rest"
    said(page)
    page.get_by_role("button", name="登记，生成回执").click()
    expect(page.get_by_role("alert")).to_be_visible()
    for key, value in (("phone", "13800138000"), ("description", TOLD)):
        assert page.locator(f"[name={key}]").input_value() == value
    tick(page.locator("[name=intake-told][value=orally]"))
    person.follow(page.get_by_role("button", name="登记，生成回执"))
    number = page.locator(".code").first.inner_text()
    person.visit(f"/staff/items/{number}")
    expect(page.locator("main")).to_contain_text("还没有问到：")
    person.follow(page.get_by_role("link", name="补记其余栏目"))
    look(person, "phone-rest")
    late = page.locator("[data-field=proceedings]")
    proceedings = page.locator("[name=in_proceedings]")
    expect(late).to_be_hidden()
    if proceedings.first.evaluate("one => one.tagName") == "SELECT":
        proceedings.select_option("yes")
    else:
        tick(page.locator("[name=in_proceedings][value=yes]"))
    expect(late).to_be_visible()
    tick(page.locator("[name=proceedings][value=litigation]"))
    page.locator("[name=name]").fill("王小明")
    page.locator("[name=email]").fill("x")
    person.follow(page.get_by_role("button", name="保存"))
    assert page.locator("[name=name]").input_value() == "王小明"
    expect(late).to_be_visible()
    page.locator("[name=email]").fill("")
    person.follow(page.get_by_role("button", name="保存"))
    expect(page.locator("main")).to_contain_text("王小明")


def test_a_call_that_breaks_off_is_found_again(reader: NewReader, desk_session: str) -> None:
    person = at_the_phone(reader, desk_session, DESK)
    page = person.page
    with page.expect_response(lambda one: "/drafts/save" in one.url):
        said(page)
        page.locator("[name=description]").press("End")
    page.close()
    person = at_the_phone(reader, desk_session, DESK)
    expect(person.page.locator("[name=description]")).to_have_value(TOLD)
    expect(person.page.locator("[name=phone]")).to_have_value("13800138000")
