"""Files on disk: nothing readable, and no change goes unnoticed."""

from __future__ import annotations

import hashlib
import io

import pytest

from forms_backend.sealing.ciphers import TAG_BYTES as TAG
from forms_backend.sealing.errors import DamagedAttachmentError
from forms_backend.sealing.file_cipher import CHUNK, FILE_CHANGED, FileCipher

NAME = "a" * 32
HEADER = 21
CIPHER = FileCipher(bytes(32))


def sealed(content: bytes, name: str = NAME) -> bytes:
    target = io.BytesIO()
    assert CIPHER.encrypt(name, io.BytesIO(content), target) == (
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    return target.getvalue()


def opened(blob: bytes, name: str = NAME, cipher: FileCipher = CIPHER) -> bytes:
    return b"".join(cipher.decrypt(name, io.BytesIO(blob)))


@pytest.mark.parametrize("size", [1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_what_goes_in_comes_out(size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    blob = sealed(content)
    assert content[:64] not in blob or size < 16
    assert opened(blob) == content
    assert sealed(content) != blob


CONTENT = bytes(3 * CHUNK)
BLOB = sealed(CONTENT)
PIECE = CHUNK + TAG


@pytest.mark.parametrize(
    "changed",
    [
        BLOB[:HEADER],
        BLOB[: HEADER + PIECE],
        BLOB[: HEADER + 2 * PIECE],
        BLOB[:-1],
        BLOB + b"x",
        BLOB + BLOB[HEADER : HEADER + PIECE],
        BLOB[:HEADER] + BLOB[HEADER + PIECE :],
        BLOB[:HEADER] + BLOB[HEADER + PIECE : HEADER + 2 * PIECE] + BLOB[HEADER : HEADER + PIECE]
        + BLOB[HEADER + 2 * PIECE :],
        b"\x02" + BLOB[1:],
        BLOB[:10] + bytes([BLOB[10] ^ 1]) + BLOB[11:],
        BLOB[:500] + bytes([BLOB[500] ^ 1]) + BLOB[501:],
        b"",
    ],
    ids=["no piece", "one piece", "last piece cut", "byte cut", "byte more", "piece repeated",
         "first piece left out", "pieces swapped", "version", "salt", "content", "empty"],
)  # fmt: skip
def test_every_change_is_noticed(changed: bytes) -> None:
    with pytest.raises(DamagedAttachmentError):
        opened(changed)


@pytest.mark.parametrize(
    "changed",
    [b"\x7f" + BLOB[1:], BLOB[: HEADER - 1], BLOB[:1]],
    ids=["version", "cut", "one byte"],
)
def test_a_header_that_is_none_says_so_and_not_that_the_key_is_another(changed: bytes) -> None:
    with pytest.raises(DamagedAttachmentError, match=FILE_CHANGED):
        opened(changed)


def test_a_file_belongs_to_its_name_and_its_key() -> None:
    with pytest.raises(DamagedAttachmentError):
        opened(BLOB, name="b" * 32)
    with pytest.raises(DamagedAttachmentError, match="另一把密钥"):
        opened(BLOB, cipher=FileCipher(bytes(31) + b"x"))
