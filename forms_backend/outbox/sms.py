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
from datetime import datetime
from pathlib import Path

from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.posting import JSON, Poster, append_line, as_json, masked
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
        self._poster = Poster()

    def send(self, envelope: Envelope, message_id: str, _created_at: datetime) -> None:
        """Raises SendError."""
        content = {
            "account": self._account,
            "phone": envelope.recipient,
            "text": envelope.body,
            "id": message_id,
        }
        body = as_json(content)
        timestamp = str(int(self._clock().timestamp()))
        signed = {
            "X-Fabu-Timestamp": timestamp,
            "X-Fabu-Signature": signature(self._key, timestamp, body),
        }
        try:
            answer = self._poster.post(self._address, body, {**JSON, **signed})
        except SendError as error:
            if error.code in NOT_TAKEN_AGAIN:
                raise SendError(Failure.RECIPIENT_REFUSED, error.code, permanent=True) from error
            raise
        _check_answer(answer)


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
        append_line(self._path, line)


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
