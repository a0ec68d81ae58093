"""The whole thing in one process, and the system's Chromium looking at it."""

from __future__ import annotations

import base64
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from waitress.wasyncore import close_all

from forms_backend.application import create_app
from forms_backend.running.parts import Parts
from forms_backend.running.settings import Settings
from forms_backend.server import open_server
from forms_backend.web.context import EXTENSION
from search.server.engine import build_index
from tests import moments
from tests.chromium import find_chromium
from tests.made_once import made_once

AXE = Path(__file__).parent.parent / "vendor/axe-core/axe.min.js"

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.urlsafe_b64encode(bytes(range(1, 33))).decode()

SECRET = "a-secret-for-tests-that-is-long-enough"

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def live_index(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search index of the real site."""
    documents = real_site.parent / "documents.jsonl"
    made = made_once(tmp_path_factory, "live", lambda to: build_index(documents, to / "index"))
    return made / "index"


def live_settings(site: Path, index: Path, folder: Path, database_url: str) -> Settings:
    """Settings of a server on the real site, with limits that no test meets."""
    return Settings(
        secret_key=SECRET,
        data_key=KEY,
        code_key=OTHER_KEY,
        var_dir=folder,
        database_url=database_url,
        site_dir=site,
        index_dir=index,
        limit_submit="1000 per minute",
        limit_unproved="1000 per minute",
        limit_form="1000 per minute",
        form_burst="1000 per minute",
        form_min_seconds=0,
        limit_status="1000 per minute",
        limit_search="1000 per minute",
        limit_sign_in="1000 per minute",
        _env_file=None,
    )


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The base URL of a server that runs as `fabu serve` runs it."""
    server = open_server(app, "127.0.0.1", 0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # First those who answer, then the loop by its own hand: a socket closed under either of them
    # is an error in a thread, which is told at whatever test comes next.
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))
    thread.join(10)


@pytest.fixture(scope="session")
def live_app(
    real_site: Path,
    live_index: Path,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Flask:
    """The real site with forms, search and casework, over a database of its own."""
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(sqlite_template, folder / "live.sqlite3")
    url = f"sqlite:///{folder / 'live.sqlite3'}"
    return create_app(live_settings(real_site, live_index, folder, url), clock=moments.now)


@pytest.fixture(scope="session")
def live_services(live_app: Flask) -> Parts:
    """The parts of the running application, for what an operator does beside it."""
    parts: Parts = live_app.extensions[EXTENSION]
    return parts


@pytest.fixture(scope="session")
def live(live_app: Flask) -> Iterator[str]:
    """Its base URL."""
    with serving(live_app) as base:
        yield base


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield instance
        instance.close()


class Reader:
    """A person with a browser; `problems` collects what the page complained about."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", lambda m: self.problems.append(m.text) if m.type == "error" else None)
        page.on("request", self._watch)

    def _watch(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.base, "data:", "blob:")):
            self.problems.append(f"left the site: {url}")

    def visit(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def follow(self, target: Locator) -> None:
        """Click what opens another page, and wait for that page: the next step may not meet the old."""
        with self.page.expect_navigation():
            target.click()

    def axe(self) -> list[str]:
        """Violations that axe-core finds on the page as it is now. Of what it found in order it
        describes only one place a rule: describing all took longer than looking."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = self.page.evaluate("() => axe.run({resultTypes: ['violations']})")
        return [
            f"{v['id']}: {node['html'][:120]} — {node.get('failureSummary', '')[:200]}"
            for v in result["violations"]
            for node in v["nodes"]
        ]


NewReader = Callable[..., Reader]


def tick(box: Locator) -> None:
    """Choose a box or radio button by keyboard: a click misses when suggestions arrive above it
    between looking and clicking."""
    box.press("Space")
    expect(box).to_be_checked()


@pytest.fixture
def reader(browser: Browser, live: str) -> Iterator[NewReader]:
    """Makes readers: `reader(viewport=PHONE, java_script_enabled=False, …)`."""
    contexts: list[BrowserContext] = []

    def make(**options: object) -> Reader:
        context = browser.new_context(**{"viewport": DESK, "locale": "zh-CN", **options})  # type: ignore[arg-type]
        contexts.append(context)
        return Reader(context.new_page(), live)

    yield make
    for context in contexts:
        context.close()
