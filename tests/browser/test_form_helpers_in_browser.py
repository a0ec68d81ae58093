"""What a form does with JavaScript, and how the same is done without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from forms_backend.fields import messages
from forms_backend.running.parts import Parts
from tests.browser.conftest import DESK, PHONE, NewReader, tick

TEXT = "对方拖欠货款半年，只付了一部分，合同没有写违约金，怎样要回来？"
SEND = ".form-buttons .button--primary"


def fill(page: Page, title: str, text: str = TEXT) -> None:
    page.locator("[name=category]").select_option("contracts")
    page.locator("[name=title]").fill(title)
    page.locator("[name=description]").fill(text)
    tick(page.locator("[name=identity][value=anonymous]"))


def test_the_browser_proves_its_work_and_reloading_sends_nothing_again(
    reader: NewReader, live_services: Parts
) -> None:
    def proved() -> int:
        text = live_services.ground.metrics.render()
        found = re.search(
            r'fabu_form_senders_total\{form="consultation",sender="proved"\} (\d+)', text
        )
        return int(found[1]) if found else 0

    before = proved()
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    fill(page, "货款半年没有付清")
    page.locator(SEND).click()
    codes = page.locator(".receipt .code")
    expect(codes).to_have_count(2)
    assert proved() == before + 1
    assert page.url == person.base + "/forms/consultation/received"
    number = codes.nth(0).inner_text()
    page.reload()
    expect(codes.nth(0)).to_have_text(number)
    assert person.axe() == []
    page.go_back()
    expect(page.locator("[name=title]")).to_be_visible()
    assert person.problems == []
    page.go_forward()
    page.get_by_role("button", name=messages.RECEIPT_FORGET).click()
    expect(page.locator("h1")).to_have_text(messages.RECEIVED_GONE_TITLE)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_answers_are_suggested_while_typing(reader: NewReader, viewport: dict[str, int]) -> None:
    person = reader(viewport=viewport)
    addresses: list[str] = []
    person.page.on("request", lambda request: addresses.append(request.url))
    page = person.visit("/forms/consultation")
    fill(page, "对方拖欠货款")
    links = page.locator("[data-fabu-suggestions] a")
    expect(links.first).to_be_visible()
    assert 1 <= links.count() <= 5
    assert not [address for address in addresses if "?" in address and "?v=" not in address]
    assert person.axe() == []
    with page.context.expect_page() as opened:
        links.first.click()
    assert opened.value.url.startswith(person.base)
    assert page.locator("[name=description]").input_value() == TEXT
    assert person.problems == []


def test_a_warning_stands_at_the_field_and_before_sending(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    fill(page, "能不能查这个人", "他的身份证号是11010519491231002X，能查到他名下的公司吗？")
    page.locator("[name=title]").focus()
    note = page.locator("[data-field=description] .hint--warning")
    expect(note).to_contain_text("身份证号")
    page.locator(SEND).click()
    warned = page.locator(".notice--warning")
    expect(warned).to_contain_text("具体问题：好像有身份证号")
    assert person.axe() == []
    page.get_by_role("link", name=messages.FORM_WARN_BACK).click()
    assert page.evaluate("document.activeElement.id || location.hash").endswith("field-description")
    page.locator("[name=description]").fill("怎样查一个人名下的公司？")
    page.get_by_role("button", name=messages.FORM_WARN_KEEP).click()
    expect(page.locator(".receipt .code")).to_have_count(2)


def test_a_draft_is_kept_beyond_the_tab_only_when_asked_and_gone_after_sending(
    reader: NewReader,
) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/consultation")
    kept = "() => Object.keys(localStorage).filter((key) => key.startsWith('fabu.draft'))"
    fill(page, "没有要求暂存")
    page.wait_for_timeout(600)
    assert page.evaluate(kept) == []

    page.locator("#keep-draft").check()
    fill(page, "请暂存这一份")
    page.wait_for_timeout(600)
    assert page.evaluate(kept) == ["fabu.draft.consultation"]
    text = page.evaluate("() => localStorage.getItem('fabu.draft.consultation')")
    assert not re.search("csrf|idempotency|page_time|altcha", text)
    page.reload()
    expect(page.locator("[data-fabu-draft-restored]")).to_be_visible()
    assert page.locator("[name=title]").input_value() == "请暂存这一份"
    assert page.locator("[name=identity][value=anonymous]").is_checked()
    assert person.axe() == []
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator("[name=title]").input_value() == "请暂存这一份"
    other.close()
    page.locator("#keep-draft").uncheck()
    assert page.evaluate(kept) == []
    page.locator("#keep-draft").check()
    page.locator(SEND).click()
    expect(page.locator(".receipt .code")).to_have_count(2)
    page.wait_for_function("() => !localStorage.getItem('fabu.draft.consultation')")
    assert person.problems == []


def test_without_javascript_the_same_can_be_done(reader: NewReader) -> None:
    person = reader(viewport=PHONE, java_script_enabled=False)
    page = person.visit("/forms/consultation")
    expect(page.locator("[data-fabu-draft]")).to_be_hidden()
    text = "他的卡号6222021234567890128，欠我货款半年，怎么办？"
    fill(page, "对方拖欠货款", text)
    page.get_by_role("button", name=messages.FORM_SUGGEST_BUTTON).click()
    expect(page.locator(".suggestions a").first).to_be_visible()
    assert page.locator("[name=description]").input_value() == text
    page.locator(SEND).click()
    expect(page.locator(".notice--warning")).to_contain_text("银行卡号")
    page.get_by_role("button", name=messages.FORM_WARN_KEEP).click()
    expect(page.locator(".receipt .code")).to_have_count(2)


def test_a_blocked_worker_does_not_stop_anybody(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    person.page.route("**/api/challenge/**", lambda route: route.abort())
    page = person.visit("/forms/consultation")
    fill(page, "没有安全校验也能提交")
    page.locator(SEND).click()
    expect(page.locator(".receipt .code")).to_have_count(2)


def test_every_form_is_found_from_the_home_page_and_has_its_paper_version(
    reader: NewReader, live_services: Parts
) -> None:
    person = reader(viewport=DESK)
    for form in live_services.ground.forms.values():
        page = person.visit("/")
        page.locator("[aria-labelledby=home-forms]").get_by_role("link", name=form.title).click()
        expect(page.locator("h1")).to_have_text(form.title)
        link = page.get_by_role("link", name=messages.FORM_PAPER).get_attribute("href")
        answer = page.request.get(f"{person.base}{link}")
        assert answer.ok
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-")
