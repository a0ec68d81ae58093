"""The words of an article at its citation: by mouse, keyboard and finger, and without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from publisher.build_cli import run_mkdocs
from publisher.moment import VARIABLE
from publisher.project import find_project
from tests import moments
from tests.browser.conftest import DESK, PHONE, Reader
from tests.publisher.pages.laws.test_page_law_texts import CASES, PACK
from tests.publisher.site_project import site_project, write

NOTE = "#law-note"
WORDS = "建立劳动关系，应当订立书面劳动合同。"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site with a pack."""
    root = tmp_path_factory.mktemp("notes") / "project"
    write(site_project(root), PACK | CASES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(int(moments.now().timestamp())))
        patch.delenv("FABU_LAWS_DIR", raising=False)
        run_mkdocs(find_project(root), root / "site", booklets=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=root / "site"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def person(browser: Browser, base: str) -> Iterator[Reader]:
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    yield Reader(context.new_page(), base)
    context.close()


def test_the_mouse_shows_the_words_and_takes_them_away(person: Reader) -> None:
    page = person.visit("/cases/a-labour/")
    asked: list[str] = []
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    link = page.locator("a.cite[data-article=laodonghetongfa-10]").last
    link.hover()
    expect(page.locator(NOTE)).to_contain_text(WORDS)
    expect(link).to_have_attribute("aria-expanded", "true")
    assert person.axe() == []
    page.mouse.move(2, 2)
    expect(page.locator(NOTE)).to_be_hidden()
    assert asked == []
    assert person.problems == []


def test_the_keyboard_shows_reads_and_leaves_the_note(person: Reader) -> None:
    page = person.visit("/cases/a-labour/")
    link = page.locator("a.cite[data-article=laodonghetongfa-10]").last
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(NOTE)).to_contain_text(WORDS)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".law-note__words")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(NOTE)).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/laws/laodonghetongfa/10/")


def test_a_finger_sees_the_words_first_and_the_page_with_the_second_tap(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{base}/cases/a-labour/")
    link = page.locator("a.cite[data-article=laodonghetongfa-10]").last
    link.tap()
    expect(page.locator(NOTE)).to_contain_text(WORDS)
    box = page.locator(NOTE).bounding_box()
    assert box is not None
    assert box["width"] == PHONE["width"]
    page.locator(".law-note__close").tap()
    expect(page.locator(NOTE)).to_be_hidden()
    link.tap()
    page.locator(".law-note__foot a").tap()
    page.wait_for_url("**/laws/laodonghetongfa/10/")
    context.close()


def test_without_scripts_a_citation_is_a_link_and_the_words_open_below(
    browser: Browser, base: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/cases/a-labour/")
    page.locator("#article-laodonghetongfa-10 summary").click()
    expect(page.locator("#article-laodonghetongfa-10 .statute")).to_be_visible()
    page.locator("a.cite[data-article=laodonghetongfa-10]").last.click()
    page.wait_for_url("**/laws/laodonghetongfa/10/")
    context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "path",
    [
        "/laws/",
        "/laws/laodonghetongfa/",
        "/laws/laodonghetongfa/10/",
        "/laws/shangbiaofa/57/",
        "/laws/gongsifa/2018/20/",
        "/cases/a-then/",
    ],
)
def test_pages_with_the_words_of_laws_are_accessible_and_fit(
    browser: Browser, base: str, path: str, viewport: dict[str, int]
) -> None:
    context = browser.new_context(viewport=viewport, locale="zh-CN")  # type: ignore[arg-type]
    person = Reader(context.new_page(), base)
    page = person.visit(path)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert person.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert person.problems == []
    context.close()
