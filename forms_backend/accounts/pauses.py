"""Growing pauses after wrong passwords: they slow down who guesses and keep nobody out for long. Pure.

A wrong password counts for the address that it came from and for the account that it was tried on.
Who has signed in on this device before, and shows its cookie, counts for the device alone: whatever
strangers try on the account does not stand in the owner's way.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from itsdangerous import BadSignature, URLSafeSerializer

from forms_backend.identity.addresses import UNKNOWN

DEVICE_LIFE = timedelta(days=180)
FORGOTTEN_AFTER = timedelta(hours=6)
"""Without another wrong password for so long, counting starts anew."""


class Scope(StrEnum):
    """What failures are counted for."""

    ADDRESS = "address"
    ACCOUNT = "account"
    DEVICE = "device"


@dataclass(frozen=True)
class Growth:
    """`free` failures cost nothing; the next one second, then twice as much each, up to `longest`."""

    free: int
    longest: timedelta

    def after(self, failures: int) -> timedelta:
        if failures < self.free:
            return timedelta()
        return min(self.longest, timedelta(seconds=2 ** min(failures - self.free, 20)))


GROWTH: Mapping[Scope, Growth] = {
    # An office has one address and many people.
    Scope.ADDRESS: Growth(20, timedelta(minutes=15)),
    # Short: this one strangers can bring about. A thousand tries a day find no password of ours.
    Scope.ACCOUNT: Growth(5, timedelta(minutes=1)),
    Scope.DEVICE: Growth(5, timedelta(minutes=15)),
}


@dataclass(frozen=True)
class Origin:
    """Where an attempt comes from: `sender_key`, and the device if its cookie holds for the login."""

    sender: str = UNKNOWN
    device: str | None = None
    kind: str = UNKNOWN
    """`address_class`, for the log."""


class PauseKeys:
    """Names of counters and senders that tell nothing without the key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def digest(self, *parts: str) -> str:
        """32 hexadecimal digits."""
        text = "\x00".join(parts).encode()
        return blake2b(text, key=self._key, digest_size=16).hexdigest()

    def of(self, login: str, origin: Origin) -> dict[Scope, str]:
        """The counters that an attempt belongs to."""
        if origin.device is not None:
            return {Scope.DEVICE: self.digest(Scope.DEVICE, login, origin.device)}
        return {
            Scope.ADDRESS: self.digest(Scope.ADDRESS, origin.sender),
            Scope.ACCOUNT: self.digest(Scope.ACCOUNT, login),
        }


class Devices:
    """The cookie of a device on which somebody signed in: signed, for one account, for half a year."""

    def __init__(self, key: bytes) -> None:
        self._serializer = URLSafeSerializer(key, salt="device")
        self._key = key

    def issue(self, login: str, device: str, now: datetime) -> str:
        """What the cookie says; `device` is a random name."""
        return str(self._serializer.dumps([login, device, int(now.timestamp())]))

    def read(self, cookie: str, login: str, now: datetime) -> str | None:
        """The device, when the cookie is ours, for this account and not too old."""
        try:
            known, device, issued = self._serializer.loads(cookie)
            age = now.timestamp() - issued
        except (BadSignature, ValueError, TypeError):
            return None
        is_same = hmac.compare_digest(str(known).encode(), login.encode())
        return str(device) if is_same and 0 <= age <= DEVICE_LIFE.total_seconds() else None
