"""Reading tools, filters, keyboard, leaving the site, and the site without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, NewReader

CASE = "/cases/ld-unsigned-contract/"


def test_text_size_and_contrast_are_remembered_on_the_next_page(reader: NewReader) -> None:
    person = reader()
    page = person.visit(CASE)
    before = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    )
    page.get_by_role("button", name="放大").click()
    page.get_by_role("button", name="高对比").click()
    page.goto(person.base + "/policies/")
    assert page.locator("html").get_attribute("data-contrast") == "high"
    page.goto(person.base + CASE)
    after = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    )
    assert after > before
    expect(page.get_by_role("button", name="高对比")).to_have_attribute("aria-pressed", "true")


SMALLEST_LETTERS = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .filter((e) => e.getClientRects().length && !e.closest(".sr, svg"))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""


def test_elder_mode_stands_on_the_first_screen_and_enlarges_everything(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/")
    button = page.locator(".topbar").get_by_role("button", name="长辈版")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] < PHONE["height"]
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(SMALLEST_LETTERS) >= 20
    page.goto(person.base + CASE)
    assert page.evaluate(SMALLEST_LETTERS) >= 20
    expect(page.get_by_role("button", name="高对比")).to_be_visible()
    assert page.get_by_role("button", name="打印").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(
        "[...document.querySelectorAll('.elder-bar button')].every((b) => b.offsetHeight >= 48)"
    )
    page.get_by_role("button", name="退出长辈版").press("Enter")
    assert page.evaluate("document.documentElement.dataset.mode") is None
    assert page.locator(".elder-bar").count() == 0
    expect(page.locator('.topbar [data-tool="elder"]')).to_be_focused()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 20


def test_elder_mode_has_a_size_of_its_own_and_gives_back_the_one_before(reader: NewReader) -> None:
    person = reader()
    page = person.visit(CASE)
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    larger = page.get_by_role("button", name="放大")
    elder = page.locator(".topbar").get_by_role("button", name="长辈版")
    larger.click()
    chosen = page.evaluate(size)
    elder.click()
    plain = page.evaluate(size)
    larger.click()
    expect(larger).to_have_attribute("aria-pressed", "true")
    largest = page.evaluate(size)
    assert 20 < chosen < plain < largest
    page.goto(person.base + CASE)
    assert page.evaluate(size) == largest
    page.get_by_role("button", name="退出长辈版").click()
    assert page.evaluate(size) == chosen
    assert larger.get_attribute("aria-pressed") is None
    elder.click()
    larger.click()
    assert page.evaluate(size) == plain
    expect(larger).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="退出长辈版").click()
    page.goto(person.base + CASE)
    assert page.evaluate(size) == chosen


def test_read_aloud_speaks_the_text_block_by_block_and_stops(reader: NewReader) -> None:
    person = reader()
    person.page.add_init_script(
        """window.said = [];
        const synthesis = {
          speak(words) { window.said.push(words.text); window.last = words; },
          cancel() { window.cancelled = (window.cancelled || 0) + 1; },
        };
        Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""
    )
    page = person.visit(CASE)
    button = page.get_by_role("button", name="朗读")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.evaluate("window.last.onend()")
    said = page.evaluate("window.said")
    assert said[0] == "基本案情"
    assert len(said) == 2
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_copy_link_says_that_it_copied(reader: NewReader) -> None:
    person = reader(permissions=["clipboard-read", "clipboard-write"])
    page = person.visit(CASE)
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".tools__said").first).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == person.base + CASE


