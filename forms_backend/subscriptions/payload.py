"""What is encrypted of a subscription: the address and the choices."""

from __future__ import annotations

import json
from dataclasses import dataclass

from forms_backend.sealing.keys import CodeKey, PayloadCipher


@dataclass(frozen=True)
class Subscriber:
    """A mail address and the values of the chosen topics."""

    address: str
    topics: tuple[str, ...]


def seal(cipher: PayloadCipher, handle: str, subscriber: Subscriber) -> bytes:
    """Encrypt; bound to its row by the row's random name."""
    text = json.dumps([subscriber.address, list(subscriber.topics)])
    return cipher.encrypt(f"subscription:{handle}", text.encode())


def unseal(cipher: PayloadCipher, handle: str, sealed: bytes) -> Subscriber:
    """Raises DecryptionError."""
    address, topics = json.loads(cipher.decrypt(f"subscription:{handle}", sealed))
    return Subscriber(address, tuple(topics))


def address_hash(code_key: CodeKey, address: str) -> str:
    """Keyed, so that the table tells nobody which addresses are in it; case does not matter."""
    return code_key.digest("subscription-address", address.casefold())
