"""`/_forms/publish`: the address that a forge calls after a push. It leaves a request and nothing else:
what is published comes from the project's own remote, checked as ever.

404 unless FABU_PUBLISH_SECRET is set.
"""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, make_response, request

from district import releases
from district.errors import FabuError
from forms_backend.public.publishing.signatures import sender_of
from forms_backend.running.json_logs import log_event
from forms_backend.web.context import ground
from forms_backend.web.limits import limit_searches

blueprint = Blueprint("hook_routes", __name__, url_prefix="/_forms/publish")

MAX_BODY_BYTES = 256 * 1024
_ACCEPTED, _FORBIDDEN, _NOT_FOUND, _TOO_LARGE, _UNAVAILABLE = 202, 403, 404, 413, 503


@blueprint.post("")
@limit_searches
def receive() -> Response:
    """A push, or the forge's test of the address."""
    secret = ground().settings.publish_secret.get_secret_value()
    if not secret:
        abort(_NOT_FOUND)
    if (request.content_length or 0) > MAX_BODY_BYTES:
        return _word("内容太大", _TOO_LARGE)
    forge = sender_of(dict(request.headers), request.get_data(), secret, ground().clock())
    if forge is None:
        log_event("publish_refused", logging.WARNING)
        return _word("签名或口令不对", _FORBIDDEN)
    try:
        folder = releases.releases_dir(ground().settings.project_dir)
        releases.request(folder, f"{forge} 的通知", ground().clock())
    except (FabuError, OSError) as error:
        log_event("publish_request_failed", logging.ERROR, reason=type(error).__name__)
        return _word("服务器没有记下，请运维人员查看", _UNAVAILABLE)
    log_event("publish_requested", forge=forge)
    return _word("已记下，即将发布", _ACCEPTED)


def _word(text: str, status: int) -> Response:
    response = make_response(text, status)
    response.mimetype = "text/plain"
    return response
