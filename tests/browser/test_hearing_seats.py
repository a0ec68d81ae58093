"""Seats at hearings on a phone: from the home page to a seat, and from a full room to one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from forms_backend.bookings.contact import Contact
from forms_backend.bookings.service import BookingReceipt
from forms_backend.bookings.wiring import BookingOffice
from forms_backend.running.parts import Parts
from tests.browser.conftest import PHONE, NewReader, Reader

FREE, FREE_TITLE = (
    "hearing-2027-01-06-guarantee",
    "某小额贷款公司诉某机械公司保证合同纠纷案旁听庭审",
)
FULL = "hearing-2026-12-10-shareholder"


def fill_in(page: Page, phone: str) -> None:
    page.locator("[name=name]").fill("张三丰")
    page.locator("[name=phone]").fill(phone)
    page.locator("[name=eligible]").check()


def receipt_of(page: Page) -> tuple[str, str]:
    codes = page.locator(".receipt .code")
    expect(codes).to_have_count(2)
    return codes.nth(0).inner_text(), codes.nth(1).inner_text()


def open_booking(person: Reader, pair: tuple[str, str]) -> Page:
    page = person.visit("/bookings")
    page.locator("[name=number]").fill(pair[0])
    page.locator("[name=query_code]").fill(pair[1])
    person.follow(page.locator("form[method=post] button[type=submit]"))
    return page


def test_a_first_time_visitor_comes_from_the_home_page_to_a_seat(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/")
    page.get_by_role("link", name="全部场次").click()
    page.get_by_role("link", name=FREE_TITLE).click()
    expect(page.locator("[data-seats-left]")).to_contain_text("还剩")
    assert person.axe() == []
    person.follow(page.get_by_role("link", name="预约旁听", exact=True))
    assert person.axe() == []
    fill_in(page, "13700000001")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("预约成功")
    assert person.axe() == []
    pair = receipt_of(page)
    calendar = page.get_by_role("link", name="加入日历")
    file = page.request.get(calendar.evaluate("link => link.href"))
    assert file.headers["content-type"].startswith("text/calendar")
    page = open_booking(person, pair)
    expect(page.locator("main")).to_contain_text("已预约（1 人）")
    assert person.axe() == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    assert person.problems == []


def test_without_javascript_a_seat_is_booked_too(reader: NewReader) -> None:
    person = reader(viewport=PHONE, java_script_enabled=False)
    page = person.visit(f"/hearings/{FREE}/")
    expect(page.locator("[data-seats-left]")).to_have_text("共 40 席")
    person.follow(page.get_by_role("link", name="预约旁听", exact=True))
    fill_in(page, "13700000002")
    page.get_by_role("button", name="提交预约").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("预约成功")


def fill_the_room(services: Parts) -> BookingReceipt:
    """Two firms take every seat of FULL; returns the receipt of the second."""
    service = services[BookingOffice].service
    listing = service.listing(FULL)
    assert listing is not None
    receipt = None
    for people, name in ((20, "甲"), (10, "乙")):
        contact = Contact("带队人", f"1390000000{people // 10}", "", f"{name}公司")
        receipt = service.book(listing, contact, people, wait=False, notice_version="1")
    assert receipt is not None
    return receipt


def test_a_full_room_leads_to_the_waiting_list_an_offer_and_a_seat(
    reader: NewReader, live_services: Parts
) -> None:
    last = fill_the_room(live_services)
    person = reader(viewport=PHONE)
    page = person.visit(f"/hearings/{FULL}/")
    expect(page.locator("[data-seats-left]")).to_have_text("30 席已约满，可以候补")
    person.follow(page.get_by_role("link", name="登记候补"))
    assert person.axe() == []
    fill_in(page, "13700000003")
    page.get_by_role("button", name="登记候补").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记候补")
    pair = receipt_of(page)
    page = open_booking(person, pair)
    expect(page.locator("main")).to_contain_text("您排在第 1 位")
    live_services[BookingOffice].own.cancel(last.number, last.query_code)
    page = open_booking(person, pair)
    assert person.axe() == []
    page.get_by_role("button", name="确认，我要这些席位").click()
    expect(page.locator("main")).to_contain_text("已确认，席位为您保留。")
    expect(page.locator("main")).to_contain_text("已预约（1 人）")
    assert person.problems == []
