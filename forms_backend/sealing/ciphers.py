"""Which ciphers and hashes may be chosen (FABU_CIPHER, FABU_LEDGER_HASH): the international ones, and
the national ones (国密 SM4, SM3; GB/T 32907-2016, GB/T 32905-2016) that a 密评 asks for.

What was written says by a mark which of them wrote it, so that a change of setting leaves it readable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TAG_BYTES = 16


class Aead(Protocol):
    """Authenticated encryption; `decrypt` raises InvalidTag or ValueError for anything changed."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class Sm4Gcm:
    """SM4 in Galois/Counter mode, with the interface of `AESGCM`; the key has 16 bytes."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        text, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        if len(tag) != TAG_BYTES:
            raise InvalidTag
        decryptor = Cipher(self._algorithm, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(text) + decryptor.finalize()


class CipherName(StrEnum):
    AES_256_GCM = "aes-256-gcm"
    SM4_GCM = "sm4-gcm"


@dataclass(frozen=True)
class CipherSpec:
    """`mark`: the first byte of what this cipher writes."""

    name: CipherName
    mark: bytes
    key_bytes: int
    make: Callable[[bytes], Aead]


CIPHERS: Mapping[bytes, CipherSpec] = {
    spec.mark: spec
    for spec in (
        CipherSpec(CipherName.AES_256_GCM, b"\x01", 32, AESGCM),
        CipherSpec(CipherName.SM4_GCM, b"\x02", 16, Sm4Gcm),
    )
}
MARKS: Mapping[CipherName, bytes] = {spec.name: mark for mark, spec in CIPHERS.items()}


class HashName(StrEnum):
    SHA256 = "sha256"
    SM3 = "sm3"


def _sm3(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


HASHES: Mapping[str, Callable[[bytes], str]] = {
    HashName.SHA256.value: lambda data: hashlib.sha256(data).hexdigest(),
    HashName.SM3.value: _sm3,
}
"""Hexadecimal digests of 32 bytes, by the name that stands in the ledger."""
