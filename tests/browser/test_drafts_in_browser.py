"""What staff type is kept while they type: over a closed window, and over a session that ended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from forms_backend.accounts.tables import StaffSession
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.running.parts import Parts
from forms_backend.submissions.channel import Channel
from tests.browser.casework_people import session_token, sign_in_beforehand
from tests.browser.conftest import NewReader, Reader

TOKEN = session_token("caogao")


@pytest.fixture
def number(live_services: Parts) -> str:
    asked = {"category": "labour", "title": "试用期", "description": "如何约定？"}
    form = live_services.ground.forms["consultation"]
    return live_services[SubmissionService].accept(form, asked, channel=Channel.WEB).number


@pytest.fixture(scope="module")
def signed_in(live_services: Parts) -> None:
    sign_in_beforehand(live_services, "caogao", "草稿员")


def at_desk(reader: NewReader, path: str) -> Reader:
    person = reader()
    person.page.context.add_cookies(
        [{"name": "fabu_staff", "value": TOKEN, "domain": "127.0.0.1", "path": "/staff"}]
    )
    person.visit(path)
    return person


def type_note(page: Page, text: str) -> None:
    details = page.locator("#note")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    page.locator("#note-text").fill(text)


@pytest.mark.usefixtures("signed_in")
def test_a_closed_window_and_an_ended_session_lose_nothing(
    reader: NewReader, live_services: Parts, number: str
) -> None:
    address = f"/staff/items/{number}"
    person = at_desk(reader, address)
    type_note(person.page, "电话里说，本周五前给回音")
    expect(person.page.locator("#note .draft-state")).to_have_text("已自动保存。")
    assert person.problems == []
    person.page.close()
    again = at_desk(reader, address)
    page = again.page
    expect(page.locator("#note-text")).to_have_value("电话里说，本周五前给回音")
    expect(page.locator("#note")).to_contain_text("写的、没有提交的内容已放回下面")
    assert again.axe() == []
    with live_services.ground.database.write() as work:
        work.execute(update(StaffSession).values(ended_at=live_services.ground.clock()))
    type_note(page, "电话里说，下周一前给回音")
    expect(page.locator("#desk-bar")).to_be_visible()
    expect(page.locator("#note-text")).to_have_value("电话里说，下周一前给回音")
    with live_services.ground.database.write() as work:
        work.execute(update(StaffSession).values(ended_at=None))
    expect(page.locator("#note .draft-state")).to_have_text("已自动保存。", timeout=15_000)
    page.locator("#note button[type=submit]").click()
    expect(page.locator(".notice").first).to_contain_text("已办理")
    expect(page.locator("#note-text")).to_have_value("")


MINUTES = 60_000


@pytest.mark.usefixtures("signed_in")
def test_a_warning_comes_before_the_session_ends_and_is_true_afterwards(
    reader: NewReader, number: str
) -> None:
    address = f"/staff/items/{number}"
    person = reader()
    person.page.clock.install()
    person.page.context.add_cookies(
        [{"name": "fabu_staff", "value": TOKEN, "domain": "127.0.0.1", "path": "/staff"}]
    )
    page, bar = person.visit(address), person.page.locator("#desk-bar")
    page.clock.fast_forward(13 * MINUTES)
    page.clock.run_for(6_000)
    expect(bar).to_be_hidden()
    page.clock.fast_forward(2 * MINUTES)
    page.clock.run_for(6_000)
    expect(bar).to_contain_text("5 分钟内没有操作，就要重新登录。")
    page.get_by_role("button", name="继续工作").click()
    expect(bar).to_be_hidden()
    page.clock.fast_forward(15 * MINUTES)
    page.clock.run_for(6_000)
    expect(bar).to_contain_text("5 分钟内没有操作")
    # Somebody goes on in another window: it is one session.
    page.evaluate("localStorage.setItem('fabu-staff-seen', Date.now())")
    page.clock.run_for(6_000)
    expect(bar).to_be_hidden()
    page.clock.fast_forward(25 * MINUTES)
    page.clock.run_for(6_000)
    expect(bar).to_contain_text("登录已超时，或连接不上。请重新登录。")
    assert "您写的内容" not in bar.inner_text(), "nothing was typed"
    expect(page.get_by_role("link", name="在新窗口登录")).to_be_visible()
    assert person.problems == []
