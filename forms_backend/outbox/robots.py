"""群机器人 of 企业微信 and 钉钉: one POST of JSON, answered with `errcode`.

Formats: 企业微信 developer.work.weixin.qq.com/document/path/91770, 钉钉 open.dingtalk.com
(自定义机器人, 加签: HMAC-SHA256 over "timestamp\\nsecret", base64, URL-encoded).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.parse
from collections.abc import Callable
from datetime import datetime

from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.posting import Poster, as_json
from forms_backend.outbox.service import Envelope
from forms_backend.running.clock import Clock

LONGEST_TEXT_BYTES = 2_000
"""企业微信 takes 2,048 bytes of text; 钉钉 more."""

AddressOf = Callable[[], str]


class RobotSender:
    """Posts a text to a group; `address_of` gives the address for this very moment."""

    def __init__(self, address_of: AddressOf) -> None:
        self._address_of = address_of
        self._poster = Poster()

    def send(self, envelope: Envelope, _message_id: str, _created_at: datetime) -> None:
        """Raises SendError. A robot knows no Message-ID: a repetition is told by its number."""
        text = shorten(f"{envelope.subject}\n{envelope.body}", LONGEST_TEXT_BYTES)
        body = as_json({"msgtype": "text", "text": {"content": text}})
        _check_answer(self._poster.post(self._address_of(), body))


def _check_answer(answer: bytes) -> None:
    """Both messengers answer 200 to everything, and say in `errcode` whether it was taken."""
    try:
        code = int(json.loads(answer)["errcode"])
    except (ValueError, KeyError, TypeError) as error:
        raise SendError(Failure.REFUSED) from error
    if code != 0:
        raise SendError(Failure.REFUSED, code)


def shorten(text: str, longest: int) -> str:
    """`text` in at most `longest` bytes of UTF-8, cut between characters and marked with …"""
    raw = text.encode()
    if len(raw) <= longest:
        return text
    return raw[: longest - len("…".encode())].decode(errors="ignore") + "…"


def dingtalk_address(webhook: str, secret: str, clock: Clock) -> str:
    """The webhook, signed for this moment when the robot has a secret."""
    if not secret:
        return webhook
    timestamp = str(round(clock().timestamp() * 1000))
    signed = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    sign = urllib.parse.quote_plus(base64.b64encode(signed.digest()))
    return f"{webhook}&timestamp={timestamp}&sign={sign}"
