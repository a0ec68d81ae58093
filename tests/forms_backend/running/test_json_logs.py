"""Logs tell what happened, and nothing about whom."""

from __future__ import annotations

import io
import json
import logging

import pytest

from forms_backend.matters.intake_service import SubmissionService
from forms_backend.running.json_logs import configure_logs, log_event


@pytest.fixture
def logs():
    root, fabu = logging.getLogger(), logging.getLogger("fabu")
    before = (root.handlers, root.level, fabu.level)
    stream = io.StringIO()
    configure_logs("INFO", stream)
    yield stream
    root.handlers, level, fabu_level = before
    root.setLevel(level)
    fabu.setLevel(fabu_level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_whole_visit_leaves_no_personal_data(
    logs, app, parts, open_browser, complaint, monkeypatch
) -> None:
    browser = open_browser(app.test_client())
    receipt = browser.fill_in("/forms/complaint", complaint)
    browser.fill_in("/forms/complaint", complaint | {"email": "wrong@", "name": "王五"})
    browser.client.post("/api/forms/complaint", json=complaint | {"title": 5})
    browser.fill_in("/status", {"number": receipt.code(0), "query_code": receipt.code(1)})
    browser.get(f"/search?q={complaint['name']}")

    def fail(*_arguments, **_keywords):
        raise RuntimeError(f"cannot store {complaint['name']}")

    monkeypatch.setattr(type(parts[SubmissionService]), "accept", fail)
    other = complaint | {"wishes": "希望书面答复。"}
    assert browser.fill_in("/forms/complaint", other).status == 500

    text = logs.getvalue()
    secrets = [
        complaint[k]
        for k in ("name", "phone", "email", "firm", "uscc", "title", "description", "wishes")
    ]
    for secret in (*secrets, "王五", "wrong@", receipt.code(1), "127.0.0.1"):
        assert secret not in text
        assert json.dumps(secret)[1:-1] not in text
    events = [line["event"] for line in lines(logs)]
    assert {"request", "submission_accepted", "form_rejected", "bug"} <= set(events)


def test_a_bug_is_logged_with_its_places_but_not_its_text(logs) -> None:
    try:
        raise ValueError("张三 13800138000")
    except ValueError:
        log_event("bug", logging.ERROR, exc_info=True, route="/x")
    (line,) = lines(logs)
    assert line["exception"] == "ValueError"
    assert "test_json_logs.py" in str(line["trace"])
    assert "13800138000" not in logs.getvalue()


def test_other_libraries_log_without_their_arguments(logs) -> None:
    logging.getLogger("waitress").error("failed for %s", "13800138000")
    (line,) = lines(logs)
    assert (line["event"], line["logger"]) == ("failed for %s", "waitress")


def test_requests_are_logged_by_route(logs, client) -> None:
    client.get("/status?number=TS202611-000001")
    (line,) = [line for line in lines(logs) if line["event"] == "request"]
    assert (line["route"], line["method"], line["status"]) == ("/status", "GET", 200)
    assert "TS202611" not in logs.getvalue()
