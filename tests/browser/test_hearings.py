"""Hearings as a visitor uses them: filter, copy time and place, calendars, no JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, NewReader

SALE = "/hearings/hearing-2026-12-08-sale/"


def test_time_and_place_are_copied_with_one_tap(reader: NewReader) -> None:
    person = reader(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page = person.visit(SALE)
    page.get_by_role("button", name="复制时间地点").click()
    expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "地点：示例区人民法院第三法庭" in copied
    assert copied == page.locator("[data-copy] pre").text_content()
    assert person.axe() == []
    assert person.problems == []


def test_where_the_clipboard_is_closed_the_text_is_copied_by_selecting_it(
    reader: NewReader,
) -> None:
    person = reader(viewport=PHONE)
    person.page.add_init_script(
        """Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.execCommand = (name) => { window.did = [name, String(getSelection())]; return false; };"""
    )
    page = person.visit(SALE)
    page.get_by_role("button", name="复制时间地点").click()
    expect(page.get_by_text("请长按选中的文字，再点“复制”")).to_be_visible()
    name, selected = page.evaluate("window.did")
    assert name == "copy"
    assert "时间：2026年12月8日（星期二）09:30–11:30" in selected


def test_visitor_comes_from_the_home_page_through_a_filter_to_a_calendar_file(
    reader: NewReader,
) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/")
    page.get_by_role("link", name="全部场次").click()
    page.locator("summary", has_text="领域").click()
    page.get_by_role("link", name="合同交易").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("旁听庭审：合同交易")
    page.get_by_role("link", name="某建材公司诉某建筑公司买卖合同纠纷案旁听庭审").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("某建材公司诉某建筑公司")
    link = page.get_by_role("link", name="加入日历")
    expect(link).to_be_visible()
    file = page.request.get(link.evaluate("link => link.href"))
    assert file.headers["content-type"].startswith("text/calendar")
    assert file.text().startswith("BEGIN:VCALENDAR")
    assert person.problems == []


def test_calendars_are_served_as_calendars(reader: NewReader) -> None:
    person = reader()
    for path in (
        "/hearings/calendar.ics",
        "/hearings/court/court/calendar.ics",
        "/topics/calendar.ics",
    ):
        answer = person.page.request.get(person.base + path)
        assert answer.ok
        assert answer.headers["content-type"].startswith("text/calendar")


def test_without_javascript_the_text_stands_there_and_no_dead_button(reader: NewReader) -> None:
    person = reader(viewport=PHONE, java_script_enabled=False)
    page = person.visit(SALE)
    expect(page.locator("[data-copy] pre")).to_contain_text("示例区人民法院第三法庭")
    assert page.get_by_role("button", name="复制时间地点").count() == 0
    expect(page.get_by_text("微信里打不开日历文件")).to_be_visible()


def test_hearing_that_is_over_shows_cause_and_date_alone(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/hearings/hearing-2026-09-16-processing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("加工合同纠纷（2026年9月16日）")
    assert page.get_by_text("怎么来旁听").count() == 0
    assert page.get_by_text("样衣").count() == 0
    assert person.axe() == []
