"""`/subscriptions/one-click/<token>`: the button of mail programs (RFC 8058).

The mail program has neither cookie nor page; the token in the address, which stands in nobody's
mailbox but the subscriber's, is what authorises it.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request, url_for

from forms_backend.public.rendering import see_other
from forms_backend.running.json_logs import log_event
from forms_backend.subscriptions import messages
from forms_backend.subscriptions.wiring import SubscriptionOffice
from forms_backend.web.context import part

blueprint = Blueprint("one_click_routes", __name__, url_prefix="/subscriptions/one-click")

BAD_REQUEST = 400
NOT_FOUND = 404


@blueprint.get("/<token>")
def show(token: str) -> Response:
    """A person who opened the address of the header gets the page with the button."""
    target = url_for("subscription_pages.show_leaving", token=token)
    return see_other(target)


@blueprint.post("/<token>")
def leave(token: str) -> Response:
    """Unsubscribes when the body says so in the words of the standard."""
    if request.form.get("List-Unsubscribe") != "One-Click":
        return _word(messages.ONE_CLICK_WRONG, BAD_REQUEST)
    if not part(SubscriptionOffice).service.leave(token):
        return _word(messages.LINK_WRONG, NOT_FOUND)
    log_event("subscription_left")
    return _word(messages.LEFT, 200)


def _word(text: str, status: int) -> Response:
    response = make_response(text, status)
    response.mimetype = "text/plain"
    return response
