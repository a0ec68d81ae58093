"""A complaint and a consultation, sent and looked up as an enterprise would."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewReader, tick


def fill_consultation(page: Page) -> None:
    page.locator("[name=category]").select_option("contracts")
    page.locator("[name=title]").fill("厂房租赁合同提前解除要注意什么")
    page.locator("[name=description]").fill(
        "房东通知提前收回厂房，合同还有一年到期，我们应当怎样主张装修损失？"
    )
    tick(page.locator("[name=identity][value=anonymous]"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_consultation_gets_a_receipt_and_can_be_looked_up(
    reader: NewReader, scripts: bool
) -> None:
    person = reader(viewport=PHONE, java_script_enabled=scripts)
    page = person.visit("/forms/consultation")
    fill_consultation(page)
    page.locator(".form-buttons .button--primary").click()
    codes = page.locator(".receipt .code")
    expect(codes).to_have_count(2)
    number, query_code = codes.nth(0).inner_text(), codes.nth(1).inner_text()
    assert re.fullmatch(r"ZX\d{6}-\d{6}", number)
    if scripts:
        assert person.axe() == []
    page.goto(person.base + "/status")
    page.locator("[name=number]").fill(number)
    page.locator("[name=query_code]").fill(query_code)
    page.locator("form[method=post] button[type=submit]").click()
    expect(page.locator(".timeline li").first).to_be_visible()
    assert number in page.locator("main").inner_text()


def test_an_empty_complaint_shows_every_error_at_its_field_and_keeps_what_was_typed(
    reader: NewReader,
) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/forms/complaint")
    page.locator("[name=title]").fill("三个月内检查同一事项四次")
    page.locator(".form-buttons .button--primary").click()
    summary = page.locator(".notice--error")
    expect(summary).to_be_visible()
    assert summary.locator("a").count() == page.locator(".field--error").count() > 3
    assert page.locator("[name=title]").input_value() == "三个月内检查同一事项四次"
    assert person.axe() == []
    summary.locator("a").first.click()
    target = page.evaluate("document.activeElement.closest('.field--error') !== null")
    assert target
