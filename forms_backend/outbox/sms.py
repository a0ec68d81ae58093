"""短信: one signed POST of JSON to a gateway; or, to try it, a line in a file.

Operators' gateways differ. What is posted is small, so that an office's own relay can pass it on:
`{"account", "phone", "text", "id"}` with the headers X-Fabu-Timestamp (seconds) and X-Fabu-Signature
(HMAC-SHA256 over "timestamp\\nbody" with the key, hexadecimal). It answers `{"code": 0}` when the text
was taken. A text is sent at least once, and `id` is the same at every attempt.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import urllib.error
import urllib.request
from datetime import datetime
from http.client import HTTPException
from pathlib import Path

from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.robots import MOST_READ, TIMEOUT_SECONDS, NoRedirect
from forms_backend.outbox.service import Envelope
from forms_backend.running.clock import Clock
from forms_backend.running.notify_settings import NotifySettings

NOT_TAKEN_AGAIN = frozenset({400, 404, 422})
"""With these a gateway says that this very phone or text will never be taken."""


class SmsGatewaySender:
    """Posts texts, signed for the moment of sending."""

    def __init__(self, address: str, account: str, key: str, clock: Clock) -> None:
        self._address = address
        self._account = account
        self._key = key.encode()
        self._clock = clock
        self._opener = urllib.request.build_opener(NoRedirect)

    def send(self, envelope: Envelope, message_id: str, _created_at: datetime) -> None:
        """Raises SendError."""
        content = {
            "account": self._account,
            "phone": envelope.recipient,
            "text": envelope.body,
            "id": message_id,
        }
        body = json.dumps(content, ensure_ascii=False).encode()
        timestamp = str(int(self._clock().timestamp()))
        request = urllib.request.Request(  # noqa: S310 - settings allow https, and http on loopback
            self._address,
            data=body,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "X-Fabu-Timestamp": timestamp,
                "X-Fabu-Signature": signature(self._key, timestamp, body),
            },
        )
        _check_answer(self._post(request))

    def _post(self, request: urllib.request.Request) -> bytes:
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                answer: bytes = response.read(MOST_READ)
                return answer
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in NOT_TAKEN_AGAIN:
                raise SendError(Failure.RECIPIENT_REFUSED, error.code, permanent=True) from error
            raise SendError(Failure.REFUSED, error.code) from error
        except TimeoutError as error:
            raise SendError(Failure.TIMED_OUT) from error
        except (OSError, HTTPException) as error:
            raise SendError(Failure.UNREACHABLE) from error


def signature(key: bytes, timestamp: str, body: bytes) -> str:
    """What proves to the gateway who posts, and that nothing was changed on the way."""
    return hmac.new(key, timestamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def _check_answer(answer: bytes) -> None:
    try:
        code = int(json.loads(answer)["code"])
    except (ValueError, KeyError, TypeError) as error:
        raise SendError(Failure.REFUSED) from error
    if code != 0:
        raise SendError(Failure.REFUSED, code)


class SmsFileSender:
    """For an office that tries it, and for tests: nothing leaves the machine, no phone is written."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def send(self, envelope: Envelope, message_id: str, _created_at: datetime) -> None:
        """Raises SendError."""
        line = {
            "at": self._clock().isoformat(timespec="seconds"),
            "phone": masked(envelope.recipient),
            "text": envelope.body,
            "id": message_id,
        }
        text = json.dumps(line, ensure_ascii=False) + "\n"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        try:
            with os.fdopen(os.open(self._path, flags, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise SendError(Failure.UNWRITABLE) from error


def masked(phone: str) -> str:
    """Enough to see which of few it was: 138****0000."""
    return f"{phone[:3]}****{phone[-4:]}"


def build_sms_sender(settings: NotifySettings, clock: Clock) -> SmsGatewaySender | SmsFileSender:
    """By what is set; of use only where one of both is."""
    if settings.sms_file is not None:
        return SmsFileSender(settings.sms_file, clock)
    return SmsGatewaySender(
        settings.sms_gateway.get_secret_value(),
        settings.sms_account,
        settings.sms_key.get_secret_value(),
        clock,
    )
