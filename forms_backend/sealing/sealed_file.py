"""One encrypted file that is written and read as a stream.

The content is a sealed stream (see `stream`) in chunks of one mebibyte under AES-256-GCM.
Each file has a key of its own, derived from the backup key or the passphrase and a random salt.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives import constant_time, hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from forms_backend.sealing.errors import (
    DamagedBackupError,
    NotABackupError,
    WeakPassphraseError,
    WrongKeyError,
)
from forms_backend.sealing.stream import StreamChangedError, StreamSealer, opened_chunks

MAGIC = b"FABU-BACKUP 1\n"
CHUNK_BYTES = 1024 * 1024
SALT_BYTES = 32
KEY_BYTES = 32
CHECK_BYTES = 8
MAX_HEADER_BYTES = 4096
MIN_PASSPHRASE_LENGTH = 12
SCRYPT = {"n": 2**17, "r": 8, "p": 1}
"""128 MiB and about half a second a guess (OWASP's recommendation)."""


@dataclass(frozen=True)
class BackupKey:
    """FABU_BACKUP_KEY: 32 random bytes."""

    secret: bytes
    needs_passphrase = False

    def header(self) -> dict[str, Any]:
        return {}

    def master(self, _salt: bytes, _header: Mapping[str, Any]) -> bytes:
        return self.secret


@dataclass(frozen=True)
class Passphrase:
    """口令: what a person remembers or has written down; slow to guess through scrypt."""

    text: str
    needs_passphrase = True

    def header(self) -> dict[str, Any]:
        return {"scrypt": SCRYPT}

    def master(self, salt: bytes, header: Mapping[str, Any]) -> bytes:
        # Only our own cost: a forged header must not make us use more memory than we have.
        if header.get("scrypt") != SCRYPT:
            raise DamagedBackupError("口令参数不认识")
        return Scrypt(salt=salt, length=KEY_BYTES, **SCRYPT).derive(self.text.encode())


Lock = BackupKey | Passphrase


def passphrase_from(path: Path) -> Passphrase:
    """The first line of a file. Raises WeakPassphraseError, OSError."""
    lines = path.read_text("utf-8-sig").splitlines()
    text = lines[0].strip() if lines else ""
    if len(text) < MIN_PASSPHRASE_LENGTH:
        raise WeakPassphraseError(MIN_PASSPHRASE_LENGTH)
    return Passphrase(text)


def _derive(master: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=purpose).derive(master)


class SealingWriter:
    """Takes bytes and writes them sealed. Without `finish` the file cannot be opened."""

    def __init__(self, file: IO[bytes], lock: Lock) -> None:
        salt = os.urandom(SALT_BYTES)
        header: dict[str, Any] = {"salt": base64.b64encode(salt).decode(), **lock.header()}
        master = lock.master(salt, header)
        header["check"] = _derive(master, salt, b"fabu backup check", CHECK_BYTES).hex()
        aead = AESGCM(_derive(master, salt, b"fabu backup content", KEY_BYTES))
        written = MAGIC + json.dumps(header).encode() + b"\n"
        file.write(written)
        self._sealer = StreamSealer(aead, written, file, CHUNK_BYTES)

    def write(self, data: bytes) -> int:
        self._sealer.write(data)
        return len(data)

    def finish(self) -> None:
        """Seal what is left as the last chunk."""
        self._sealer.finish()


class OpeningReader:
    """Gives back what was sealed; every byte that it returns was authenticated.

    Raises NotABackupError, WrongKeyError, DamagedBackupError.
    """

    def __init__(self, file: IO[bytes], lock: Lock, path: Path) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise NotABackupError(path)
        line = file.readline(MAX_HEADER_BYTES)
        header, salt = _read_header(line)
        if ("scrypt" in header) is not lock.needs_passphrase:
            raise WrongKeyError(not lock.needs_passphrase)
        master = lock.master(salt, header)
        check = _derive(master, salt, b"fabu backup check", CHECK_BYTES).hex()
        if not constant_time.bytes_eq(check.encode(), str(header.get("check")).encode()):
            raise WrongKeyError(lock.needs_passphrase)
        aead = AESGCM(_derive(master, salt, b"fabu backup content", KEY_BYTES))
        self._chunks = opened_chunks(aead, MAGIC + line, file, CHUNK_BYTES)
        self._opened, self._ended = bytearray(), False
        self._changed: StreamChangedError | None = None

    def read(self, size: int) -> bytes:
        while len(self._opened) < size and not self._ended:
            self._open_next()
        data = bytes(self._opened[:size])
        del self._opened[:size]
        return data

    def drain(self) -> None:
        """Authenticate the rest, so that a cut end is noticed."""
        while self.read(CHUNK_BYTES):
            pass

    def _open_next(self) -> None:
        try:
            if self._changed:  # who reads on after an error must not take it for the end
                raise self._changed
            chunk = next(self._chunks, None)
        except StreamChangedError as error:
            self._changed = error
            reason = "末尾不完整，或被改动过" if error.at_end else "内容被改动过，或不完整"
            raise DamagedBackupError(reason) from error
        self._ended = chunk is None
        self._opened += chunk or b""


def _read_header(line: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        header = json.loads(line)
        salt = base64.b64decode(header["salt"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedBackupError("文件头读不出来") from error
    if len(salt) != SALT_BYTES:
        raise DamagedBackupError("文件头读不出来")
    return header, salt
