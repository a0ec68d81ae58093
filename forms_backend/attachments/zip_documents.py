"""Documents that are zip files: docx, xlsx, pptx and OFD. Nothing of them is ever unpacked to disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.errors import RefusedFileError
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.ole_documents import OLE_MAGIC, check_embedded_object

MAX_ENTRIES = 3_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_EMBEDDED = 32 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 8 * 1024 * 1024
"""Small texts of markup shrink to next to nothing; only what unpacks to much is a bomb."""
_PIECE = 256 * 1024
_HEAD_OF_ENTRY = 30
_ENCRYPTED = 0x1

_MAIN_PARTS = {
    "word/document.xml": (FileKind.DOCX, "wordprocessingml.document.main+xml"),
    "xl/workbook.xml": (FileKind.XLSX, "spreadsheetml.sheet.main+xml"),
    "ppt/presentation.xml": (FileKind.PPTX, "presentationml.presentation.main+xml"),
}
_TYPES = "[Content_Types].xml"
_OFD = "OFD.xml"
_OFD_NAMESPACE = b"http://www.ofdspec.org/"
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|(^|/)(macrosheets|intlmacrosheets|customui)/|\.xlm$")
_ACTIVE_PARTS = re.compile(
    r"(^|/)activex/|\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|sh|py|html?|swf)$"
)
_REMOTE_TEMPLATE = re.compile(rb"attachedTemplate[^>]{0,2000}[\"'](https?:|\\\\)", re.IGNORECASE)
_ADDRESS_FIRST = re.compile(rb"[\"'](https?:|\\\\)[^>]{0,2000}attachedTemplate", re.IGNORECASE)


def check_zip_document(stream: BinaryIO, size: int) -> FileKind:
    """The kind of document. Raises RefusedFileError for every other zip, bombs, macros, programs."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_entries(entries, size)
            return _check_content(archive, entries)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
        ValueError, OverflowError, UnicodeDecodeError, KeyError, IndexError,
    ) as error:  # fmt: skip
        # What zipfile raises on damaged input is not one class: NotImplementedError for a method of
        # packing that it does not know, RuntimeError for a file with a password. All are refused.
        raise RefusedFileError(messages.BROKEN) from error


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Counts, declared sizes and places, before anything is unpacked."""
    if len(entries) > MAX_ENTRIES:
        raise RefusedFileError(messages.BOMB)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise RefusedFileError(messages.ENCRYPTED)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(map(_leads_elsewhere, names)):
        raise RefusedFileError(messages.BROKEN)
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED or total > max(RATIO_COUNTS_FROM, size * MAX_RATIO):
        raise RefusedFileError(messages.BOMB)
    _check_no_overlap(entries, size)


def _leads_elsewhere(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name


def _check_no_overlap(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Each byte belongs to one entry; bombs of overlapping entries unpack one piece many times."""
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            raise RefusedFileError(messages.BOMB)
        end = entry.header_offset + _HEAD_OF_ENTRY + entry.compress_size
    if end > size or (entries and min(e.header_offset for e in entries) != 0):
        raise RefusedFileError(messages.BROKEN)  # something stands before the document


def _check_content(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> FileKind:
    names = {entry.filename for entry in entries}
    lower = [name.lower() for name in names]
    if _OFD not in names and _TYPES not in names:
        what = messages.ARCHIVE
        raise RefusedFileError(messages.NOT_ACCEPTED.format(what=what))
    if any(_MACRO_PARTS.search(name) for name in lower):
        raise RefusedFileError(messages.MACROS)
    if any(_ACTIVE_PARTS.search(name) for name in lower):
        raise RefusedFileError(messages.ACTIVE)
    left = MAX_UNPACKED
    for entry in entries:
        left -= _unpack(archive, entry, left)
    return _kind_of(archive, names)


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if _OFD in names:
        if _OFD_NAMESPACE not in archive.read(_OFD):
            raise RefusedFileError(messages.BROKEN)
        return FileKind.OFD
    types = archive.read(_TYPES)
    if b"macroenabled" in types.lower():
        raise RefusedFileError(messages.MACROS)
    for part, (kind, content_type) in _MAIN_PARTS.items():
        if part in names and content_type.encode() in types:
            return kind
    raise RefusedFileError(messages.UNKNOWN)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Read an entry to its end, so that its true size and checksum are known; returns the size."""
    has_relations = entry.filename.lower().endswith(".rels")
    size, head = 0, b""
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            if not size:
                head = piece[: len(OLE_MAGIC)]
            size += len(piece)
            if size > left:
                raise RefusedFileError(messages.BOMB)
            if has_relations:
                _check_template(piece)
    if head == OLE_MAGIC:
        if size > MAX_EMBEDDED:
            raise RefusedFileError(messages.BOMB)
        with archive.open(entry) as embedded:
            check_embedded_object(embedded.read(size))
    return size


def _check_template(relations: bytes) -> None:
    """A template fetched from elsewhere brings its macros when the document is opened."""
    if _REMOTE_TEMPLATE.search(relations) or _ADDRESS_FIRST.search(relations):
        raise RefusedFileError(messages.ACTIVE)
