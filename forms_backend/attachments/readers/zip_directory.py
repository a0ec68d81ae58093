"""The end of a zip file, read before anything else: how long its directory is says how much work
its entries are (APPNOTE 4.3.14 to 4.3.16)."""

from __future__ import annotations

import struct
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.refusal import RefusedFileError

MAX_ENTRIES = 3_000
LONGEST_DIRECTORY = MAX_ENTRIES * 400
"""46 bytes of an entry, its name, and what programs add."""
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 0xFFFF
_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_LARGE_END_SIZE = 56


def check_directory(stream: BinaryIO, size: int) -> None:
    """Raises RefusedFileError for a directory longer than documents have, or none."""
    stream.seek(max(0, size - _LARGE_END_SIZE - _LOCATOR_SIZE - _END_SIZE - _LONGEST_COMMENT))
    tail = stream.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise RefusedFileError(messages.BROKEN)
    (length,) = struct.unpack_from("<I", tail, end + 12)
    locator = end - _LOCATOR_SIZE
    if tail[max(0, locator) :].startswith(_LOCATOR):
        start = locator - _LARGE_END_SIZE
        if start < 0:
            raise RefusedFileError(messages.BROKEN)
        (length,) = struct.unpack_from("<Q", tail, start + 40)
    if length > size:
        raise RefusedFileError(messages.BROKEN)
    if length > LONGEST_DIRECTORY:
        raise RefusedFileError(messages.BOMB)
    stream.seek(0)
