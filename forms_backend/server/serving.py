"""Opening the server's socket, serving until somebody ends it."""

from __future__ import annotations

import errno
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.server import BaseWSGIServer, MultiSocketServer

from forms_backend.running.errors import PortTakenError
from forms_backend.running.settings import Settings
from forms_backend.server.connections import ConnectionLimits, GuardedServer
from forms_backend.server.lanes import LanedDispatcher
from forms_backend.web.context import parts_of
from forms_backend.web.uploads import LARGEST_BODY_READ, largest_body

ALIVE = "/healthz"
SPARE_DESCRIPTORS = 512
"""For the database, files being sent, pipes to workers."""


def limits_of(settings: Settings) -> ConnectionLimits:
    """Behind a proxy every connection comes from the proxy, which has limits of its own."""
    own = settings.connections if settings.trusted_proxies else settings.connections_per_sender
    return ConnectionLimits(
        together=settings.connections,
        per_sender=own,
        header_seconds=settings.header_seconds,
        body_seconds=settings.body_seconds,
    )


def _allow_descriptors(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def open_server(app: Flask, host: str, port: int, threads: int) -> BaseWSGIServer:
    """A server that listens and does not answer yet. Raises PortTakenError."""
    ground = parts_of(app).ground
    limits = limits_of(ground.settings)
    _allow_descriptors(limits.together + SPARE_DESCRIPTORS)
    adjustments = Adjustments(
        host=host,
        port=port,
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=False,
        max_request_body_size=LARGEST_BODY_READ,
        # We close somebody's connection before this many are open, and never stop to accept.
        connection_limit=limits.together + SPARE_DESCRIPTORS,
        cleanup_interval=1,
        asyncore_use_poll=True,
    )
    site = ground.config.site
    dispatcher = LanedDispatcher({ALIVE, f"{site.path.rstrip('/')}{ALIVE}"})
    dispatcher.set_thread_count(threads)
    sockets: dict[int, Any] = {}

    def listen(address: Any) -> GuardedServer:
        return GuardedServer(
            app,
            sockets,
            dispatcher=dispatcher,
            adj=adjustments,
            sockinfo=address,
            limits=limits,
            largest_body=lambda method, path: largest_body(app, method, path),
            metrics=ground.metrics,
        )

    try:
        servers = [listen(address) for address in adjustments.listen]
    except OSError as error:
        dispatcher.shutdown()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from error
        raise
    if len(servers) == 1:
        return servers[0]
    named = [(s.effective_host, s.effective_port) for s in cast(list[Any], servers)]
    return cast(BaseWSGIServer, MultiSocketServer(sockets, adjustments, named, dispatcher))


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
