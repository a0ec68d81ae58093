"""`/wechat`: the address that the official account names as its server (服务器配置).

404 unless an account is configured. What readers write is never logged.
"""

from __future__ import annotations

import hashlib
import logging
from functools import partial

from flask import Blueprint, Response, abort, current_app, make_response, request
from limits import parse_many

from district.errors import FabuError
from forms_backend.running.json_logs import log_event
from forms_backend.running.settings import Settings
from forms_backend.web.context import ground, parts_of
from forms_backend.web.limits import limiter
from forms_backend.wechat.answers import Allowed
from forms_backend.wechat.errors import WechatFormatError, WechatSignatureError
from forms_backend.wechat.gateway import MAX_BODY_BYTES, WINDOW, Incoming
from forms_backend.wechat.kinds import Kind, kind_of, text_of
from forms_backend.wechat.wiring import WechatAccount

blueprint = Blueprint("wechat_routes", __name__, url_prefix="/wechat")

MOST_TRIES = 5
"""WeChat tries three times; the same nonce more often is somebody else."""
NOTHING = "success"
"""WeChat's word for: received, nothing to say."""
_FORBIDDEN, _BAD_REQUEST, _NOT_FOUND, _TOO_LARGE = 403, 400, 404, 413


def _account() -> WechatAccount:
    parts = parts_of(current_app)
    if WechatAccount not in parts:
        abort(_NOT_FOUND)
    return parts[WechatAccount]


def _plain(text: str, status: int = 200) -> Response:
    response = make_response(text, status)
    response.mimetype = "text/plain"
    return response


def _refuse(reason: str, status: int) -> Response:
    log_event("wechat_refused", logging.WARNING, reason=reason)
    return _plain("", status)


@blueprint.get("", strict_slashes=False)
def shake_hands() -> Response:
    """WeChat asks whether we know the token, when the account is set up."""
    account = _account()
    try:
        return _plain(account.gateway.echo(request.args, ground().clock()))
    except WechatSignatureError:
        return _refuse("signature", _FORBIDDEN)
    except WechatFormatError:
        return _refuse("format", _BAD_REQUEST)


@blueprint.post("", strict_slashes=False)
def receive() -> Response:
    """A message or an event, answered within five seconds."""
    account, now = _account(), ground().clock()
    if (request.content_length or 0) > MAX_BODY_BYTES:
        return _refuse("size", _TOO_LARGE)
    # A body that does not tell its length is cut there: one byte too many shows it.
    request.max_content_length = MAX_BODY_BYTES + 1
    try:
        account.gateway.check(request.args, now)
        body = request.get_data()
        if len(body) > MAX_BODY_BYTES:
            return _refuse("size", _TOO_LARGE)
        incoming = account.gateway.open(request.args, body)
        _spend_nonce(incoming)
    except WechatSignatureError:
        return _refuse("signature", _FORBIDDEN)
    except WechatFormatError:
        return _refuse("format", _BAD_REQUEST)
    text = _answer(account, incoming)
    if not text:
        return _plain(NOTHING)
    xml = account.gateway.close(incoming.message, text, request.args.get("nonce", ""), now)
    response = make_response(xml)
    response.mimetype = "application/xml"
    return response


def _spend_nonce(incoming: Incoming) -> None:
    """One nonce carries one message, a few times. Raises WechatSignatureError."""
    seconds = int(2 * WINDOW.total_seconds())
    signed = f"{request.args.get('timestamp', '')}/{request.args.get('nonce', '')}"
    used = limiter.storage.incr(f"fabu-wechat/{signed}", seconds)
    message = hashlib.sha256(incoming.key.encode()).hexdigest()
    same = limiter.storage.incr(f"fabu-wechat/{signed}/{message}", seconds)
    if used != same or used > MOST_TRIES:
        raise WechatSignatureError


def _answer(account: WechatAccount, incoming: Incoming) -> str:
    """The text to send back; empty when nothing is to be said."""
    answers, kind = account.answers, kind_of(incoming.message)
    ground().metrics.add("fabu_wechat_messages_total", kind=kind.value)
    log_event("wechat", kind=kind.value)
    match kind:
        case Kind.SUBSCRIBE:
            return answers.menu()
        case Kind.UNSUBSCRIBE:
            answers.forget(incoming.sender)
            return ""
        case Kind.EVENT:
            return ""
        case Kind.OTHER:
            return answers.unknown_kind()
    return _answer_text(account, incoming)


def _answer_text(account: WechatAccount, incoming: Incoming) -> str:
    answers = account.answers
    allowed = _allowed_by(ground().settings)
    work = partial(answers.to_text, text_of(incoming.message), incoming.sender, allowed)
    try:
        found = account.recent.answer(incoming.key, work)
    except FabuError:
        log_event("wechat_failed", logging.ERROR, exc_info=True)
        return answers.trouble()
    return answers.slow() if found is None else found


def _allowed_by(settings: Settings) -> Allowed:
    """The same limits as on the pages, counted by reader: all readers share WeChat's addresses."""
    rates = {"status": settings.limit_status, "search": settings.limit_search}

    def allowed(scope: str, sender: str) -> bool:
        limits = parse_many(rates[scope])
        return all(limiter.limiter.hit(limit, f"wechat-{scope}", sender) for limit in limits)

    return allowed
