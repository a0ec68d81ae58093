"""A form is sent without leaving the page: connections break, servers restart, people tap twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from forms_backend.fields import messages
from tests.browser.conftest import PHONE, NewReader, Reader, tick
from tests.long import amount

POST = "**/forms/consultation"
SEND = "#the-form > .form-buttons .button--primary"
TRIALS = amount(8, 200)


def fill(page: Page, title: str) -> None:
    page.locator("[name=category]").select_option("contracts")
    page.locator("[name=title]").fill(title)
    page.locator("[name=description]").fill(f"{title}：对方拖欠货款半年，怎样要回来？")
    tick(page.locator("[name=identity][value=anonymous]"))


def once(act: Callable[[Route], None]) -> Callable[[Route], None]:
    """The first request that is sent meets `act`, all others go through."""
    left = [act]

    def handle(route: Route) -> None:
        if route.request.method == "POST" and left:
            left.pop()(route)
        else:
            route.continue_()

    return handle


def lost(route: Route) -> None:
    route.abort("connectionreset")


def answer_lost(route: Route) -> None:
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def restarting(route: Route) -> None:
    route.fulfill(status=502, content_type="text/html", body="<h1>502 Bad Gateway</h1>")


BREAKS = {"lost": lost, "answer lost": answer_lost, "restarting": restarting}


@pytest.mark.parametrize("trial", range(TRIALS))
def test_a_broken_connection_loses_nothing_and_sends_once(reader: NewReader, trial: int) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    name = list(BREAKS)[trial % len(BREAKS)]
    page.route(POST, once(BREAKS[name]))
    title = f"第{trial}次：{name}"
    fill(page, title)
    button = page.locator(SEND)
    if trial % 2:
        button.dblclick()
    else:
        button.click()
    codes = page.locator(".receipt .code")
    expect(codes).to_have_count(2, timeout=20_000)
    page.get_by_role("button", name=messages.RECEIPT_STATUS_LINK).click()
    page.locator("#sent ~ details summary").click()
    expect(page.locator(".written")).to_contain_text(title)
    assert page.evaluate("() => sessionStorage.getItem('fabu.draft.consultation')") is None


def test_what_cannot_be_sent_stays_and_is_told(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    fill(page, "连不上的时候")
    page.locator("[name=title]").focus()  # the work before sending is done while one writes
    page.wait_for_function("() => document.querySelector('[name=altcha]').value")
    page.route(POST, lambda route: route.abort("internetdisconnected"))
    page.clock.install()
    page.locator(SEND).click()
    note = page.locator("[data-fabu-sending]")
    expect(note).to_have_text(messages.FORM_SENDING_AGAIN)
    for _ in range(4):
        page.wait_for_timeout(100)
        page.clock.run_for(10_000)
    expect(note).to_have_text(messages.FORM_UNREACHABLE)
    assert page.locator("[name=title]").input_value() == "连不上的时候"
    page.unroute(POST)
    page.locator(SEND).click()
    expect(page.locator(".receipt .code")).to_have_count(2)


def test_a_refusal_is_told_beside_what_was_typed(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    fill(page, "太大的时候")
    body = page.request.get(f"{person.base}/forms/nothing-of-that-name").text()
    page.route(POST, lambda route: route.fulfill(status=413, content_type="text/html", body=body))
    page.locator(SEND).click()
    note = page.locator("[data-fabu-sending]")
    expect(note).to_contain_text(messages.FORM_SENDING_REFUSED.partition("{what}")[0])
    told = note.inner_text()
    assert "。。" not in told
    assert len(told) > len(messages.FORM_SENDING_REFUSED)
    assert page.locator("[name=title]").input_value() == "太大的时候"


def at_the_form(person: Reader) -> bool:
    return person.page.url == f"{person.base}/forms/consultation"


def test_mistakes_come_back_without_a_new_entry_in_the_history(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    entries = page.evaluate("history.length")
    page.locator("[name=title]").fill("只写了标题")
    page.locator(SEND).click()
    expect(page.locator(".notice--error")).to_be_focused()
    assert at_the_form(person)
    assert page.evaluate("history.length") == entries
    assert page.title().startswith(messages.FORM_ERROR_TITLE.format(title=""))
    assert person.axe() == []
    page.reload()
    expect(page.locator("[data-fabu-draft-restored]")).to_be_visible()
    assert page.locator("[name=title]").input_value() == "只写了标题"
    assert page.locator(".notice--error").count() == 0
    fill(page, "现在写全了")
    page.locator(SEND).click()
    expect(page.locator(".receipt .code")).to_have_count(2)
    page.go_back()
    assert at_the_form(person)


def test_the_tab_keeps_what_was_typed_until_it_is_sent_or_cleared(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    fill(page, "写到一半")
    page.get_by_role("link", name=messages.FORM_FOLLOW).click()
    page.go_back()
    assert page.locator("[name=title]").input_value() == "写到一半"
    assert page.evaluate("() => localStorage.length") == 0
    page.get_by_role("button", name=messages.FORM_DRAFT_CLEAR).click()
    assert page.locator("[name=title]").input_value() == ""
    page.reload()
    assert page.locator("[name=title]").input_value() == ""
    other = reader(viewport=PHONE).visit("/forms/consultation")
    assert other.locator("[name=title]").input_value() == ""
    assert person.problems == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_answers_can_be_checked_before_they_are_sent(reader: NewReader, scripts: bool) -> None:
    person = reader(viewport=PHONE, java_script_enabled=scripts)
    page = person.visit("/forms/consultation")
    fill(page, "请让我再看一眼")
    page.get_by_role("button", name=messages.FORM_CHECK_BUTTON).click()
    shown = page.locator("section[aria-labelledby=checked]")
    expect(shown).to_contain_text("请让我再看一眼：对方拖欠货款半年")
    if scripts:
        assert person.axe() == []
    shown.get_by_role("button").click()
    expect(page.locator(".receipt .code")).to_have_count(2)


def test_what_was_sent_is_remembered_on_request_and_opened_with_one_tap(
    reader: NewReader,
) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/status")
    expect(page.locator("[data-fabu-mine]")).to_be_hidden()
    page = person.visit("/forms/consultation")
    fill(page, "记在这台设备上")
    page.locator(SEND).click()
    page.get_by_role("button", name=messages.RECEIPT_REMEMBER).click()
    expect(page.locator("[data-said]")).to_have_text(messages.RECEIPT_REMEMBERED)
    number = page.locator(".receipt .code").first.inner_text()
    assert person.axe() == []
    page = person.visit("/status")
    mine = page.locator("[data-fabu-mine]")
    assert person.axe() == []
    mine.get_by_role("button", name=number).first.click()
    expect(page.locator("#timeline")).to_be_visible()
    page = person.visit("/status")
    mine.get_by_role("button", name=messages.MINE_REMOVE).click()
    expect(mine).to_be_hidden()
    assert person.problems == []
    page = person.visit("/forms/consultation/received")
    page.get_by_role("button", name=messages.RECEIPT_REMEMBER).click()
    page.get_by_role("button", name=messages.RECEIPT_FORGET).click()
    expect(page.locator("h1")).to_have_text(messages.RECEIVED_GONE_TITLE)
    assert page.evaluate("() => localStorage.getItem('fabu.mine')") == "[]"
