"""Clients that never finish what they send hold no thread of `fabu serve`, and no connection for ever."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from waitress.server import BaseWSGIServer

from forms_backend.server import open_server

THREADS, SLOW_CLIENTS = 2, 20
HEADER_LIMIT = 256 * 1024


@pytest.fixture
def server(app) -> Iterator[BaseWSGIServer]:
    opened = open_server(app, "127.0.0.1", 0, THREADS)

    def run() -> None:
        with suppress(OSError, ValueError):  # the sockets are closed under it at the end
            opened.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield opened
    opened.close()
    thread.join(5)


def ask(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        return line.recv(65536)


GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def test_half_a_request_keeps_nobody_waiting(server) -> None:
    port = server.effective_port
    with ExitStack() as lines:
        for number in range(SLOW_CLIENTS):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            half_header = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
            half_body = (
                b"POST /forms/complaint HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\na="
            )
            line.sendall(half_header if number % 2 else half_body)
        started = time.monotonic()
        assert ask(port, GET).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - started < 5
    assert server.adj.channel_timeout <= 120
    assert server.adj.connection_limit <= 1000


def test_a_header_without_end_is_refused(server) -> None:
    endless = b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * (HEADER_LIMIT + 4096) + b"\r\n\r\n"
    answer = ask(server.effective_port, endless)
    assert answer.startswith((b"HTTP/1.0 431", b"HTTP/1.1 431"))


def test_what_is_no_http_ends_the_connection(server) -> None:
    answer = ask(server.effective_port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
    assert b" 400 " in answer.split(b"\r\n")[0]
