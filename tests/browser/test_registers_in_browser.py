"""Registers in Chromium: entered, done with evidence, listed and imported, narrow and wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from forms_backend.running.parts import Parts
from tests.browser.casework_people import sign_in_beforehand
from tests.browser.conftest import DESK, PHONE, NewReader, Reader


@pytest.fixture(scope="module")
def desk_session(live_services: Parts) -> str:
    """Somebody of the intake desk who is signed in; the token of the cookie."""
    return sign_in_beforehand(live_services, "taizhang", "台账员")


def check_page(person: Reader) -> None:
    assert person.axe() == []
    assert person.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_a_task_is_entered_and_reported(
    reader: NewReader, desk_session: str, viewport: dict[str, int]
) -> None:
    person = reader(viewport=viewport)
    person.page.context.add_cookies(
        [{"name": "fabu_staff", "value": desk_session, "domain": "127.0.0.1", "path": "/staff"}]
    )
    page = person.visit("/staff/registers")
    check_page(person)
    person.follow(page.locator("main").get_by_role("link", name="任务与整改"))
    check_page(person)
    person.follow(page.get_by_role("link", name="登记", exact=True))
    page.get_by_label("事项").fill("梳理涉企长期未结案件")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写责任人。")
    check_page(person)
    page.get_by_label("清单").select_option("整改台账")
    page.get_by_label("责任人").fill("王五")
    page.get_by_label("措施").fill("逐案列出原因，定人定时清理。")
    page.get_by_label("完成期限").fill("2026-12-10")
    page.get_by_label("责任单位").select_option("court")
    person.follow(page.get_by_role("button", name="保存"))
    check_page(person)
    page.get_by_label("说明").first.fill("已清理 12 件")
    page.get_by_role("button", name="报完成").click()
    expect(page.get_by_role("alert")).to_contain_text("要有佐证材料")
    expect(page.get_by_label("说明").first).to_have_value("已清理 12 件")
    check_page(person)
    person.visit("/staff/registers/tasks")
    check_page(person)
    person.follow(page.get_by_role("link", name="从 Excel 导入"))
    check_page(person)
    person.visit("/staff/registers/reviews/sample")
    check_page(person)
