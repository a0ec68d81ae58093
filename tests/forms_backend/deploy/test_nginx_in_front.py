"""The shipped nginx and gunicorn files at work: Debian's nginx with TLS in front of gunicorn."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_socket

from forms_backend.application import create_app
from forms_backend.running.settings import Settings
from forms_backend.web.context import parts_of
from forms_backend.web.security import SECURITY_HEADERS, STRICT_TRANSPORT_SECURITY
from forms_backend.web.uploads import LARGEST_UPLOAD, largest_body
from tests.forms_backend.deploy.nginx_front import (
    DEPLOY,
    KEY,
    LONG,
    NAME,
    SITE,
    Front,
    free_port,
    listens,
    start_gunicorn,
    stop,
    wait_until,
    write_certificate,
    write_nginx_files,
)
from tests.reference import make_project

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def front(sqlite_template: Path, index_dir: Path) -> Iterator[Front]:
    """nginx and gunicorn, started as the units in deploy/systemd start them."""
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    # Not below pytest's own directory: the path of a Unix socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="fabu-front-"))
    for name, text in SITE.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    make_project(folder)
    (folder / "var").mkdir()
    shutil.copy(sqlite_template, folder / "var" / "fabu.sqlite3")
    settings = {
        "FABU_SECRET_KEY": KEY,
        "FABU_DATA_KEY": KEY,
        "FABU_CODE_KEY": KEY,
        "FABU_VAR_DIR": str(folder / "var"),
        "FABU_SITE_DIR": str(folder / "site"),
        "FABU_INDEX_DIR": str(index_dir),
        "FABU_TRUSTED_PROXIES": "1",
        "FABU_MIN_FREE_MB": "0",
        "FABU_LIMIT_STATUS": "3 per hour",
        "FABU_FORM_MIN_SECONDS": "0",
    }
    made = Front(free_port(), free_port(), folder, settings)
    write_certificate(folder)
    main = write_nginx_files(made)
    places = os.environ["PATH"] + ":/usr/sbin"
    program = shutil.which("nginx", path=places)
    assert program, "nginx is missing; run: make nginx"
    with (folder / "nginx.log").open("ab") as log:
        nginx = subprocess.Popen([program, "-c", str(main)], stderr=log)
    try:
        wait_until(lambda: listens(made.port), "nginx does not listen")
        start_gunicorn(made)
        yield made
    finally:
        stop(made.gunicorn)
        stop(nginx)
        shutil.rmtree(folder)


@pytest.fixture
def direct(front: Front) -> Any:
    """The backend alone on the same site, to compare with."""
    settings = Settings(
        _env_file=None,
        **{k.removeprefix("FABU_").lower(): v for k, v in front.settings.items()},  # type: ignore[arg-type]
        database_url=f"sqlite:///{front.folder / 'var' / 'fabu.sqlite3'}",
    )
    app = create_app(settings)
    yield app.test_client()
    parts_of(app).ground.database.close()


STATIC = (
    "/", "/cases/", "/cases/ld-001/", "/assets/app.0123abcd.min.js", "/assets/main.js",
    "/assets/main.js?v=2", "/assets/main.js?version=2", "/assets/style.css?v=1", "/assets/logo.svg",
    "/assets/logo.svg?v=1", "/downloads/forms/complaint.pdf", "/hearings/all.ics", "/feed.xml",
    "/assets/film.mp4", "/assets/film.vtt",
)  # fmt: skip


@pytest.mark.parametrize("path", STATIC)
def test_files_leave_nginx_as_they_leave_the_backend(front: Front, direct: Any, path: str) -> None:
    ours, theirs = front.get(path), direct.get(path, buffered=True)
    assert ours.status == theirs.status_code == 200
    assert ours.body == theirs.data
    for name in ("Cache-Control", "Content-Type"):
        assert ours.headers[name].lower() == theirs.headers[name].lower(), name
    for name, value in SECURITY_HEADERS.items():
        assert ours.headers[name] == theirs.headers[name] == value
    assert ours.headers["Strict-Transport-Security"] == STRICT_TRANSPORT_SECURITY
    assert "nginx/" not in ours.headers["Server"]
    again = front.get(path, If_None_Match=ours.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/cases/nowhere/", "/.secret", "/empty/", "/_shell/", "/_shell/index.html",
     "/_shell/unavailable.html", "/404.html", "/feed.xml/", "/..%2fvar%2ffabu.sqlite3", "/metrics%00"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(front: Front, path: str) -> None:
    answer = front.get(path)
    assert answer.status in (404, 400)
    if answer.status == 404:
        assert "本站没有这一页" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert (
            answer.headers["Content-Security-Policy"] == SECURITY_HEADERS["Content-Security-Policy"]
        )


def test_a_folder_without_its_slash_is_sent_on_within_the_site(front: Front) -> None:
    answer = front.get("/cases?page=2")
    assert (answer.status, answer.headers["Location"]) == (301, "/cases/?page=2")


def test_what_was_withdrawn_is_gone_and_former_addresses_lead_on(front: Front) -> None:
    gone = front.get("/cases/gone/")
    assert gone.status == 410
    assert "已撤下" in gone.text
    moved = front.get("/cases/old/")
    assert moved.status == 301
    assert moved.headers["Location"].endswith("/cases/ld-001/")
    assert front.get("/cases/ld-001/").status == 200


def test_text_is_compressed_and_pages_with_a_token_are_not(front: Front) -> None:
    for path in ("/", "/assets/main.js"):
        answer = front.get(path, Accept_Encoding="gzip")
        assert answer.headers["Content-Encoding"] == "gzip"
        assert LONG in gzip.decompress(answer.body).decode()
    form = front.get("/forms/complaint", Accept_Encoding="gzip")
    assert "Content-Encoding" not in form.headers
    assert form.headers["Cache-Control"] == "no-store"


def test_plain_http_is_sent_to_https(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.plain_port, timeout=10)
    connection.request("GET", "/status?x=1", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/status?x=1")
    connection.close()


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_a_form_is_sent_through_the_proxy_with_its_token(
    front: Front, complaint: dict[str, Any]
) -> None:
    front.cookies.clear()
    page = front.get("/forms/consultation")
    assert page.status == 200
    given = {
        "category": "labour",
        "title": "试用期",
        "description": "试用期内能否不缴社会保险？",
        "identity": "anonymous",
    }
    headers = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Referer": f"https://{NAME}/forms/x",
    }
    without = front.ask("POST", "/forms/consultation", urlencode(given).encode(), **headers)
    assert without.status in (400, 422)
    sent = front.ask(
        "POST", "/forms/consultation", urlencode(fields_of(page.text) | given).encode(), **headers
    )
    assert sent.status in (201, 302, 303), sent.text[-2000:]
    shown = front.get(sent.headers["Location"]) if sent.status != 201 else sent
    assert re.search(r"ZX\d{6}-000001", shown.text)


def test_limits_count_the_client_that_nginx_saw_and_not_what_it_claims(front: Front) -> None:
    front.cookies.clear()
    page = front.get("/status")
    body = urlencode(
        fields_of(page.text) | {"number": "ZX202611-999999", "code": "0000-0000-0000-0000"}
    ).encode()
    statuses = [
        front.ask(
            "POST",
            "/status",
            body,
            X_Forwarded_For=f"203.0.113.{n}",
            Content_Type="application/x-www-form-urlencoded",
            Referer=f"https://{NAME}/status",
        ).status
        for n in range(5)
    ]
    assert statuses[0] not in (400, 429)
    assert statuses[-1] == 429


def test_operators_pages_and_the_staff_side_are_reached(front: Front) -> None:
    assert front.get("/readyz").status == 200  # we are on this machine
    answer = front.get("/staff/")
    assert (answer.status, answer.headers["Location"].startswith("/staff/sign-in")) == (303, True)


def test_only_routes_that_take_files_get_a_large_body(front: Front, direct: Any) -> None:
    """The two lists agree: nginx's by its answer, the backend's by what its views declare."""
    app = direct.application
    rules = [r for r in app.url_map.iter_rules() if "POST" in (r.methods or ())]
    assert len(rules) > 40
    for rule in rules:
        path = re.sub(r"<[^>]*>", "x1", re.sub(r"<int:[^>]*>", "7", rule.rule))
        takes = largest_body(app, "POST", path) > MEGABYTE
        status = announce(front, path, MEGABYTE)
        assert (status == 413) is not takes, path


def announce(front: Front, path: str, size: int) -> int:
    """The answer to the header of a body of that size; 0 when it is waited for."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", front.port, context=context, timeout=1)
    connection.putrequest("POST", path, skip_host=True)
    connection.putheader("Host", NAME)
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    try:
        return connection.getresponse().status
    except TimeoutError:
        return 0
    finally:
        connection.close()


