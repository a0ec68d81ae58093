"""Clients that never finish what they send hold no thread of `fabu serve`, and no connection for ever."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from flask import request
from waitress.server import BaseWSGIServer

from forms_backend.server import open_server

THREADS = 2
HEADER_LIMIT = 256 * 1024


@pytest.fixture
def server(make_app) -> Iterator[BaseWSGIServer]:
    """Time-outs so short that a test can wait for them."""
    app = make_app(
        header_seconds=2,
        body_seconds=3,
        connections=300,
        connections_per_sender=20,
        limit_search="1000 per minute",
    )
    opened = open_server(app, "127.0.0.1", 0, THREADS)

    thread = threading.Thread(target=run_quietly, args=(opened,), daemon=True)
    thread.start()
    yield opened
    opened.close()
    thread.join(5)


def run_quietly(opened: BaseWSGIServer) -> None:
    with suppress(OSError, ValueError):  # the sockets are closed under it at the end
        opened.run()


def connect(port: int, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0))


def ask(port: int, request: bytes, source: str = "127.0.0.1") -> bytes:
    with connect(port, source) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(request)
        answer = b""
        while more := line.recv(65536):
            answer += more
        return answer


GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
HALF_HEADER = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
HALF_BODY = b"POST /forms/complaint HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\na="


def is_served(port: int, source: str) -> bool:
    started = time.monotonic()
    answer = ask(port, GET, source)
    return answer.startswith(b"HTTP/1.1 200") and time.monotonic() - started < 1


def hold(lines: ExitStack, port: int, source: str, number: int) -> socket.socket:
    line = lines.enter_context(connect(port, source))
    with suppress(OSError):  # it may have had to give way already
        line.sendall(HALF_HEADER if number % 2 else HALF_BODY)
    return line


def is_closed(line: socket.socket) -> bool:
    line.settimeout(0.05)
    try:
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_requests_that_keep_every_thread_busy_do_not_keep_the_watch_waiting(make_app) -> None:
    app, may_end, begun = make_app(), threading.Event(), threading.Semaphore(0)

    @app.before_request
    def hold_up() -> None:
        if request.path == "/search":
            begun.release()
            may_end.wait(20)

    opened = open_server(app, "127.0.0.1", 0, THREADS)
    thread = threading.Thread(target=run_quietly, args=(opened,), daemon=True)
    thread.start()
    try:
        with ExitStack() as lines:
            for _ in range(THREADS + 3):
                line = lines.enter_context(connect(opened.effective_port))
                line.sendall(b"GET /search HTTP/1.1\r\nHost: x\r\n\r\n")
            for _ in range(THREADS):
                assert begun.acquire(timeout=10)
            answer = ask(opened.effective_port, GET)
            assert answer.startswith(b"HTTP/1.1 200")
            assert b"nosniff" in answer, "it is the application that answers"
    finally:
        may_end.set()
        opened.close()
        thread.join(5)


def test_five_hundred_half_requests_of_one_sender_keep_nobody_waiting(server) -> None:
    port = server.effective_port
    with ExitStack() as lines:
        held = [hold(lines, port, "127.0.0.2", number) for number in range(500)]
        assert is_served(port, "127.0.0.3")
        assert is_served(port, "127.0.0.2"), "not even those at the same address"
        assert sum(not is_closed(line) for line in held[:-20]) == 0
        assert len(server.channels()) <= 22


def test_two_hundred_half_requests_of_fifty_senders_keep_nobody_waiting(server) -> None:
    port = server.effective_port
    with ExitStack() as lines:
        held = [hold(lines, port, f"127.0.1.{1 + n % 50}", n // 50) for n in range(200)]
        assert is_served(port, "127.0.0.3")
        assert len(server.channels()) >= 200
        end = time.monotonic() + 8
        while time.monotonic() < end and len(server.channels()) > 1:
            for line in held[::50]:  # a byte now and then puts nothing off
                with suppress(OSError):
                    line.send(b"a")
            time.sleep(0.2)
        assert not server.channels()


def test_a_connection_opened_ahead_is_there_when_it_is_needed(server) -> None:
    """As browsers do before somebody clicks."""
    with connect(server.effective_port) as line:
        time.sleep(4)  # longer than a header may take
        line.sendall(GET)
        assert line.recv(65536).startswith(b"HTTP/1.1 200")


def test_five_hundred_silent_connections_keep_nobody_waiting(server) -> None:
    port = server.effective_port
    with ExitStack() as lines:
        for _ in range(500):
            lines.enter_context(connect(port, "127.0.0.2"))
        assert is_served(port, "127.0.0.3")
        assert is_served(port, "127.0.0.2")
        assert len(server.channels()) <= 22


def test_where_all_are_too_many_the_one_with_most_gives_way(server) -> None:
    port = server.effective_port
    with ExitStack() as lines:
        few = hold(lines, port, "127.0.3.1", 1)
        for number in range(304):
            hold(lines, port, f"127.0.2.{1 + number % 16}", 1)
        assert is_served(port, "127.0.0.3")
        assert not is_closed(few)
        assert len(server.channels()) <= 301


def test_an_upload_that_goes_on_is_not_cut_off(server) -> None:
    body = b"a" * 30_000
    head = b"POST /status HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 30000\r\n\r\n"
    with connect(server.effective_port) as line:
        line.sendall(head)
        for start in range(0, 30_000, 3_000):
            time.sleep(0.4)  # four seconds together, at 7 kB/s
            line.sendall(body[start : start + 3_000])
        assert line.recv(65536).startswith(b"HTTP/1.1 400"), "no token of ours, but read"


@pytest.mark.parametrize(
    ("path", "kind"), [("/status", "text/html"), ("/api/forms/complaint", "application/json")]
)
def test_a_body_too_large_for_its_route_is_refused_before_it_is_read(server, path, kind) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {2**20}\r\n\r\n".encode()
    started = time.monotonic()
    for body in (b"", b"a" * 400_000):
        answer = ask(server.effective_port, head + body).decode()
        assert answer.startswith("HTTP/1.1 413")
        assert kind in answer
        assert "内容太大" in answer
    assert time.monotonic() - started < 8


def test_a_chunked_body_is_read_up_to_the_limit_of_its_route(server) -> None:
    head = b"POST /status HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    assert ask(server.effective_port, head + chunk * 6).startswith(b"HTTP/1.1 413")


def test_routes_that_take_files_get_more(server) -> None:
    head = b"POST /forms/complaint HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 400000\r\n\r\n"
    assert "页头" in ask(server.effective_port, head + b"a" * 400_000).decode(), "our own page"


def test_a_header_without_end_is_refused(server) -> None:
    endless = b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * (HEADER_LIMIT + 4096) + b"\r\n\r\n"
    answer = ask(server.effective_port, endless)
    assert answer.startswith((b"HTTP/1.0 431", b"HTTP/1.1 431"))


def test_what_is_no_http_ends_the_connection(server) -> None:
    answer = ask(server.effective_port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
    assert b" 400 " in answer.split(b"\r\n")[0]
