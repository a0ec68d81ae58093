"""选编篮 on a phone: from the home page over the case list to the command and to a PDF."""

from __future__ import annotations

import io
import json
import re

import yaml
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE, NewReader

LABOUR = "/cases/area/labour/"


def choose(page: Page, count: int) -> list[str]:
    """Put the first cases of the list that is open into the basket; their titles."""
    titles = page.locator(".cards h2 a")
    for place in range(count):
        page.locator(".basket-add").nth(place).click()
    return [titles.nth(place).inner_text() for place in range(count)]


def expect_cases(page: Page, titles: list[str]) -> None:
    expect(page.locator("[data-basket-cases] a")).to_have_text(titles)


def test_a_first_time_visitor_makes_a_booklet(reader: NewReader) -> None:
    person = reader(viewport=PHONE, accept_downloads=True)
    page = person.visit("/")
    page.get_by_role("link", name="典型案例", exact=True).first.click()
    page.wait_for_selector(".basket-add")
    assert person.axe() == []
    titles = choose(page, 2)
    expect(page.locator(".basket-bar")).to_contain_text("2 个案例")
    person.follow(page.locator(".cards h2 a").nth(2))
    titles.append(page.locator("h1").inner_text())
    page.locator(".basket-add").click()
    expect(page.locator(".basket-add")).to_contain_text("移出汇编")
    assert person.axe() == []
    page.locator(".basket-bar a").click()
    expect_cases(page, titles)
    page.get_by_role("button", name="下移").first.click()
    titles[:2] = titles[1::-1]
    expect_cases(page, titles)
    page.get_by_label("印在封面上").fill("给新员工的五个案例")
    assert person.axe() == []
    page.locator(".basket__files summary").click()
    expect(page.locator("[data-basket-command]")).to_have_text(
        "fabu booklet --selection selection.yml --out booklet.pdf"
    )
    saved = yaml.safe_load(page.locator("[data-basket-file]").text_content() or "")
    assert saved["title"] == "给新员工的五个案例"
    assert len(saved["cases"]) == 3
    with page.expect_download() as started:
        page.get_by_role("button", name="下载选案文件").click()
    assert yaml.safe_load(started.value.path().read_text(encoding="utf-8")) == saved
    page.get_by_role("button", name="生成 PDF").click()
    link = page.locator("[data-basket-result] a")
    expect(link).to_contain_text("下载 PDF", timeout=60_000)
    assert person.axe() == []
    with page.expect_download() as booklet:
        link.click()
    text = PdfReader(io.BytesIO(booklet.value.path().read_bytes())).pages[0].extract_text()
    assert "给新员工的五个案例" in text
    assert "读者自选本" in text
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert person.problems == []


def test_a_shared_link_brings_order_and_title_and_asks_before_it_replaces(
    reader: NewReader,
) -> None:
    giver = reader(viewport=PHONE)
    page = giver.visit(LABOUR)
    page.wait_for_selector(".basket-add")
    titles = choose(page, 3)
    page.locator(".basket-bar a").click()
    page.get_by_label("印在封面上").fill("五个案例 & 更多")
    link = page.locator("[data-basket-link]").text_content() or ""
    assert "#cases=" in link
    taker = reader(viewport=PHONE)
    page = taker.visit(link.removeprefix(taker.base) + ",no-such-case")
    expect_cases(page, titles)
    expect(page.locator("#basket-title")).to_have_value("五个案例 & 更多,no-such-case")
    page.goto(f"{taker.base}/booklet/#cases={link.split('cases=')[1].split(',')[2].split('&')[0]}")
    page.reload()
    expect(page.locator("[data-basket-shared]")).to_be_visible()
    expect_cases(page, titles)
    assert taker.axe() == []
    page.get_by_role("button", name="换成这些案例").click()
    expect_cases(page, titles[2:])
    assert "#" not in page.url
    page.get_by_role("button", name="清空").click()
    expect(page.locator("[data-basket-empty]")).to_be_visible()
    assert taker.axe() == []
    assert giver.problems == taker.problems == []


def test_a_filter_that_changes_the_list_keeps_the_buttons(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/cases/")
    page.wait_for_selector(".basket-add")
    page.locator("[data-facet=area] a").first.click()
    expect(page.locator(".browse__count")).to_contain_text("清除筛选")
    cards, buttons = page.locator(".cards > li"), page.locator(".cards .basket-add")
    expect(buttons).to_have_count(cards.count())
    choose(page, 1)
    expect(page.locator(".basket-bar a")).to_have_attribute("href", f"{person.base}/booklet/")
    assert person.problems == []


def test_nothing_but_cases_that_exist_is_read_from_storage(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/booklet/")
    for odd in ("{", "null", json.dumps({"cases": [{"id": "../x", "title": "x"}, None, 3]})):
        page.evaluate("text => localStorage.setItem('fabu.basket', text)", odd)
        page.reload()
        expect(page.locator("[data-basket-empty]")).to_be_visible()
    assert person.problems == []


def test_ready_made_booklets_are_offered_with_size_and_pages(reader: NewReader) -> None:
    person = reader(viewport=PHONE, accept_downloads=True)
    page = person.visit("/")
    page.get_by_role("link", name="资料下载").click()
    offer = page.locator(".offers > li", has_text="劳动用工 2026年")
    expect(offer).to_contain_text(re.compile(r"\b[1-9]\d* 个案例"))
    pdf = offer.get_by_role("link", name="PDF")
    expect(pdf).to_contain_text("页")
    assert person.axe() == []
    with page.expect_download() as started:
        pdf.click()
    pages = len(PdfReader(io.BytesIO(started.value.path().read_bytes())).pages)
    expect(pdf).to_contain_text(f"{pages} 页")
    page = person.visit(LABOUR)
    expect(page.get_by_role("heading", name="整册下载")).to_be_visible()
    assert person.axe() == []


def test_without_javascript_the_basket_says_where_to_go(reader: NewReader) -> None:
    person = reader(viewport=PHONE, java_script_enabled=False)
    page = person.visit("/booklet/")
    page.get_by_role("link", name="排好的整册").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("资料下载")
    assert person.visit(LABOUR).locator(".basket-add").count() == 0
