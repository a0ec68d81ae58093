"""Encrypting a stream in chunks (the STREAM construction, as age and Tink use it).

The nonce of a chunk is its number and whether it is the last, so that chunks can neither be changed,
left out, repeated, put in another order nor cut off at the end. Whoever uses this makes a key of its
own for each stream, so that no nonce ever comes twice under one. Attachments and backups have both
been written this way; a change here would make old ones unreadable.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag

from forms_backend.sealing.ciphers import TAG_BYTES, Aead

_COUNTER_BYTES = 11


class StreamChangedError(Exception):
    """A chunk does not hold; `at_end` when it was the last that there is."""

    def __init__(self, *, at_end: bool) -> None:
        self.at_end = at_end
        super().__init__()


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_COUNTER_BYTES, "big") + bytes([is_last])


class StreamSealer:
    """Takes bytes and writes them to `target` in chunks; `bound_to` is authenticated with each.
    Without `finish` nobody can open it to its end."""

    def __init__(self, aead: Aead, bound_to: bytes, target: IO[bytes], chunk_bytes: int) -> None:
        self._aead = aead
        self._bound_to = bound_to
        self._target = target
        self._chunk_bytes = chunk_bytes
        self._pending = bytearray()
        self._number = 0

    def write(self, data: bytes) -> None:
        self._pending += data
        # One chunk stays until more comes: the last is empty in an empty stream alone.
        while len(self._pending) > self._chunk_bytes:
            self._seal(bytes(self._pending[: self._chunk_bytes]), is_last=False)
            del self._pending[: self._chunk_bytes]

    def finish(self) -> None:
        """Seal what is left as the last chunk."""
        self._seal(bytes(self._pending), is_last=True)
        self._pending.clear()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        self._target.write(self._aead.encrypt(nonce, chunk, self._bound_to))
        self._number += 1


def opened_chunks(
    aead: Aead, bound_to: bytes, source: IO[bytes], chunk_bytes: int
) -> Iterator[bytes]:
    """What was sealed, each chunk authenticated. Raises StreamChangedError at the first that does
    not hold."""
    size = chunk_bytes + TAG_BYTES
    sealed, number = source.read(size), 0
    while True:
        following = source.read(size) if sealed else b""
        try:
            chunk = aead.decrypt(_nonce(number, is_last=not following), sealed, bound_to)
        except (InvalidTag, ValueError) as error:
            raise StreamChangedError(at_end=not following) from error
        yield chunk
        if not following:
            return
        sealed, number = following, number + 1
