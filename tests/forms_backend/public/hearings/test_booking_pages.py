"""Booking a seat in a browser without JavaScript: form, receipt, waiting list, status, API."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.forms_backend.bookings.conftest import SALE, publish

NEW = "/bookings/new?hearing=hearing-sale"
VALID = {"people": "1", "name": "张三丰", "phone": "13800138000", "eligible": "y"}


@pytest.fixture
def site(site_dir):
    publish(site_dir, SALE)
    return site_dir


@pytest.fixture
def booked(browser, site):
    """Books with changed answers; the page of the receipt."""

    def book(**changes):
        page = browser.fill_in(NEW, VALID | changes)
        assert page.status == 200, page.text
        return page

    return book


def codes(page):
    return re.findall(r'<strong class="code">([^<]+)</strong>', page.text)


def seats(browser):
    return browser.client.get("/api/hearings/hearing-sale/seats").get_json()


def open_status(browser, number, code):
    return browser.fill_in("/bookings", {"number": number, "query_code": code})


def test_a_seat_is_booked_and_the_receipt_says_what_to_do(booked, browser) -> None:
    page = booked(people="2", firm="示例童装有限公司")
    number, code = codes(page)
    assert number == "PT202611-000001"
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
    for words in (
        "09:00 前到登记处",
        "带有效身份证件原件",
        "2026年12月8日（星期二）09:30–11:30",
        'href="/hearings/hearing-sale/hearing.ics"',
    ):
        assert words in page.text
    assert seats(browser)["left"] == 1
    assert codes(browser.get("/bookings/received")) == [number, code]
    assert seats(browser)["left"] == 1


def test_every_mistake_stands_at_its_field_and_in_the_summary(browser, site) -> None:
    page = browser.fill_in(NEW, {"people": "21", "name": "", "phone": "123"})
    assert page.status == 422
    assert set(page.summary()) == {"people", "name", "phone", "eligible"}
    assert page.error_at("people") == "请选择 1 到 20 人。"
    page = browser.fill_in(NEW, VALID | {"people": "3"})
    assert page.summary() == {"firm": "单位名称：两人以上请填写单位名称。"}
    assert '<option value="3" selected>' in page.text
    assert seats(browser)["left"] == 3


@pytest.mark.parametrize("people", ["0", "-1", "1.5", "", "２", "x"])
def test_a_strange_number_of_people_is_refused(browser, site, people) -> None:
    assert browser.fill_in(NEW, VALID | {"people": people}).status == 422


def test_who_comes_too_late_for_all_seats_can_take_fewer_or_wait(booked, browser) -> None:
    booked(people="2", firm="甲公司")
    page = browser.fill_in(NEW, VALID | {"phone": "13900000001", "people": "2", "firm": "乙公司"})
    assert page.status == 409
    assert "只剩 1 席，不够 2 人" in page.text
    assert 'name="wait" value="y"' in page.text
    page = booked(phone="13900000001", people="2", firm="乙公司", wait="y")
    assert "已登记候补" in page.text
    page = open_status(browser, *codes(page))
    assert "您排在第 1 位" in page.text


def test_an_offer_is_accepted_on_the_status_page(booked, browser) -> None:
    first = codes(booked(people="3", firm="甲公司"))
    waits = codes(booked(phone="13900000001", wait="y"))
    page = open_status(browser, *first)
    assert "我确认取消" in page.text
    browser.hidden = hidden_of(page)
    assert browser.send("/bookings/cancel", {}).status == 422
    assert browser.send("/bookings/cancel", {"confirm": "y"}).status == 200
    page = open_status(browser, *waits)
    assert "确认，我要这些席位" in page.text
    browser.hidden = hidden_of(page)
    page = browser.send("/bookings/accept", {})
    assert (page.status, "已确认，席位为您保留。" in page.text) == (200, True)
    assert browser.send("/bookings/accept", {}).status == 409


def hidden_of(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))


def test_a_moved_hearing_asks_to_keep_the_seats(booked, browser, site) -> None:
    pair = codes(booked())
    publish(site, SALE | {"sequence": 1, "state": "rescheduled", "place": "第五法庭"})
    page = open_status(browser, *pair)
    assert "本场已改期" in page.text
    assert "第五法庭" in page.text
    browser.hidden = hidden_of(page)
    assert "已按新的时间保留席位。" in browser.send("/bookings/keep", {}).text


def test_a_wrong_code_and_an_unknown_number_get_the_same_page(booked, browser) -> None:
    number, code = codes(booked())
    wrong = open_status(browser, number, "0000-0000-0000-0000")
    unknown = open_status(browser, "PT202611-999999", code)

    def without_tokens(page):
        return re.sub(r'value="[^"]*"', "", page.text)

    assert wrong.status == unknown.status == 404
    assert without_tokens(wrong) == without_tokens(unknown)
    for step in ("accept", "keep", "cancel"):
        data = {"number": number, "query_code": "0000", "confirm": "y"}
        assert browser.send(f"/bookings/{step}", data).status == 404


def test_tries_of_a_code_are_slowed(make_app, open_browser, site) -> None:
    browser = open_browser(make_app(limit_status="2 per minute").test_client())
    answers = [
        open_status(browser, "PT202611-000001", "0000-0000-0000-0000").status for _ in range(3)
    ]
    assert answers == [404, 404, 429]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"state": "cancelled"}, "本场庭审已取消"),
     ({"book_until": "2026-11-20T15:00:00+08:00"}, "本场预约已经截止")],
)  # fmt: skip
def test_a_closed_hearing_says_so_and_offers_no_form(browser, site, change, words) -> None:
    publish(site, SALE | change)
    page = browser.get(NEW)
    assert words in page.text
    assert "<form" not in page.text
    assert browser.client.get("/api/hearings/hearing-sale/seats").get_json()["open"] is False


def test_an_unknown_hearing_is_not_found(browser, site) -> None:
    assert browser.get("/bookings/new?hearing=nothing").status == 404
    assert browser.get("/bookings/new").status == 404
    answer = browser.client.get("/api/hearings/nothing/seats")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
    assert browser.client.post("/api/hearings/hearing-sale/seats").status_code == 405


def test_before_the_first_build_nothing_breaks(browser) -> None:
    assert browser.get(NEW).status == 404
    assert browser.get("/bookings").status == 200


def test_an_expired_page_keeps_what_was_typed(browser, site) -> None:
    browser.open_form(NEW)
    browser.hidden["csrf_token"] = "stale"
    page = browser.send("/bookings/new", VALID)
    assert page.status == 400
    assert 'value="张三丰"' in page.text


def test_a_program_that_fills_in_everything_books_nothing(browser, site) -> None:
    assert browser.fill_in(NEW, VALID | {"leave_empty": "x"}).status == 422
    assert seats(browser)["left"] == 3


def test_the_receipt_is_shown_for_half_an_hour_in_the_browser_that_booked(
    booked, browser, clock, client
) -> None:
    booked()
    clock.now += timedelta(minutes=31)
    assert browser.get("/bookings/received").status == 303
