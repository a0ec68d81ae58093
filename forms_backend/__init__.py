"""The running server: public forms, search, health, and the built site."""

from __future__ import annotations

import time
from datetime import timedelta

from flask import Flask, Response, g, request
from flask.json.provider import DefaultJSONProvider
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from district import SiteConfig, load_site_config
from district.booking_form import FOLDER, load_booking_form
from district.forms import load_form_definitions
from district.loader import own_or_default, site_or_default
from district.retention import FILE as RETENTION
from district.retention import load_retention
from forms_backend.accounts.contact import ContactService
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.sessions import SessionService
from forms_backend.attachments.wiring import build_attachments
from forms_backend.bookings.wiring import build_booking_office
from forms_backend.booklets.wiring import build_booklet_office
from forms_backend.database.transactions import Database
from forms_backend.deliveries.service import DeliveryService
from forms_backend.keeping.retention import RetentionService
from forms_backend.letters.service import LetterService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.opening import MatterOpener
from forms_backend.matters.rules import load_casework_rules
from forms_backend.matters.service import MatterService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.meetings.lists import MeetingLists
from forms_backend.meetings.service import MeetingService
from forms_backend.notices.writer import NoticeWriter
from forms_backend.outbox.channels import configured_channels
from forms_backend.outbox.service import Outbox
from forms_backend.outbox.wiring import build_notify
from forms_backend.public.registration import register_public
from forms_backend.public.shell import Shell
from forms_backend.publication.service import TellingService
from forms_backend.reports.wiring import build_reports
from forms_backend.running.clock import Clock, system_clock
from forms_backend.running.json_logs import log_event
from forms_backend.running.metrics import Metrics
from forms_backend.running.settings import Settings
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.staff.registration import register_staff
from forms_backend.submissions.receipts import ReceiptSigner
from forms_backend.subscriptions.wiring import build_subscriptions
from forms_backend.visits.service import VisitService
from forms_backend.web.context import EXTENSION, Services
from forms_backend.web.security import add_security_headers
from forms_backend.web.uploads import prepare_uploads
from forms_backend.worklists.bulk_service import BulkService
from forms_backend.worklists.saved_filters import FilterService
from forms_backend.worklists.service import ListService
from search.server.service import SearchService

__all__ = ["build_services", "create_app"]


KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _Json(DefaultJSONProvider):
    """Chinese as it is, keys in the order of the page."""

    ensure_ascii = False
    sort_keys = False


def build_services(
    settings: Settings, *, config: SiteConfig | None = None, clock: Clock = system_clock
) -> Services:
    """The parts of the application. Raises ConfigError when site or form definitions are wrong."""
    directory = site_or_default(settings.config_dir)
    config = config or load_site_config(directory)
    database = Database(settings.database_url, settings.ledger_hash)
    forms = load_form_definitions(config, own_or_default(directory, "forms"))
    rules = load_casework_rules(config, directory, forms)
    cipher = PayloadCipher(settings.data_key, settings.cipher)
    idle = timedelta(minutes=settings.staff_idle_minutes)
    attachments = build_attachments(settings, database, cipher, clock)
    outbox, code_key = Outbox(cipher, configured_channels(settings)), CodeKey(settings.code_key)
    metrics = Metrics()
    notices = NoticeWriter(outbox, cipher, code_key, config.site)
    submissions = SubmissionService(database, cipher, code_key, clock, MatterOpener(rules), notices)
    matters = MatterService(database, cipher, rules, config, clock, notices)
    return Services(
        settings=settings,
        config=config,
        forms=forms,
        database=database,
        rules=rules,
        submissions=submissions,
        matters=matters,
        visitors=VisitorService(database, cipher, rules, config, submissions, clock, notices),
        staff=StaffService(database, cipher, config, clock, idle),
        receipts=ReceiptSigner(settings.code_key, config.site.base_url),
        search=SearchService(settings.index_dir, directory),
        shell=Shell(settings.site_dir, config.site.name),
        metrics=metrics,
        clock=clock,
        attachments=attachments,
        retention=RetentionService(
            database,
            cipher,
            load_retention(own_or_default(directory, RETENTION)),
            attachments,
            clock,
        ),
        lists=ListService(database, cipher, clock),
        filters=FilterService(database, clock),
        sessions=SessionService(database, clock, idle),
        bulk=BulkService(matters),
        telling=TellingService(database, cipher, code_key, clock),
        visits=VisitService(database, cipher, clock),
        deliveries=DeliveryService(database, cipher, clock),
        meetings=MeetingService(database, cipher, rules, clock),
        meeting_lists=MeetingLists(database, cipher, rules, clock),
        outbox=outbox,
        reports=build_reports(database, config, forms, rules.calendar, directory, clock),
        letters=LetterService(database, rules, config),
        contacts=ContactService(database, cipher, clock),
        notify=build_notify(settings, config, database, cipher, rules, outbox, metrics, clock),
        subscriptions=build_subscriptions(
            settings, config, database, cipher, code_key, outbox, clock
        ),
        booklets=build_booklet_office(settings),
        bookings=build_booking_office(
            database,
            cipher,
            code_key,
            config,
            outbox,
            load_booking_form(config, own_or_default(directory, FOLDER)),
            settings.site_dir,
            clock,
        ),
    )


def create_app(
    settings: Settings, *, config: SiteConfig | None = None, clock: Clock = system_clock
) -> Flask:
    """The WSGI application. It neither creates tables nor reads the environment."""
    parts = build_services(settings, config=config, clock=clock)
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
    add_security_headers(app, https=parts.config.site.url.scheme == "https")
    _record_requests(app, parts.metrics)
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
