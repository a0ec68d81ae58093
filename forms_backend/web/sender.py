"""Who sends a request: the key of all limits, and what is for operators alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Flask, Response, abort, request

from forms_backend.identity.addresses import is_within, read_networks, sender_key
from forms_backend.web.context import ground

FORWARDING_HEADERS = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
)


def sender() -> str:
    """The sender of this request, see `sender_key`."""
    return sender_key(request.remote_addr)


def operators_only(view: Callable[[], Response]) -> Callable[[], Response]:
    """403 unless it is asked for from this machine or a network of FABU_MONITORING_NETWORKS."""

    @wraps(view)
    def guarded() -> Response:
        if not is_within(request.remote_addr, read_networks(ground().settings.monitoring_networks)):
            abort(403)
        return view()

    return guarded


def refuse_forwarded(app: Flask, refusal: Callable[[], Response]) -> None:
    """Where no proxy is trusted, nobody may speak for others. A proxy that nobody told us of would
    make all visitors one sender of this very machine: better that its first request fails."""

    @app.before_request
    def refuse() -> Response | None:
        if ground().settings.trusted_proxies:
            return None
        return refusal() if any(name in request.headers for name in FORWARDING_HEADERS) else None
