"""`fabu serve`: the whole thing in one process, with waitress."""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable
from typing import cast

from flask import Flask
from waitress.server import BaseWSGIServer, create_server

from forms_backend.running.errors import PortTakenError
from forms_backend.web.uploads import LARGEST_UPLOAD

LARGEST_BODY_READ = LARGEST_UPLOAD + 64 * 1024 * 1024
"""Above what the application refuses by itself, so that a refusal is our page and not waitress's."""


def open_server(app: Flask, host: str, port: int, threads: int) -> BaseWSGIServer:
    """A server that listens and does not answer yet. Raises PortTakenError."""
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,
            max_request_body_size=LARGEST_BODY_READ,
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from error
        raise
    return cast(BaseWSGIServer, server)  # several sockets only for several addresses


def serve(app: Flask, host: str, port: int, threads: int, on_ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `on_ready` gets the URL. Raises PortTakenError."""
    server = open_server(app, host, port, threads)
    shown = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104 - compared with, not bound to
    on_ready(f"http://{shown}:{port}/")
    # systemd and `kill` end it as Ctrl-C does: requests are finished, tasks stop.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()
    finally:
        server.close()