def test_words_are_found_within_a_page_one_after_the_other(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit(CASE)
    text = page.locator("main").inner_text()
    page.get_by_role("button", name="页内查找").click()
    box = page.get_by_role("searchbox", name="在本页查找")
    expect(box).to_be_focused()
    box.fill("劳动合同")
    marks = page.locator("mark.found")
    count = marks.count()
    assert 1 < count <= text.count("劳动合同")
    said = page.locator(".find-bar [role=status]")
    expect(said).to_have_text(f"共 {count} 处")
    box.press("Enter")
    expect(said).to_have_text(f"第 1 处，共 {count} 处")
    page.get_by_role("button", name="上一处").click()
    expect(said).to_have_text(f"第 {count} 处，共 {count} 处")
    expect(marks.nth(count - 1)).to_be_in_viewport()
    assert person.axe() == []
    box.fill("没有这样的话")
    expect(said).to_have_text("本页没有")
    box.press("Escape")
    expect(marks).to_have_count(0)
    assert page.locator("main").inner_text() == text
    expect(page.get_by_role("button", name="页内查找")).to_be_focused()
    assert person.problems == []


def test_a_page_opened_from_a_result_shows_the_words_that_were_found(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/search/?q=未签劳动合同")
    result = page.locator(".results > li").first
    expect(result.locator(".snippet mark").first).to_be_visible()
    word = result.locator(".snippet mark").first.inner_text()
    person.follow(result.locator("h2 a"))
    expect(page.get_by_role("searchbox", name="在本页查找")).to_have_value(re.compile(word))
    assert page.locator("mark.found").count() > 0
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("mark[aria-current]")).to_be_in_viewport()
    page.reload()
    expect(page.locator(".find-bar")).to_have_count(0)
    assert person.problems == []


def test_filters_combine_and_the_address_can_be_shared(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/cases/")
    page.locator('[data-facet="area"] a[data-v="labour"]').click()
    count = page.locator(".browse__count strong")
    expect(count).not_to_have_text("54")
    labour = int(count.inner_text())
    page.locator("summary", has_text="案例类型").click()
    page.locator('[data-facet="type"] a[data-v="court"]').click()
    expect(count).not_to_have_text(str(labour))
    both = int(count.inner_text())
    assert 0 < both < labour
    assert page.locator(".cards > li").count() == both
    assert "area=labour" in page.url
    assert "type=court" in page.url

    other = reader().visit(page.url.removeprefix(person.base))
    expect(other.locator(".browse__count strong")).to_have_text(str(both))
    first = other.locator(".cards a").first
    first.click()
    expect(other.locator("h1")).to_be_visible()
    expect(other.locator(".facts a", has_text="劳动用工")).to_have_count(1)
    assert person.problems == []


def test_a_filter_chosen_on_a_plain_list_page_combines_with_the_next_one(reader: NewReader) -> None:
    page = reader().visit("/cases/area/labour/")
    page.locator("summary", has_text="案例类型").click()
    page.locator('[data-facet="type"] a[data-v="court"]').click()
    expect(page.locator(".browse__count .clear")).to_be_visible()
    page.wait_for_url("**/cases/?*")
    assert "area=labour" in page.url
    assert "type=court" in page.url


def test_without_javascript_each_filter_is_a_page(reader: NewReader) -> None:
    person = reader(java_script_enabled=False)
    page = person.visit("/cases/")
    page.locator('[data-facet="area"] a[data-v="labour"]').click()
    page.wait_for_url("**/cases/area/labour/")
    shown = page.locator(".cards > li").count()
    assert shown == int(page.locator(".browse__count strong").inner_text())
    person.follow(page.locator(".cards a").first)
    assert page.locator("h1").count() == 1
    assert page.locator(".js-only").first.is_hidden()


def test_without_javascript_the_header_search_finds_a_case(reader: NewReader) -> None:
    page = reader(java_script_enabled=False).visit("/cases/")
    page.locator("#head-q").fill("二倍工资")
    page.locator(".head-search button").click()
    page.wait_for_url("**/search?*")
    expect(page.locator(".results mark").first).to_be_visible()
    page.locator('.results h2 a[href*="/cases/"]').first.click()
    page.wait_for_url("**/cases/*/")


def test_a_link_that_leaves_the_site_asks_first(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/")
    link = page.locator(".site-foot__records a").first
    link.click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("即将离开")
    assert person.axe() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="留在本站")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    assert person.problems == []


def test_keyboard_reaches_the_text_first_and_shows_where_it_is(reader: NewReader) -> None:
    page = reader().visit(CASE)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_wechat_readers_are_told_how_to_download(reader: NewReader) -> None:
    agent = (
        "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/86.0 Mobile MicroMessenger/8.0"
    )
    page = reader(user_agent=agent, viewport=PHONE).visit("/guides/document-templates/")
    assert page.locator(".wechat-only").first.is_visible()
    page = reader(viewport=PHONE).visit("/guides/document-templates/")
    assert page.locator(".wechat-only").first.is_hidden()


def test_print_leaves_out_menus_and_keeps_source_and_code(reader: NewReader) -> None:
    page = reader().visit(CASE)
    page.emulate_media(media="print")
    for hidden in (".site-head", ".tools", ".columns"):
        assert page.locator(hidden).first.is_hidden()
    assert page.locator(".article__foot").is_visible()
    assert page.locator(".qr-box svg").is_visible()


def test_on_the_phone_the_search_box_stays_and_takes_at_most_64_pixels(reader: NewReader) -> None:
    page = reader(viewport=PHONE).visit(CASE)
    page.evaluate("scrollTo(0, 900)")
    box = page.locator("#head-q").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert page.locator(".brandbar").evaluate("e => e.getBoundingClientRect().bottom") <= 64
    assert page.locator(".columns").evaluate("e => e.getBoundingClientRect().bottom") < 0


def test_the_list_of_cases_can_be_turned_and_turned_back(reader: NewReader) -> None:
    page = reader().visit("/cases/")
    first = page.locator(".browse__cards h2").first
    newest = first.text_content()
    page.get_by_role("link", name="从最早的看起").click()
    expect(page.get_by_role("link", name="从最新的看起")).to_be_visible()
    assert page.url.endswith("?sort=oldest")
    expect(first).not_to_have_text(newest or "")
    page.get_by_role("link", name="从最新的看起").click()
    expect(first).to_have_text(newest or "")
