"""群机器人 of 企业微信 and 钉钉: one POST of JSON, answered with `errcode`.

Formats: 企业微信 developer.work.weixin.qq.com/document/path/91770, 钉钉 open.dingtalk.com
(自定义机器人, 加签: HMAC-SHA256 over "timestamp\\nsecret", base64, URL-encoded).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import datetime
from http.client import HTTPException
from typing import Any

from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.service import Envelope
from forms_backend.running.clock import Clock

TIMEOUT_SECONDS = 15
LONGEST_TEXT_BYTES = 2_000
"""企业微信 takes 2,048 bytes of text; 钉钉 more."""
MOST_READ = 64 * 1024

AddressOf = Callable[[], str]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key in the address is for the host that the operator named, and no other."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


class RobotSender:
    """Posts a text to a group; `address_of` gives the address for this very moment."""

    def __init__(self, address_of: AddressOf) -> None:
        self._address_of = address_of
        self._opener = urllib.request.build_opener(NoRedirect)

    def send(self, envelope: Envelope, _message_id: str, _created_at: datetime) -> None:
        """Raises SendError. A robot knows no Message-ID: a repetition is told by its number."""
        text = shorten(f"{envelope.subject}\n{envelope.body}", LONGEST_TEXT_BYTES)
        body = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False)
        request = urllib.request.Request(  # noqa: S310 - settings allow https, and http on loopback
            self._address_of(),
            data=body.encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
        )
        _check_answer(self._post(request))

    def _post(self, request: urllib.request.Request) -> bytes:
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                answer: bytes = response.read(MOST_READ)
                return answer
        except urllib.error.HTTPError as error:
            error.close()
            raise SendError(Failure.REFUSED, error.code) from error
        except TimeoutError as error:
            raise SendError(Failure.TIMED_OUT) from error
        except (OSError, HTTPException) as error:
            raise SendError(Failure.UNREACHABLE) from error


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
