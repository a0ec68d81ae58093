"""Encryption of files in pieces, each bound to its file, its place and the end.

A file is: mark of the cipher, fingerprint of the key, salt, then pieces of CHUNK bytes with their tags. The
key of a file is derived from the data key with its salt, so that no nonce ever comes twice; the
nonce of a piece is its number and whether it is the last. Pieces can therefore be neither changed
nor swapped, left out, repeated or cut off at the end.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forms_backend.sealing.ciphers import CIPHERS, MARKS, Aead, CipherName
from forms_backend.sealing.errors import DamagedAttachmentError

FILE_CHANGED = "附件文件被改动过"
OTHER_KEY = "写入附件时用的是另一把密钥"
CHUNK = 64 * 1024
TAG = 16
_FINGERPRINT = 4
_SALT = 16
_HEADER = 1 + _FINGERPRINT + _SALT
_PURPOSE = b"fabu attachment\0"


class FileCipher:
    """Encrypts and decrypts streams; `name` is where the file lies and is authenticated."""

    def __init__(self, key: bytes, writes: CipherName = CipherName.AES_256_GCM) -> None:
        self._key = key
        self._mark = MARKS[writes]
        self._fingerprint = hashlib.sha256(b"fabu data key\0" + key).digest()[:_FINGERPRINT]

    def encrypt(self, name: str, source: BinaryIO, target: BinaryIO) -> tuple[int, str]:
        """Write `source` encrypted to `target`; returns size and SHA-256 of what was read."""
        salt = os.urandom(_SALT)
        header = self._mark + self._fingerprint + salt
        aead, digest, size = self._aead(self._mark, salt, name), hashlib.sha256(), 0
        target.write(header)
        piece, number = source.read(CHUNK), 0
        while True:
            following = source.read(CHUNK) if piece else b""
            digest.update(piece)
            size += len(piece)
            nonce = _nonce(number, is_last=not following)
            target.write(aead.encrypt(nonce, piece, header + name.encode()))
            if not following:
                return size, digest.hexdigest()
            piece, number = following, number + 1

    def decrypt(self, name: str, source: BinaryIO) -> Iterator[bytes]:
        """The pieces of the file. Raises DamagedAttachmentError at the first that does not hold."""
        header = source.read(_HEADER)
        if len(header) != _HEADER or header[:1] not in CIPHERS:
            raise DamagedAttachmentError(name, FILE_CHANGED)
        if header[1 : 1 + _FINGERPRINT] != self._fingerprint:
            raise DamagedAttachmentError(name, OTHER_KEY)
        aead = self._aead(header[:1], header[-_SALT:], name)
        piece, number = source.read(CHUNK + TAG), 0
        while True:
            following = source.read(CHUNK + TAG) if piece else b""
            nonce = _nonce(number, is_last=not following)
            try:
                yield aead.decrypt(nonce, piece, header + name.encode())
            except (InvalidTag, ValueError) as error:
                raise DamagedAttachmentError(name, FILE_CHANGED) from error
            if not following:
                return
            piece, number = following, number + 1

    def _aead(self, mark: bytes, salt: bytes, name: str) -> Aead:
        spec, info = CIPHERS[mark], _PURPOSE + name.encode()
        return spec.make(HKDF(hashes.SHA256(), spec.key_bytes, salt, info).derive(self._key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">7xIB", number, is_last)
