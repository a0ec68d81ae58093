"""The thread beside the server."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

from forms_backend.notices.wiring import once_a_working_day
from forms_backend.outbox.sender import OutboxSender
from forms_backend.outbox.wiring import sending
from forms_backend.running import periodic
from tests.forms_backend.outbox.conftest import Recorder


class Daily:
    """Counts instead of writing."""

    def __init__(self, *, fails_first: bool = False) -> None:
        self.day: date | None = None
        self.written = 0
        self.fails = fails_first

    def due_day(self) -> date | None:
        return self.day

    def write(self) -> int:
        self.written += 1
        if self.fails:
            self.fails = False
            raise RuntimeError("a bug")
        return 0


def test_the_notices_of_a_day_are_written_once(post) -> None:
    daily: Any = Daily()
    task = once_a_working_day(daily, post.queue)
    for day in (None, date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23)):
        daily.day = day
        task.work(lambda: False)
    assert daily.written == 2


def test_the_threads_survive_a_bug_send_and_stop(post) -> None:
    daily: Any = Daily(fails_first=True)
    recorder = Recorder()
    daily.day = date(2026, 11, 20)
    post.write()
    tasks = (
        sending(post.sender(mail=recorder), pause=0.01),
        once_a_working_day(daily, post.queue, pause=0.01),
    )
    with periodic.running(tasks):
        until = time.monotonic() + 10
        while not (recorder.sent and daily.written == 2) and time.monotonic() < until:
            time.sleep(0.01)
    assert len(recorder.sent) == 1
    assert daily.written == 2
    post.write("later:li")
    assert post.queue.stats().waiting == 1


def test_a_dead_mail_server_leaves_submissions_alone_and_readyz_says_so(
    make_app, sqlite_url, complaint, clock, browser
) -> None:
    app = make_app(
        database_url=sqlite_url,
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_security="none",
        smtp_from="notice@example.gov.cn",
    )
    parts = app.extensions["fabu"]
    client = app.test_client()
    number = client.post("/api/forms/complaint", json=complaint).json["number"]
    for _ in range(6):
        parts[OutboxSender].send_due()
        clock.move(hours=5)
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json["outbox"] == {"waiting": 0, "failed": 1, "age_seconds": 0}
    assert "outbox_failed" in ready.json["warnings"]
    metrics = client.get("/metrics").text
    assert "fabu_outbox_failed{} 1" in metrics
    assert number not in metrics


def test_nobody_sending_is_a_warning(make_app, sqlite_url, complaint, clock) -> None:
    app = make_app(
        database_url=sqlite_url,
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_security="none",
        smtp_from="notice@example.gov.cn",
    )
    client = app.test_client()
    client.post("/api/forms/complaint", json=complaint)
    assert client.get("/readyz").json["warnings"] == ["holidays_2027_missing"]
    clock.now = datetime(2026, 11, 20, 7, 46, tzinfo=UTC)
    assert "outbox_late" in client.get("/readyz").json["warnings"]
