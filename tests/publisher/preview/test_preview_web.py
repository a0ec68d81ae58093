"""What a browser gets of a preview, and what it is never given."""

import threading
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest

from publisher.preview import web
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.preview.conftest import changed


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **options):
        return None


@pytest.fixture(scope="module")
def server(session):
    made = web.Server(session, "127.0.0.1", 0)
    yield made
    made.server_close()


@pytest.fixture(scope="module")
def base(server):
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def get(base, path, method="GET", headers=()):
    opener = urllib.request.build_opener(NoRedirects)
    request = urllib.request.Request(base + path, method=method, headers=dict(headers))
    try:
        with opener.open(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


FOUND = {
    "/": "text/html; charset=utf-8",
    "/cases/": "text/html; charset=utf-8",
    "/cases/ld-unsigned/": "text/html; charset=utf-8",
    "/404.html": "text/html; charset=utf-8",
    "/about/contact/": "text/html; charset=utf-8",
    "/_preview/": "text/html; charset=utf-8",
    "/_preview/live.js": "text/javascript; charset=utf-8",
    "/assets/fabu/fabu.css": "text/css; charset=utf-8",
    "/assets/fabu/main.js?v=1": "text/javascript; charset=utf-8",
    "/assets/flow.png": "image/png",
    "/assets/templates/complaint.md": "text/markdown; charset=utf-8",
    "/feed.xml": "application/xml; charset=utf-8",
}


@pytest.mark.parametrize("path", FOUND)
def test_what_the_site_has_is_there(base, path):
    status, headers, data = get(base, path)
    assert (status, headers["Content-Type"]) == (200, FOUND[path])
    assert headers["Cache-Control"] == "no-store"
    assert data
    assert get(base, path, "HEAD")[2] == b""


LOST = (
    "/nothing",
    "/nothing/",
    "/cases/ld-unsigned/x",
    "/about/index.md",
    "/policies/smart-court.md",
    "/../mkdocs.yml",
    "/assets/../../mkdocs.yml",
    "/assets/%2e%2e/%2e%2e/mkdocs.yml",
    "//etc/passwd",
    "/assets/..%2f..%2fsite_config/site.yml",
    "/_preview/../web.py",
    "/_preview/nothing.js",
    "/.git/config",
    "/a%00b",
    "/calendar.yml",
    "/assets/lies-about.pdf",
    f"/{'a' * 300}.png",
    f"/{'长' * 100}",
    f"/{'a/' * 3000}",
)


@pytest.mark.parametrize("path", LOST)
def test_and_nothing_else(base, folders, path):
    (folders.content / "assets/lies-about.pdf").write_bytes(b"%PDF")
    (folders.content / "calendar.yml").write_text("events: []\n", encoding="utf-8")
    assert get(base, quote(path, safe="/%."))[0] == 404


def test_what_has_too_long_a_name_is_said_to_be_lost_in_chinese(base):
    assert "页面找不到了" in get(base, f"/{'a' * 300}.png")[2].decode()


REFUSED = {
    "another name that leads here": {"Host": "evil.example:{port}"},
    "another port": {"Host": "127.0.0.1:1"},
    "no port": {"Host": "localhost"},
    "no name": {"Host": ""},
    "a page of another site": {"Sec-Fetch-Site": "cross-site"},
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("path", ["/", "/_preview/", "/_preview/events", "/assets/flow.png"])
def test_no_other_site_reads_drafts(base, case, path):
    port = base.rpartition(":")[2]
    headers = {name: value.format(port=port) for name, value in REFUSED[case].items()}
    status, _, data = get(base, path, headers=headers)
    assert (status, data.decode()) == (403, web.NOT_FOR_YOU)


def test_the_machine_is_called_by_its_own_names_and_the_one_that_was_given():
    assert web.hosts_of("Office.example", 81) == {
        "localhost:81",
        "127.0.0.1:81",
        "[::1]:81",
        "office.example:81",
    }
    assert {"localhost", "[::1]:80"} <= web.hosts_of("127.0.0.1", 80)


def test_only_so_many_pages_wait_for_changes(base, monkeypatch, server):
    monkeypatch.setattr(server, "streams", threading.BoundedSemaphore(1))
    path = "/_preview/events?page=/cases/"
    with server.streams:
        assert get(base, path)[0] == 503
    assert get(base, path)[0] == 200


def test_a_page_without_its_slash_is_led_to_it(base):
    status, headers, _ = get(base, "/cases/ld-unsigned")
    assert (status, headers["Location"]) == (302, "/cases/ld-unsigned/")


def test_nothing_is_asked_of_anybody_else(base):
    for path in ("/", "/_preview/", "/_preview/live.js", "/_preview/preview.css"):
        text = get(base, path)[2].decode()
        assert "//cdn" not in text
        assert 'src="http' not in text


def test_a_browser_is_told_when_its_page_changed_and_not_before(base, session):
    shown = session.turns.ask(lambda: session.shown("cases/ld-unsigned/index.html"))
    query = f"/_preview/events?page=/cases/ld-unsigned/&digest={shown.digest}"
    with urllib.request.urlopen(base + query, timeout=30) as events:
        assert events.headers["Content-Type"] == "text/event-stream"
        assert events.readline() == b":\n"  # looked, and it is the same
        with changed(session, "content/about/contact.md", "---\n"):
            pass
        with changed(session, CASE, text_of(CASE) + "\n又一句。\n"):
            lines = iter(events.readline, b"")
            assert b"data: changed\n" in lines


def test_the_list_names_every_mistake_with_its_page(base, session):
    with changed(session, CASE, "---\ntitle: [\n---\n"):
        text = get(base, "/_preview/")[2].decode()
    assert f'<a href="/cases/ld-unsigned/"><code>{CASE}</code></a>' in text
    assert "怎么改：" in text
