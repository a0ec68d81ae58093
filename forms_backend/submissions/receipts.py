"""回执签名: Ed25519 over what a receipt says; checked without network and without database."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_PURPOSE = b"fabu receipt signature v1"
_VERSION = "1"
_PARTS = 3


@dataclass(frozen=True)
class SignedReceipt:
    """What the signature vouches for."""

    number: str
    received_at: datetime


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _message(number: str, seconds: int) -> bytes:
    return f"fabu-receipt\n{_VERSION}\n{number}\n{seconds}".encode()


class ReceiptSigner:
    """Signs receipts with a key derived from FABU_CODE_KEY."""

    def __init__(self, code_key: bytes, base_url: str) -> None:
        seed = HKDF(hashes.SHA256(), 32, None, _PURPOSE).derive(code_key)
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._base_url = base_url

    @property
    def public_key(self) -> str:
        """Base64 of the 32 bytes that others need to verify."""
        return _b64(self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def link(self, number: str, received_at: datetime) -> str:
        """The text of the QR code: opens /status with the number, and carries the signature in its
        fragment, which a browser does not send."""
        seconds = int(received_at.timestamp())
        signature = _b64(self._key.sign(_message(number, seconds)))
        return f"{self._base_url}status?number={number}#{_VERSION}.{seconds}.{signature}"


def verify_receipt(link: str, public_key: str) -> SignedReceipt | None:
    """What the receipt says, or None when it is not ours or was changed."""
    try:
        parts = urlsplit(link.strip())
        number = parse_qs(parts.query)["number"][0]
        version, seconds, signature = parts.fragment.split(".", _PARTS - 1)
        if version != _VERSION:
            return None
        moment = datetime.fromtimestamp(int(seconds), UTC)
        key = Ed25519PublicKey.from_public_bytes(_unb64(public_key))
        key.verify(_unb64(signature), _message(number, int(seconds)))
    except (ValueError, KeyError, OverflowError, OSError, binascii.Error, InvalidSignature):
        return None
    return SignedReceipt(number, moment)
