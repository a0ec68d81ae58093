"""Attachments and backups that version 0.1.0 wrote are read and written the same, byte for byte.

Each is the very output of that version, for zero bytes as key and counted bytes as salt; longer ones
stand by their SHA-256.
"""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

import pytest

from forms_backend.sealing.ciphers import CipherName
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.sealed_file import (
    BackupKey,
    Lock,
    OpeningReader,
    Passphrase,
    SealingWriter,
)

TEXT = "证据清单：合同一份、照片两张。\n".encode()
NAME = "stored/ab"
PASSPHRASE = "correct horse battery"
AES = (
    "AdVw1FwAAQIDBAUGBwgJCgsMDQ4PW6m0jlvE5eNxMvXXwXmVqZNWJlMwqmPFL0YTSArihXWWh0P+xQqQ"
    "ivJth9fLFW0ZXJdTRAstaEXEvHCs+qk="
)
SM4 = (
    "AtVw1FwAAQIDBAUGBwgJCgsMDQ4PlrbqAQpU6Ym0xwJjBZmi+BZGBNFKwdYDV3Al8LKGVXmxBBKH++wu"
    "0jq+0Xyq/omzkgfJn40SlQBVVmuqMKM="
)
BY_KEY = (
    "RkFCVS1CQUNLVVAgMQp7InNhbHQiOiAiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSRWhNVUZSWVhHQmth"
    "R3h3ZEhoOD0iLCAiY2hlY2siOiAiN2U4ZTFmZjdjYmVjNzBmNiJ9ClQK2ZZfQdvPlWO8btpnGvp0iMK2"
    "y9o83mTAH8cQ4bfqoqoWI1EQX/EdGGp9ZaIQiO4X43zCJkgAhALkWgSV"
)
BY_PASSPHRASE = (
    "RkFCVS1CQUNLVVAgMQp7InNhbHQiOiAiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EeEFSRWhNVUZSWVhHQmth"
    "R3h3ZEhoOD0iLCAic2NyeXB0IjogeyJuIjogMTMxMDcyLCAiciI6IDgsICJwIjogMX0sICJjaGVjayI6"
    "ICI5OGExODZjNzIzNThmN2RiIn0KJFmNQWJC2/MjpXte4Qja2Eozd+DftioMd7spHN7LKiXQSm7HxV1c"
    "nI3FbYdJ9abAtZaY+Ej7wPTj8rb8b7E="
)
ATTACHMENTS = [(CipherName.AES_256_GCM, AES), (CipherName.SM4_GCM, SM4)]
BACKUPS: list[tuple[Lock, str]] = [
    (BackupKey(bytes(32)), BY_KEY),
    (Passphrase(PASSPHRASE), BY_PASSPHRASE),
]


@pytest.fixture
def counted_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.urandom", lambda size: bytes(range(size)))


def _attachment(cipher: CipherName, content: bytes) -> bytes:
    target = io.BytesIO()
    FileCipher(bytes(32), cipher).encrypt(NAME, io.BytesIO(content), target)
    return target.getvalue()


def _backup(lock: Lock, *pieces: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, lock)
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    return target.getvalue()


@pytest.mark.parametrize("golden", [AES, SM4])
def test_an_old_attachment_is_read(golden: str) -> None:
    source = io.BytesIO(base64.b64decode(golden))
    assert b"".join(FileCipher(bytes(32)).decrypt(NAME, source)) == TEXT


@pytest.mark.parametrize(("lock", "golden"), BACKUPS, ids=["key", "passphrase"])
def test_an_old_backup_is_read(lock: Lock, golden: str) -> None:
    reader = OpeningReader(io.BytesIO(base64.b64decode(golden)), lock, Path("x"))
    assert reader.read(1_000) == TEXT
    assert reader.read(1) == b""


@pytest.mark.usefixtures("counted_salt")
@pytest.mark.parametrize(("cipher", "golden"), ATTACHMENTS)
def test_an_attachment_is_written_as_before(cipher: CipherName, golden: str) -> None:
    assert base64.b64encode(_attachment(cipher, TEXT)).decode() == golden


@pytest.mark.usefixtures("counted_salt")
@pytest.mark.parametrize(("lock", "golden"), BACKUPS, ids=["key", "passphrase"])
def test_a_backup_is_written_as_before(lock: Lock, golden: str) -> None:
    assert base64.b64encode(_backup(lock, TEXT)).decode() == golden


@pytest.mark.usefixtures("counted_salt")
@pytest.mark.parametrize(
    ("cipher", "digest"),
    [
        (
            CipherName.AES_256_GCM,
            "4dc1d871cc1a238263d3f7eac088a967fccae3cbbdbcde5aa394f98a0c5b7f3d",
        ),
        (
            CipherName.SM4_GCM,
            "756b929f30dd9aa064f63c3d90f0207dda8fdaec81405db255cd9652d2992c40",
        ),
    ],
)
def test_an_attachment_of_four_chunks_is_written_as_before(cipher: CipherName, digest: str) -> None:
    written = _attachment(cipher, bytes(range(256)) * 1024)
    assert hashlib.sha256(written).hexdigest() == digest


@pytest.mark.usefixtures("counted_salt")
@pytest.mark.parametrize(
    ("lock", "digest"),
    [
        (
            BackupKey(bytes(32)),
            "aa60aca91bb4b6efb06c29349853094063a1f1ac89ed368aded65e12365cf7eb",
        ),
        (
            Passphrase(PASSPHRASE),
            "e836e88550fe84afafa35e69a7f7e7cb3c01ffbc148258eafdc04815a27cc9b5",
        ),
    ],
    ids=["key", "passphrase"],
)
def test_a_backup_of_two_chunks_is_written_as_before(lock: Lock, digest: str) -> None:
    written = _backup(lock, *[bytes(range(256)) * 2048] * 4)
    assert hashlib.sha256(written).hexdigest() == digest
