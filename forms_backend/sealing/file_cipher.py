"""Encrypted attachments.

A file is: mark of the cipher, fingerprint of the key, salt, then a sealed stream (see `stream`) in
chunks of CHUNK bytes. The key of a file is derived from the data key with its salt and name.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forms_backend.sealing.ciphers import CIPHERS, MARKS, Aead, CipherName
from forms_backend.sealing.errors import DamagedAttachmentError
from forms_backend.sealing.keys import FINGERPRINT_BYTES, fingerprint_of
from forms_backend.sealing.stream import StreamChangedError, StreamSealer, opened_chunks

FILE_CHANGED = "附件文件被改动过"
OTHER_KEY = "写入附件时用的是另一把密钥"
CHUNK = 64 * 1024
_SALT = 16
_HEADER = 1 + FINGERPRINT_BYTES + _SALT
_PURPOSE = b"fabu attachment\0"


class Readable(Protocol):
    """What gives bytes until there are none."""

    def read(self, size: int, /) -> bytes: ...


class FileCipher:
    """Encrypts and decrypts streams; `name` is where the file lies and is authenticated."""

    def __init__(
        self,
        key: bytes,
        writes: CipherName = CipherName.AES_256_GCM,
        old: bytes | None = None,
    ) -> None:
        self._mark = MARKS[writes]
        self._fingerprint = fingerprint_of(key)
        self._keys = {fingerprint_of(known): known for known in (key, *filter(None, [old]))}

    def encrypt(self, name: str, source: Readable, target: BinaryIO) -> tuple[int, str]:
        """Write `source` encrypted to `target`; returns size and SHA-256 of what was read."""
        salt = os.urandom(_SALT)
        header = self._mark + self._fingerprint + salt
        target.write(header)
        sealer = StreamSealer(self._aead(header, name), header + name.encode(), target, CHUNK)
        digest, size = hashlib.sha256(), 0
        while piece := source.read(CHUNK):
            digest.update(piece)
            size += len(piece)
            sealer.write(piece)
        sealer.finish()
        return size, digest.hexdigest()

    def decrypt(self, name: str, source: BinaryIO) -> Iterator[bytes]:
        """The pieces of the file. Raises DamagedAttachmentError at the first that does not hold."""
        header = source.read(_HEADER)
        if len(header) != _HEADER or header[:1] not in CIPHERS:
            raise DamagedAttachmentError(name, FILE_CHANGED)
        if _fingerprint_in(header) not in self._keys:
            raise DamagedAttachmentError(name, OTHER_KEY)
        aead = self._aead(header, name)
        try:
            yield from opened_chunks(aead, header + name.encode(), source, CHUNK)
        except StreamChangedError as error:
            raise DamagedAttachmentError(name, FILE_CHANGED) from error

    def is_current(self, source: BinaryIO) -> bool:
        """Whether the key that writes today wrote the file; it is read from where it stands."""
        return _fingerprint_in(source.read(_HEADER)) == self._fingerprint

    def _aead(self, header: bytes, name: str) -> Aead:
        spec, info = CIPHERS[header[:1]], _PURPOSE + name.encode()
        derived = HKDF(hashes.SHA256(), spec.key_bytes, header[-_SALT:], info)
        return spec.make(derived.derive(self._keys[_fingerprint_in(header)]))


def _fingerprint_in(header: bytes) -> bytes:
    return header[1 : 1 + FINGERPRINT_BYTES]
