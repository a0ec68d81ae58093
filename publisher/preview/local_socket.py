"""The socket at which the editor in the browser asks: a file that only its owner may open."""

from __future__ import annotations

import os
import socket
import socketserver
from pathlib import Path

from district.errors import FabuError
from publisher.preview.protocol import LARGEST, TOO_LARGE, answer, refusal
from publisher.preview.session import Session

SILENCE = 300.0
"""Seconds after which a connection that asks nothing is closed."""

MOST_CONNECTIONS = 64


class SocketTakenError(FabuError):
    """Another preview answers there."""


class Server(socketserver.ThreadingUnixStreamServer):
    """Each connection has a thread that reads; what is asked is answered in turn."""

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(self, session: Session, path: Path) -> None:
        self.session, self.path = session, path
        _make_room(path)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), Handler)
        except OSError as error:
            raise FabuError(
                f"不能使用“{path}”（路径不能超过 100 个字节），用 --socket 换一个"
            ) from error
        finally:
            os.umask(before)

    def server_close(self) -> None:
        super().server_close()
        self.path.unlink(missing_ok=True)


class Handler(socketserver.StreamRequestHandler):
    """Answers line by line until the other side has no more."""

    server: Server
    timeout = SILENCE

    def handle(self) -> None:
        session = self.server.session
        try:
            while line := self.rfile.readline(LARGEST + 1):
                if len(line) > LARGEST:
                    # Where the next request begins is unknown.
                    self.wfile.write(refusal(TOO_LARGE))
                    return
                if line.strip():
                    self.wfile.write(session.turns.ask(lambda line=line: answer(session, line)))  # type: ignore[misc]
        except (ConnectionError, TimeoutError):
            return  # it went away


def _make_room(path: Path) -> None:
    """Take away a socket at which nobody answers any more. Raises SocketTakenError where somebody does."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.is_socket():
        if path.exists():
            raise FabuError(f"“{path}”已经有别的文件，用 --socket 换一个")
        return
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
            return
    raise SocketTakenError(f"已经有一个 fabu preview 在“{path}”应答")
