"""From bytes that somebody sent to a file that we take: what kind it is, and its cleaned content."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO

import puremagic

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.names import extension_of
from forms_backend.attachments.readers.images import clean_image
from forms_backend.attachments.readers.media_files import (
    check_amr,
    check_boxes,
    check_mp3,
    check_wav,
)
from forms_backend.attachments.readers.ole_documents import OLE_MAGIC, check_ole_document
from forms_backend.attachments.readers.pdf_documents import check_pdf
from forms_backend.attachments.readers.zip_documents import ZIP_MAGIC, check_zip_document
from forms_backend.attachments.refusal import RefusedFileError

_HEAD = 4096

Check = Callable[[BinaryIO, int], FileKind]


def _is(kind: FileKind) -> Check:
    return lambda _stream, _size: kind


_SIGNATURES: tuple[tuple[int, bytes, Check], ...] = (
    (0, b"%PDF-", check_pdf),
    (0, ZIP_MAGIC, check_zip_document),
    (0, OLE_MAGIC, check_ole_document),
    (0, b"\xff\xd8\xff", _is(FileKind.JPEG)),
    (0, b"\x89PNG\r\n\x1a\n", _is(FileKind.PNG)),
    (0, b"GIF87a", _is(FileKind.GIF)),
    (0, b"GIF89a", _is(FileKind.GIF)),
    (8, b"WEBP", _is(FileKind.WEBP)),
    (8, b"WAVE", check_wav),
    (4, b"ftyp", check_boxes),
    (0, b"#!AMR", check_amr),
    (0, b"ID3", check_mp3),
    (0, b"\xff", check_mp3),
)
"""Where which bytes stand, and who looks closer; the first that fits decides."""

_REFUSED: Mapping[str, frozenset[str]] = {
    messages.EXECUTABLE: frozenset(
        {".exe", ".dll", ".scr", ".ocx", ".msi", ".elf", ".appimage", ".class", ".com", ".so",
         ".dex", ".lnk", ".swf"}
    ),
    messages.ARCHIVE: frozenset(
        {".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".cab", ".iso", ".jar",
         ".apk", ".zst", ".lz", ".arj"}
    ),
    messages.WEB_PAGE: frozenset({".html", ".htm", ".svg", ".xml", ".mht", ".xhtml"}),
    messages.SCRIPT: frozenset(
        {".sh", ".bat", ".cmd", ".ps1", ".js", ".vbs", ".py", ".php", ".pl", ".rb", ".hta"}
    ),
}  # fmt: skip
"""How refused kinds are called, by the extensions that puremagic or the sender gives them."""


def inspect(name: str, stream: BinaryIO, size: int, target: BinaryIO) -> FileKind:
    """The kind of the file called `name`, whose extension agrees; a picture is written to `target`.

    `name` is clean. Raises RefusedFileError with the reason for the visitor.
    """
    kind = tell_kind(name, stream, size)
    _check_extension(name, kind)
    if kind.is_image:
        clean_image(kind, stream, size, target)
    return kind


def tell_kind(name: str, stream: BinaryIO, size: int) -> FileKind:
    """What the content is. Raises RefusedFileError for everything that is not accepted."""
    stream.seek(0)
    head = stream.read(_HEAD)
    for offset, signature, check in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return check(stream, size)
    raise RefusedFileError(_refusal(head, extension_of(name)))


def meet_broken_files() -> None:
    """Have every reader refuse something once, before there are limits.

    What libraries set up when they first raise an error (libstdc++ its thread's own data) ends the
    process where it has no memory left for that; a worker inherits it.
    """
    for offset, signature, _check in _SIGNATURES:
        junk = (bytes(offset) + signature).ljust(_HEAD, b"\0") + b"%%EOF"
        for name in ("a.pdf", "a.png", "a.jpg", "a.gif", "a.webp"):
            with suppress(RefusedFileError):
                inspect(name, io.BytesIO(junk), len(junk), io.BytesIO())


def _refusal(head: bytes, extension: str) -> str:
    """The most telling sentence for content that no signature of ours fits."""
    if head.startswith(b"#!"):
        return _not_accepted(messages.SCRIPT)
    try:
        found = {match.extension.lower() for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    for what, extensions in _REFUSED.items():
        if found & extensions or (not found and extension in extensions):
            return _not_accepted(what)
    return messages.UNKNOWN


def _not_accepted(what: str) -> str:
    return messages.NOT_ACCEPTED.format(what=what)


def _check_extension(name: str, kind: FileKind) -> None:
    extension, right = extension_of(name), kind.extensions[0]
    if not extension:
        raise RefusedFileError(messages.NO_EXTENSION.format(kind=kind.label, right=right))
    if extension not in kind.extensions:
        raise RefusedFileError(
            messages.MISMATCH.format(extension=extension, kind=kind.label, right=right)
        )
