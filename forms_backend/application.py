"""The WSGI application: parts, headers, both zones."""

from __future__ import annotations

import time

from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from district import SiteConfig
from forms_backend.building import build_parts
from forms_backend.public.errors import forwarded_refusal
from forms_backend.public.registration import register_public
from forms_backend.running.clock import Clock, system_clock
from forms_backend.running.json_logs import log_event
from forms_backend.running.metrics import Metrics
from forms_backend.running.settings import Settings
from forms_backend.staff.registration import register_staff
from forms_backend.web.below_path import BelowPath
from forms_backend.web.context import EXTENSION
from forms_backend.web.security import add_security_headers
from forms_backend.web.sender import refuse_forwarded
from forms_backend.web.uploads import prepare_uploads

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _Json(DefaultJSONProvider):
    """Chinese as it is, keys in the order of the page."""

    ensure_ascii = False
    sort_keys = False


def create_app(
    settings: Settings, *, config: SiteConfig | None = None, clock: Clock = system_clock
) -> Flask:
    """The WSGI application. It neither creates tables nor reads the environment."""
    parts = build_parts(settings, config=config, clock=clock)
    app = Flask(__name__, static_folder=None, template_folder="public/templates")
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=settings.max_content_length,
        MAX_FORM_MEMORY_SIZE=settings.max_content_length,
        # The token lives as long as the session: writing a complaint may take an afternoon.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.json = _Json(app)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = parts
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    site = parts.ground.config.site
    if site.path != "/":
        app.config["SESSION_COOKIE_PATH"] = site.path
        app.wsgi_app = BelowPath(app.wsgi_app, site.path)  # type: ignore[method-assign]
    app.jinja_env.globals["site_root"] = site.path
    add_security_headers(app, site)
    _record_requests(app, parts.ground.metrics)
    refuse_forwarded(app, forwarded_refusal)
    prepare_uploads(app)  # before the CSRF check, which reads the body
    register_public(app, CSRFProtect(app))
    register_staff(app)
    return app


def _record_requests(app: Flask, metrics: Metrics) -> None:
    """One log line and three counters a request; by route, since an address may hold a number."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("started", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else "-"
        status = response.status_code
        # A stranger may invent methods; each would be a series of its own for ever.
        method = request.method if request.method in KNOWN_METHODS else "OTHER"
        metrics.add("fabu_http_requests_total", route=route, method=method, status=str(status))
        metrics.add("fabu_http_request_seconds_sum", seconds, route=route)
        metrics.add("fabu_http_request_seconds_count", route=route)
        milliseconds = round(seconds * 1000, 1)
        log_event("request", route=route, method=request.method, status=status, ms=milliseconds)
        return response
