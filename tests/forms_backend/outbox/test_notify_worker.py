"""The thread beside the server."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

from forms_backend.outbox.worker import NotifyWorker
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
    daily = Daily()
    worker = NotifyWorker(post.sender(mail=Recorder()), post.queue, daily)
    for day in (None, date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23)):
        daily.day = day
        worker.work_once()
    assert daily.written == 2


def test_the_thread_survives_a_bug_sends_and_stops(post) -> None:
    daily, recorder = Daily(fails_first=True), Recorder()
    daily.day = date(2026, 11, 20)
    post.write()
    worker = NotifyWorker(post.sender(mail=recorder), post.queue, daily, pause=0.01)
    worker.start()
    until = time.monotonic() + 10
    while not recorder.sent and time.monotonic() < until:
        time.sleep(0.01)
    worker.stop()
    assert len(recorder.sent) == 1
    assert daily.written == 2
    post.write("later:li")
    assert post.queue.stats().waiting == 1


def test_a_dead_mail_server_leaves_submissions_alone_and_readyz_says_so(
    make_app, sqlite_url, complaint, clock, browser
) -> None:
    app = make_app(
        database_url=sqlite_url, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none",
        smtp_from="notice@example.gov.cn",
    )  # fmt: skip
    parts = app.extensions["fabu"]
    client = app.test_client()
    number = client.post("/api/forms/complaint", json=complaint).json["number"]
    for _ in range(6):
        parts.notify.sender.send_due()
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
        database_url=sqlite_url, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none",
        smtp_from="notice@example.gov.cn",
    )  # fmt: skip
    client = app.test_client()
    client.post("/api/forms/complaint", json=complaint)
    assert client.get("/readyz").json["warnings"] == ["holidays_2027_missing"]
    clock.now = datetime(2026, 11, 20, 7, 46, tzinfo=UTC)
    assert "outbox_late" in client.get("/readyz").json["warnings"]