def test_a_body_that_is_too_large_is_refused_in_chinese(front: Front) -> None:
    limit = int(re.search(r"client_max_body_size\s+(\d+)m", nginx_text())[1])  # type: ignore[index]
    assert limit * MEGABYTE > LARGEST_UPLOAD + MEGABYTE, (
        "the backend's own page says what was wrong"
    )
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", front.port, context=context, timeout=30)
    connection.putrequest("POST", "/forms/complaint", skip_host=True)
    connection.putheader("Host", NAME)
    connection.putheader("Content-Length", str(limit * MEGABYTE + 1))
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, "文件太大" in answer.read().decode()) == (413, True)
    connection.close()


def test_the_log_of_nginx_has_no_query_strings(front: Front) -> None:
    front.get("/status?number=ZX202611-000001")
    wait_until(lambda: '"GET /status"' in (front.folder / "fabu.access.log").read_text(), "logged")
    assert "ZX202611" not in (front.folder / "fabu.access.log").read_text()


def test_without_the_backend_the_site_stands_and_says_what_else_to_do(front: Front) -> None:
    """Runs last: it stops the backend, and sees it come back."""
    stop(front.gunicorn)
    for path in ("/forms/complaint", "/status", "/staff/sign-in"):
        answer = front.get(path)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
        assert "电话" in answer.text
        assert "/downloads/forms/complaint.pdf" in answer.text
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert front.get("/").status == 200
    assert front.get("/downloads/forms/complaint.pdf").status == 200
    search = front.get("/search?q=x")
    assert (search.status, "浏览器" in search.text) == (200, True)
    start_gunicorn(front)
    assert front.get("/status").status == 200


def nginx_text() -> str:
    return (DEPLOY / "nginx" / "fabu.conf").read_text("utf-8")


def test_nginx_passes_on_every_address_of_the_backend(direct: Any) -> None:
    """A new route must be named in fabu.conf, or nginx looks for a file of that name."""
    patterns = [re.compile(p) for p in re.findall(r"location ~ (\^/\S+) \{", nginx_text())]
    rules = {
        re.sub(r"<[^>]*>", "x", rule.rule)
        for rule in direct.application.url_map.iter_rules()
        if not rule.endpoint.startswith("site_files.")
    }
    assert [rule for rule in sorted(rules) if not any(p.search(rule) for p in patterns)] == []


def test_snippet_has_exactly_the_headers_of_the_backend() -> None:
    text = (DEPLOY / "nginx" / "fabu-headers.conf").read_text("utf-8")
    found = dict(re.findall(r'add_header (\S+) "(.*)" always;', text))
    assert found == SECURITY_HEADERS
    assert f'"{STRICT_TRANSPORT_SECURITY}"' in nginx_text()
