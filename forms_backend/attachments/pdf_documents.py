"""PDF: whole, not locked, and without anything that runs when it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.errors import RefusedFileError
from forms_backend.attachments.kinds import FileKind

_PIECE = 1024 * 1024
_OVERLAP = 64
_TAIL = 4096
_ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ENCRYPTED = re.compile(rb"/Encrypt\b\s*(\d+\s+\d+\s+R|<<)")


def check_pdf(stream: BinaryIO, size: int) -> FileKind:
    """PDF. Raises RefusedFileError for one that is cut off, locked, or has scripts.

    What is compressed inside is not looked into; staff open files on a protected computer.
    """
    stream.seek(max(0, size - _TAIL))
    if b"%%EOF" not in stream.read():
        raise RefusedFileError(messages.BROKEN)
    for piece in _pieces(stream):
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), piece)
        if _ACTIVE.search(plain):
            raise RefusedFileError(messages.ACTIVE)
        if _ENCRYPTED.search(plain):
            raise RefusedFileError(messages.ENCRYPTED)
    return FileKind.PDF


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The file in pieces that overlap, so that no word is cut."""
    stream.seek(0)
    rest = b""
    while piece := stream.read(_PIECE):
        yield rest + piece
        rest = piece[-_OVERLAP:]
