"""发件箱: a message is written in the same transaction as what it tells of, and leaves afterwards.

Whoever changes something calls `Outbox.post` with the work of that change. Sending, retrying and
giving up are in `queue` and `sender`.
"""

from __future__ import annotations

import json
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from forms_backend.database.work import Work
from forms_backend.outbox import messages as notice_messages
from forms_backend.outbox.repository import OutboxRepository
from forms_backend.sealing.keys import PayloadCipher


class OutboxChannel(StrEnum):
    """How a message leaves."""

    MAIL = "mail"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    SMS = "sms"
    WECHAT = "wechat"

    @property
    def label(self) -> str:
        return notice_messages.CHANNELS[self.value]


ROBOTS = (OutboxChannel.WECOM, OutboxChannel.DINGTALK)
"""Group robots: everybody in the group reads along, and there is no recipient to name."""


class OutboxState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Given up; a person decides."""
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return notice_messages.STATES[self.value]


@dataclass(frozen=True)
class Envelope:
    """What is encrypted of a message. `recipient` is a mail address, a phone number or an openid, empty for
    a robot; `unsubscribe` is the address that ends a subscription with one click (RFC 8058), or empty."""

    recipient: str
    subject: str
    body: str
    unsubscribe: str = ""


@dataclass(frozen=True)
class Message:
    """One message to one recipient.

    `kind` is a key of `notice_messages.KINDS`. `dedupe_key` names the occasion without personal
    data, e.g. "deliver:TS202611-000123:7:visitor"; a second message with it is not written.
    """

    kind: str
    channel: OutboxChannel
    dedupe_key: str
    subject: str
    body: str
    recipient: str = ""
    unsubscribe: str = ""


class Outbox:
    """Writes messages for the channels that are set up; for others it writes nothing."""

    def __init__(self, cipher: PayloadCipher, channels: Set[OutboxChannel]) -> None:
        self._cipher = cipher
        self.channels = frozenset(channels)

    def post(
        self,
        work: Work,
        message: Message,
        *,
        at: datetime,
        not_before: datetime | None = None,
    ) -> bool:
        """Write `message`, to leave from `not_before` on. Part of the caller's transaction.

        False, and nothing written, when the channel is off or the occasion was told already.
        """
        if message.kind not in notice_messages.KINDS:
            raise KeyError(message.kind)
        if message.channel not in self.channels:
            return False
        envelope = Envelope(message.recipient, message.subject, message.body, message.unsubscribe)
        return work[OutboxRepository].write(
            dedupe_key=message.dedupe_key,
            kind=message.kind,
            channel=message.channel.value,
            envelope=seal(self._cipher, message.dedupe_key, envelope),
            state=OutboxState.WAITING.value,
            attempts=0,
            created_at=at,
            next_attempt_at=not_before or at,
        )


def seal(cipher: PayloadCipher, dedupe_key: str, envelope: Envelope) -> bytes:
    """Encrypt; bound to its row by the key of the occasion."""
    parts = [envelope.recipient, envelope.subject, envelope.body, envelope.unsubscribe]
    text = json.dumps(parts, ensure_ascii=False)
    return cipher.encrypt(f"outbox:{dedupe_key}", text.encode())


def unseal(cipher: PayloadCipher, dedupe_key: str, sealed: bytes) -> Envelope:
    """Raises DecryptionError."""
    return Envelope(*json.loads(cipher.decrypt(f"outbox:{dedupe_key}", sealed)))
