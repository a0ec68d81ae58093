"""What a request may be, told from its first lines, without a server."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser

from forms_backend.server.early_refusals import SENTENCES, ChineseErrorTask, MeasuredParser

ADJUSTMENTS = Adjustments(max_request_body_size=1_000_000)


def parsed(*lines: str, path: str = "/forms/complaint", sent: bytes = b"") -> MeasuredParser:
    parser = MeasuredParser(ADJUSTMENTS, lambda method, at: 100 if at == "/forms/complaint" else 9)
    rest = "\r\n".join((f"POST {path} HTTP/1.1", "Host: x", *lines, "", "")).encode() + sent
    while rest and not parser.completed:
        rest = rest[parser.received(rest) :]
    return parser


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        (("Content-Length: " + "9" * 5_000,), "/"),
        ((), "http://[::1/"),
        ((), "http://[v1.x/"),
        (("Content-Length: 1", "Content-Length: 2"), "/"),
        (("Content-Length: -1",), "/"),
    ],
    ids=["digits", "bracket", "version", "two lengths", "negative"],
)
def test_what_cannot_be_read_is_a_bad_request_and_no_dropped_connection(lines, path) -> None:
    parser = parsed(*lines, path=path)
    assert parser.completed
    assert parser.error.code == 400


@pytest.mark.parametrize(
    ("length", "path", "code"),
    [(100, "/forms/complaint", None), (101, "/forms/complaint", 413), (10, "/x", 413)],
)
def test_more_than_the_route_takes_is_refused_before_it_is_read(length, path, code) -> None:
    error = parsed(f"Content-Length: {length}", path=path).error
    assert (error and error.code) == code


def test_what_grows_beyond_what_the_route_takes_is_refused() -> None:
    def sent(size: int) -> MeasuredParser:
        body = f"{size:x}\r\n".encode() + b"a" * size + b"\r\n0\r\n\r\n"
        return parsed("Transfer-Encoding: chunked", sent=body)

    assert sent(60).error is None
    assert sent(200).error.code == 413


def test_a_request_without_a_body_is_held_to_the_whole_limit_only() -> None:
    assert parsed().adj is ADJUSTMENTS
    assert isinstance(parsed(), HTTPRequestParser)


@pytest.mark.parametrize("path", ["/forms/complaint", "/api/forms/complaint"])
@pytest.mark.parametrize("code", [400, 413, 501, 599])
def test_a_refusal_is_a_page_or_json_in_chinese_and_closes_the_connection(path, code) -> None:
    written: list[bytes] = []
    task = object.__new__(ChineseErrorTask)
    vars(task).update(
        request=SimpleNamespace(error=SimpleNamespace(code=code, reason="No"), path=path),
        channel=SimpleNamespace(), write=written.append, close_on_finish=False,
    )  # fmt: skip
    task.execute()
    title, sentence = SENTENCES.get(code, SENTENCES[400])
    headers = dict(task.response_headers)
    [body] = written
    assert task.status == f"{code} No"
    assert task.close_on_finish
    assert task.content_length == len(body)
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    if path.startswith("/api/"):
        assert headers["Content-Type"] == "application/json"
        known = {413: "payload_too_large"}.get(code, "bad_request")
        assert json.loads(body) == {"code": known, "message": sentence}
        assert sentence in body.decode()
    else:
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert f"<h1>{title}</h1>" in body.decode()
