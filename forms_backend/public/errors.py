"""From errors to answers: JSON under /api/, a page in the site's frame elsewhere."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from forms_backend.attachments.errors import StorageUnavailableError
from forms_backend.database.errors import DatabaseUnavailableError, NumbersExhaustedError
from forms_backend.fields import messages
from forms_backend.public.forms.form_pages import show_expired_form
from forms_backend.public.forms.paper_forms import paper_forms
from forms_backend.public.hearings.booking_pages import show_expired_booking
from forms_backend.public.json_errors import api_error
from forms_backend.public.rendering import page
from forms_backend.public.site.site_files import site_not_found_page
from forms_backend.running.json_logs import log_event
from forms_backend.submissions.errors import IdempotencyConflictError
from forms_backend.web.context import ground

CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "payload_too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "unavailable",
}
NOT_FOUND = 404
CANNOT_TAKE_IN = 503
RETRY_AFTER_SECONDS = 30


def wants_json() -> bool:
    """Whether the address belongs to the programming interface."""
    return request.path == "/api" or request.path.startswith("/api/")


def error_response(code: str, status: int) -> Response:
    """The error as JSON or as a page, whichever the address calls for."""
    if wants_json():
        return api_error(code, status)
    title, sentence = messages.ERRORS[code]
    site = ground().config.site
    return page(
        "error.html",
        title,
        status,
        sentence=sentence,
        contact=messages.ERROR_CONTACT.format(
            phone=site.phone, hours=site.hours, address=site.address
        ),
        papers=paper_forms() if status == CANNOT_TAKE_IN else (),
    )


def _on_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    code = CODES.get(status, "bad_request" if status < 500 else "internal_error")
    own_page = None
    if status == NOT_FOUND and not wants_json():
        own_page = site_not_found_page(ground().settings.site_dir)
    response = own_page or error_response(code, status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _on_rate_limit(error: RateLimitExceeded) -> Response:
    response = error_response("too_many_requests", 429)
    response.headers["Retry-After"] = str(error.limit.limit.get_expiry() if error.limit else 60)
    return response


def _on_unavailable(error: Exception) -> Response:
    log_event("unavailable", logging.ERROR, exc_info=True, reason=type(error).__name__)
    response = error_response("unavailable", 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _on_bug(_error: Exception) -> Response:
    log_event("bug", logging.ERROR, exc_info=True, route=str(request.url_rule))
    return error_response("internal_error", 500)


def forwarded_refusal() -> Response:
    """For a request by way of a proxy that is not trusted."""
    log_event("forwarded_refused", logging.WARNING)
    return error_response("forwarded", 400)


def register_error_handlers(app: Flask) -> None:
    """Every error of a request ends here; a bug is logged with its trace and answered 500."""

    @app.errorhandler(CSRFError)
    def on_csrf(_error: CSRFError) -> Response:
        if request.endpoint == "form_pages.submit_form" and request.view_args:
            return show_expired_form(request.view_args["form_id"])
        if request.endpoint == "booking_pages.submit":
            return show_expired_booking()
        return error_response("csrf_failed", 400)

    app.register_error_handler(RateLimitExceeded, _on_rate_limit)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(DatabaseUnavailableError, _on_unavailable)
    app.register_error_handler(StorageUnavailableError, _on_unavailable)
    app.register_error_handler(NumbersExhaustedError, _on_unavailable)
    app.register_error_handler(
        IdempotencyConflictError, lambda _error: error_response("idempotency_conflict", 409)
    )
    app.register_error_handler(Exception, _on_bug)
