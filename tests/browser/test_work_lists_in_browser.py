"""The work lists in Chromium: by keyboard, with ticks, narrow and wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forms_backend.accounts.service import StaffService
from forms_backend.ledger.actions import Action
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.service import MatterService
from forms_backend.running.parts import Parts
from forms_backend.submissions.channel import Channel
from tests.browser.casework_people import session_token, sign_in_beforehand
from tests.browser.conftest import DESK, PHONE, NewReader, Reader

TOKEN = session_token("liebiao")


@pytest.fixture(scope="module")
def waiting(live_services: Parts) -> list[str]:
    """Three accepted matters, and somebody of the intake desk who is signed in."""
    sign_in_beforehand(live_services, "liebiao", "列表员")
    person = live_services[StaffService].resume(TOKEN).person  # type: ignore[union-attr]
    form, numbers = live_services.ground.forms["consultation"], []
    for word in "甲乙丙":
        asked = {"category": "labour", "title": f"{word}公司的试用期", "description": "如何约定？"}
        receipt = live_services[SubmissionService].accept(form, asked, channel=Channel.WEB)
        numbers.append(receipt.number)
        for version, action in enumerate((Action.REGISTER, Action.ACCEPT), 1):
            live_services[MatterService].act(person, receipt.number, action, version, {})
    return numbers


def at_desk(reader: NewReader, path: str, **options: object) -> Reader:
    person = reader(**options)
    person.page.context.add_cookies(
        [{"name": "fabu_staff", "value": TOKEN, "domain": "127.0.0.1", "path": "/staff"}]
    )
    person.visit(path)
    return person


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_lists_fit_and_are_accessible(
    reader: NewReader, waiting: list[str], viewport: dict[str, int]
) -> None:
    address = "/staff/items?list=unit&state=accepted"
    person = at_desk(reader, address, viewport=viewport)
    for path in (address, "/staff/sessions"):
        person.visit(path)
        assert person.axe() == []
        assert person.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert person.problems == []


def test_by_keyboard_from_row_to_row_to_the_matter(reader: NewReader, waiting: list[str]) -> None:
    person = at_desk(reader, "/staff/items?list=unit&kind=consultation&state=accepted&sort=oldest")
    page = person.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    focused = page.locator(":focus")
    expect(focused).to_have_text(waiting[1])
    page.keyboard.press("x")
    expect(page.locator(".bulk output")).to_have_text("已选 1 件")
    page.keyboard.press("ArrowUp")
    expect(focused).to_have_text(waiting[0])
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    expect(page.locator("#search")).to_have_value("jx?")
    page.locator("#keys-on").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(focused).not_to_have_text(waiting[0])
    page.get_by_role("link", name=waiting[2]).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(waiting[2])
    assert person.problems == []


def test_search_and_ticks_without_javascript(reader: NewReader, waiting: list[str]) -> None:
    person = at_desk(reader, "/staff/items", java_script_enabled=False)
    page = person.page
    page.locator("#search").fill("乙公司的试用期")
    page.get_by_role("button", name="检索").click()
    expect(page.locator(".worklist .number a")).to_have_text([waiting[1]])
    page.get_by_role("link", name="全选本页").click()
    page.locator("#bulk-unit").select_option("justice")
    page.locator("#bulk-basis").fill("法律咨询由司法局答复")
    page.get_by_role("button", name="分流所选").click()
    expect(page.locator(".notice")).to_have_text("1 件已办理，0 件没有办理。")
    expect(page.locator("#keys")).to_have_count(0)
