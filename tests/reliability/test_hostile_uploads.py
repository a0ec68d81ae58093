"""Hostile files come to the real server, several at once: everybody else is answered all the while."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from benchmarks.forms_server import SERVERS, FormServer, new_database
from forms_backend.attachments import messages
from tests.forms_backend.attachments.sample_files import pdf
from tests.forms_backend.attachments.test_hostile_files import ATTACKS

COSTLY = (
    "directory-of-100000", "xml-comment-of-60-megabytes", "pdf-million-objects",
    "png-a-million-small-chunks", "jpeg-500-scans", "gif-4-million-comments", "webp-132-kilobytes",
    "difat-in-a-circle-without-end", "xml-short-relations-of-quotes", "zip-quine",
)  # fmt: skip
"""The most expensive ones of each kind, and those that once held a server."""
SENDERS = 10
"""More than the threads of a server."""
PROMPT_SECONDS = 0.25
A_BUSY_MACHINE = 4
"""So many times what an answer takes without an attack is allowed where that is more."""
BOUNDARY = "fabu-test-boundary"


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FormServer]:
    one = FormServer(request.param, tmp_path, new_database("sqlite", tmp_path, None), workers=2)
    try:
        one.start()
        yield one
    finally:
        one.stop()


def multipart(fields: dict[str, str], files: list[tuple[str, bytes]]) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=".encode()
    parts = [head + f'"{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    for name, content in files:
        parts += [head + f'"files"; filename="{name}"\r\n\r\n'.encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def send(port: int, form: dict[str, str], files: list[tuple[str, bytes]]) -> tuple[int, str]:
    """A visitor opens the form, fills it in, sends it with these files; status and page."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line:
        line.request("GET", "/forms/complaint")
        answer = line.getresponse()
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        hidden = re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.read().decode()
        )
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        body = multipart(dict(hidden) | form, files)
        line.request("POST", "/forms/complaint", body, {"Content-Type": kind, "Cookie": cookie})
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def ask(port: int) -> float:
    """Seconds that `/healthz` takes to answer."""
    started = time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("GET", "/healthz")
        assert line.getresponse().status == 200
    return time.perf_counter() - started


def test_the_server_answers_while_hostile_files_are_looked_at(
    server: FormServer, complaint: dict[str, Any]
) -> None:
    files = [(ATTACKS[name].name, ATTACKS[name].make()) for name in COSTLY]
    ask(server.port)
    idle = sorted(ask(server.port) for _ in range(40))[-2]
    done = threading.Event()
    times: list[float] = []

    def watch() -> None:
        while not done.is_set():
            times.append(ask(server.port))
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with ThreadPoolExecutor(SENDERS) as pool:
            forms = [complaint | {"wishes": f"请核实（{n}）。"} for n in range(len(files))]
            sent = [
                pool.submit(send, server.port, form, [file])
                for form, file in zip(forms, files, strict=True)
            ]
            answers = dict(zip(COSTLY, (one.result() for one in sent), strict=True))
    finally:
        done.set()
        watcher.join()
    assert {status for status, _ in answers.values()} <= {303, 422}
    said = (messages.TOO_COSTLY, messages.BUSY)
    assert any(sentence in answers["directory-of-100000"][1] for sentence in said)
    assert len(times) > 50
    allowed = max(PROMPT_SECONDS, A_BUSY_MACHINE * idle)
    assert sorted(times)[int(len(times) * 0.99)] <= allowed, (allowed, sorted(times)[-10:])
    quotes = ATTACKS["xml-short-relations-of-quotes"].make()
    for file in (("a.pdf", pdf()), ("a.docx", quotes)):
        assert send(server.port, complaint, [file])[0] == 303, "harmless, and looked at at once"
    assert "Traceback" not in server.log()
    assert '"level": "ERROR"' not in server.log()
    assert "attachment_refused_for_cost" in server.log()
