"""The sealed stream by itself: its end is authenticated, not only its chunks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from forms_backend.sealing.ciphers import TAG_BYTES
from forms_backend.sealing.errors import DamagedBackupError
from forms_backend.sealing.sealed_file import (
    CHUNK_BYTES,
    BackupKey,
    OpeningReader,
    SealingWriter,
)

LOCK = BackupKey(bytes(32))


def sealed(content: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealingWriter(file, LOCK)
    writer.write(content)
    writer.finish()
    return file.getvalue()


def opened(data: bytes) -> bytes:
    reader = OpeningReader(io.BytesIO(data), LOCK, Path("x"))
    return b"".join(iter(lambda: reader.read(100_000), b""))


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_what_is_sealed_is_opened(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    assert opened(sealed(content)) == content


def test_a_stream_that_ends_after_a_whole_chunk_is_damaged() -> None:
    data = sealed(bytes(2 * CHUNK_BYTES))
    with pytest.raises(DamagedBackupError, match="末尾"):
        opened(data[: -CHUNK_BYTES - TAG_BYTES])


def test_the_same_content_is_never_sealed_twice_alike() -> None:
    assert sealed(b"x") != sealed(b"x")


def test_who_reads_on_after_damage_gets_no_end() -> None:
    data = bytearray(sealed(bytes(2 * CHUNK_BYTES)))
    data[-1] ^= 1
    reader = OpeningReader(io.BytesIO(bytes(data)), LOCK, Path("x"))
    for _ in range(2):
        with pytest.raises(DamagedBackupError, match="末尾"):
            reader.read(2 * CHUNK_BYTES)
