"""Two hundred new items in Chromium, with every click counted; how much of a list is seen at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from forms_backend.matters.intake_service import SubmissionService
from forms_backend.running.parts import Parts
from forms_backend.submissions.channel import Channel
from tests.browser.casework_people import session_token, sign_in_beforehand
from tests.browser.conftest import DESK, NewReader, Reader

NEW_ITEMS, MOST_CLICKS, ROWS_AT_ONCE = 200, 40, 22
TOKEN = session_token("zaoban")
LIST = "/staff/items?list=mine&task=register&kind=consultation.labour"


@pytest.fixture(scope="module")
def new_items(live_services: Parts) -> list[str]:
    sign_in_beforehand(live_services, "zaoban", "早班")
    form, service = live_services.ground.forms["consultation"], live_services[SubmissionService]
    return [
        service.accept(
            form,
            {"category": "labour", "title": f"第{n}问：试用期", "description": f"第{n}个问题"},
            channel=Channel.WEB,
        ).number
        for n in range(NEW_ITEMS)
    ]


def at_desk(reader: NewReader) -> Reader:
    person = reader(viewport=DESK)
    person.page.context.add_cookies(
        [{"name": "fabu_staff", "value": TOKEN, "domain": "127.0.0.1", "path": "/staff"}]
    )
    person.visit(LIST)
    return person


def test_a_desk_sees_many_rows_at_once(reader: NewReader, new_items: list[str]) -> None:
    person = at_desk(reader)
    bar = person.page.locator(".bulk").bounding_box()
    assert bar
    lowest = min(bar["y"], DESK["height"])
    rows = person.page.locator(".worklist tbody tr")
    seen = sum(
        (box := rows.nth(n).bounding_box()) is not None and box["y"] + box["height"] <= lowest
        for n in range(rows.count())
    )
    assert seen >= ROWS_AT_ONCE
    assert person.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert person.axe() == []


def test_two_hundred_new_items_take_few_clicks(reader: NewReader, new_items: list[str]) -> None:
    person, clicks, done = at_desk(reader), 0, 0
    page = person.page

    def click(target: Locator, *, leads_on: bool = True) -> None:
        nonlocal clicks
        clicks += 1
        if leads_on:
            person.follow(target)
        else:
            target.click()

    while page.locator(".worklist tbody tr").count():
        click(page.get_by_role("link", name="全选本页"), leads_on=False)
        click(page.get_by_role("button", name="登记、受理并按建议分流"))
        click(page.get_by_role("button", name=re.compile(r"^采纳全部")))
        told = re.match(r"(\d+) 件已办理，0 件没有办理", page.locator(".notice").inner_text())
        assert told
        done += int(told[1])
        click(page.get_by_role("link", name="回到列表"))
    assert done == NEW_ITEMS
    assert clicks <= MOST_CLICKS
    expect(page.locator("main")).to_contain_text("没有符合条件的办件")
    assert person.problems == []
