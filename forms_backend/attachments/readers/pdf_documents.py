"""PDF: whole, not locked, and without anything that runs when it is opened.

qpdf (pikepdf) reads every object of the file, those in compressed object streams too, whether a page
leads to them or not. What stands outside, as earlier versions do, is searched as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pikepdf

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.refusal import RefusedFileError

_PIECE = 1024 * 1024
_OVERLAP = 64
_TAIL = 4096

_ACTIVE = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/RichMedia", "/XFA", "/ImportData", "/GoToE", "/Rendition"}
)
"""Keys and names of what a reader program would run, fetch or start (ISO 32000-2, 12.6.4, 13)."""
_HARMLESS_AT_ONCE = frozenset(
    {"/GoTo", "/Named", "/Hide", "/SetOCGState", "/GoTo3DView", "/Trans", "/Thread", "/GoToDp"}
)
"""Actions that may happen by themselves on opening: they stay within the file."""
_SUSPICIOUS = re.compile(
    rb"/(?:JavaScript|JS|Launch|RichMedia|XFA|ImportData|GoToE|Rendition|EF|EmbeddedFile"
    rb"|OpenAction|AA)\b"
)
"""In an object as qpdf writes it, where every name is spelt out; only then is it walked through."""
_NO_MEMORY = "bad_alloc"
_UNREAD = ("limits error", "error decoding", "unfilterable")
"""Words of qpdf's warnings about objects that it leaves out."""


def _spelt(name: str) -> str:
    """A pattern for a name in which any letter may be written as a number: /J#61vaScript."""
    return "".join(f"(?:{c}|#(?i:{ord(c):02x}))" for c in name)


_AFTER_NAME = r"(?=[\x00\t\n\f\r ()<>\[\]{}/%])"
"""A name ends before one of these; at the end of a piece nobody knows yet."""
_RAW_ACTIVE = re.compile(
    f"/(?:{'|'.join(map(_spelt, ('JavaScript', 'Launch', 'RichMedia')))}){_AFTER_NAME}".encode()
)
_RAW_ENCRYPTED = re.compile(rb"/Encrypt\b")


def check_pdf(stream: BinaryIO, size: int) -> FileKind:
    """PDF. Raises RefusedFileError for one that is cut off, locked, encloses files, or has scripts."""
    stream.seek(max(0, size - _TAIL))
    if b"%%EOF" not in stream.read():
        raise RefusedFileError(messages.BROKEN)
    mentions_encryption = False
    for piece in _pieces(stream):
        if _RAW_ACTIVE.search(piece):
            raise RefusedFileError(messages.ACTIVE)
        mentions_encryption = mentions_encryption or bool(_RAW_ENCRYPTED.search(piece))
    stream.seek(0)
    try:
        with pikepdf.open(stream, suppress_warnings=True) as document:
            if document.is_encrypted:
                raise RefusedFileError(messages.ENCRYPTED)
            _check_object(document.trailer)
            for found in document.objects:
                _check_object(found)
            _check_was_read(document)
    except pikepdf.PasswordError as error:
        raise RefusedFileError(messages.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, OverflowError, RuntimeError, TypeError) as error:
        # qpdf says of a key that it does not understand that the file is damaged.
        said = messages.ENCRYPTED if mentions_encryption else messages.BROKEN
        raise RefusedFileError(said) from error
    return FileKind.PDF


def _check_was_read(document: pikepdf.Pdf) -> None:
    """qpdf warns and goes on where it meets something too large; what is in there nobody has seen."""
    for warning in map(str, document.get_warnings()):
        if _NO_MEMORY in warning:
            raise MemoryError
        if any(mark in warning for mark in _UNREAD):
            raise RefusedFileError(messages.BROKEN)


def _check_object(found: object) -> None:
    """One object with everything that stands directly in it; what it points to has its own turn."""
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Name)):
        return
    if not _SUSPICIOUS.search(found.unparse(resolved=True)):
        return
    waiting: list[object] = [found]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Name):
            _check_names({str(part)})
        elif isinstance(part, pikepdf.Dictionary):
            _check_dictionary(part)
            waiting += _direct(part.values())
        elif isinstance(part, pikepdf.Array):
            waiting += _direct(part)


def _direct(parts: Iterable[object]) -> list[object]:
    return [part for part in parts if not getattr(part, "is_indirect", False)]


def _check_names(names: set[str]) -> None:
    if names & _ACTIVE:
        raise RefusedFileError(messages.ACTIVE)
    if "/EmbeddedFile" in names:
        raise RefusedFileError(messages.ENCLOSES)


def _check_dictionary(found: pikepdf.Dictionary) -> None:
    keys = set(found.keys())
    _check_names(keys)
    if "/EF" in keys and keys & {"/F", "/UF"}:  # a file specification with the file inside
        raise RefusedFileError(messages.ENCLOSES)
    if "/OpenAction" in keys:
        _check_action(found["/OpenAction"])
    if "/AA" in keys and isinstance(found["/AA"], pikepdf.Dictionary):
        for action in found["/AA"].values():
            _check_action(action)


def _check_action(first: object) -> None:
    """An action that happens by itself, and those that follow it. An array is a place in the file."""
    waiting, seen = [first], set()
    while waiting:
        action = waiting.pop()
        if not isinstance(action, pikepdf.Dictionary) or action.objgen in seen:
            continue
        if action.is_indirect:
            seen.add(action.objgen)
        kind = action.get("/S")
        if kind is not None and str(kind) not in _HARMLESS_AT_ONCE:
            raise RefusedFileError(messages.ACTIVE)
        following = action.get("/Next")
        waiting += list(following) if isinstance(following, pikepdf.Array) else [following]


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The file in pieces that overlap, so that no word is cut."""
    stream.seek(0)
    rest = b""
    while piece := stream.read(_PIECE):
        yield rest + piece
        rest = piece[-_OVERLAP:]
