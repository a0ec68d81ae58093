"""Questions, a film and the publicity calendar, as a first-time visitor with a phone finds them."""

from __future__ import annotations

from urllib.parse import unquote

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, NewReader

VIDEO = "/videos/video-penalty-notice/"
PLAYER = "document.querySelector('video')"
CAPTION_AT = """second => new Promise(found => {
  const film = document.querySelector('video'), track = film.textTracks[0];
  const look = () => film.currentTime > second && track.activeCues.length
    ? found(track.activeCues[0].text) : setTimeout(look, 50);
  film.currentTime = second;
  look();
})"""
"""Jumps to a second of the film and waits for the caption there."""


def test_visitor_comes_from_the_home_page_to_an_answer_and_its_own_address(
    reader: NewReader,
) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/")
    page.get_by_role("link", name="全部问答").click()
    page.get_by_role("link", name="货款催收十问").click()
    page.get_by_role("link", name="货款多久不催就要不回来了？").click()
    question = page.get_by_role("heading", name="货款多久不催就要不回来了？")
    expect(question).to_be_in_viewport()
    assert unquote(page.url).endswith("/faqs/faq-payment/#货款多久不催就要不回来了")
    assert person.problems == []


def test_questions_and_answers_are_all_on_paper(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/faqs/faq-payment/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="本页的问题").locator("li")).to_have_count(10)
    expect(page.locator(".prose").get_by_text("诉讼时效一般为三年").first).to_be_visible()
    expect(page.get_by_role("navigation", name="栏目")).to_be_hidden()


def test_film_plays_with_captions_and_nothing_is_fetched_before(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    fetched: list[str] = []
    person.page.on("request", lambda request: fetched.append(request.url))
    page = person.visit("/")
    page.get_by_role("link", name="收到处罚告知书，先做三件事").click()
    expect(page.locator("video")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if url.endswith(".mp4")]
    page.evaluate(f"async () => {{ {PLAYER}.muted = true; await {PLAYER}.play(); }}")
    caption = page.evaluate(CAPTION_AT, 12)
    assert caption.startswith("第二，说出来")
    assert page.evaluate(f"{PLAYER}.error") is None
    assert person.axe() == []
    assert person.problems == []


def test_film_has_transcript_and_download_without_javascript(reader: NewReader) -> None:
    person = reader(viewport=PHONE, java_script_enabled=False)
    page = person.visit(VIDEO)
    expect(page.get_by_role("heading", name="文字稿")).to_be_visible()
    address = page.get_by_role("link", name="下载视频").get_attribute("href")
    answer = page.request.get(person.base + VIDEO + str(address), headers={"Range": "bytes=4-7"})
    assert (answer.status, answer.body()) == (206, b"ftyp")
    assert answer.headers["content-type"] == "video/mp4"


def test_search_finds_what_is_said_in_the_film(reader: NewReader) -> None:
    person = reader()
    page = person.visit("/search?q=它不是最后的决定，还来得及说话")
    expect(page.get_by_role("link", name="收到处罚告知书，先做三件事")).to_be_visible()


def test_calendar_is_found_from_the_home_page_and_can_be_subscribed_to(reader: NewReader) -> None:
    person = reader(viewport=PHONE)
    page = person.visit("/")
    page.get_by_role("link", name="全部安排").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("普法日历")
    expect(page.get_by_role("link", name="国家宪法日")).to_be_visible()
    link = page.get_by_role("link", name="下载日历文件")
    file = page.request.get(link.evaluate("link => link.href"))
    assert file.headers["content-type"].startswith("text/calendar")
    assert "RRULE:FREQ=YEARLY" in file.text()
    assert person.problems == []
