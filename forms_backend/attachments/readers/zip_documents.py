"""Documents that are zip files: docx, xlsx, pptx and OFD. Nothing of them is ever unpacked to disk."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.readers.ole_documents import OLE_MAGIC, check_embedded_object
from forms_backend.attachments.readers.package_parts import (
    LONGEST_RELATIONS,
    LONGEST_TYPES,
    ContentTypes,
    OfdRoot,
    see_relation,
)
from forms_backend.attachments.readers.xml_parts import XmlReader
from forms_backend.attachments.readers.zip_directory import MAX_ENTRIES, check_directory
from forms_backend.attachments.refusal import RefusedFileError

ZIP_MAGIC = b"PK\x03\x04"
MAX_LEVEL = 2
"""A workbook in a document, and a document in that; further in nobody looks."""
MAX_UNPACKED = 200 * 1024 * 1024
MAX_EMBEDDED = 32 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM = 8 * 1024 * 1024
"""Small texts of markup shrink to next to nothing; only what unpacks to much is a bomb."""
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    KeyError,
    OverflowError,
    IndexError,
    struct.error,
)
"""All of `district.zip_failures` (a test holds them together: the process that looks at strangers' files
loads nothing of the settings) and what reading the parts raises beside."""
_PIECE = 256 * 1024
_HEAD_OF_ENTRY = 30
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only ones that OPC allows; others unpack with memory that the file chooses."""
_TYPES = "[Content_Types].xml"
_OFD = "OFD.xml"
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|(^|/)(macrosheets|intlmacrosheets|customui)/|\.xlm$")
_ACTIVE_PARTS = re.compile(
    r"(^|/)activex/|\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|sh|py|html?|swf)$"
)


class _Budget:
    """How much may still be unpacked: one for the document and everything inside it."""

    def __init__(self) -> None:
        self.left = MAX_UNPACKED

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise RefusedFileError(messages.BOMB)


def check_zip_document(stream: BinaryIO, size: int) -> FileKind:
    """The kind of document. Raises RefusedFileError for every other zip, bombs, macros, programs."""
    kind = _check(stream, size, _Budget(), level=0)
    if kind is None:
        raise RefusedFileError(messages.UNKNOWN)
    return kind


def _check(stream: BinaryIO, size: int, budget: _Budget, level: int) -> FileKind | None:
    """The kind of a document of ours, None of another one; `level` counts what it lies within."""
    if level > MAX_LEVEL:
        raise RefusedFileError(messages.TOO_NESTED)
    try:
        check_directory(stream, size)
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_entries(entries, size)
            return _check_content(archive, entries, budget, level)
    except UNREADABLE as error:
        raise RefusedFileError(messages.BROKEN) from error


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Counts, declared sizes and places, before anything is unpacked."""
    if len(entries) > MAX_ENTRIES:
        raise RefusedFileError(messages.BOMB)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise RefusedFileError(messages.ENCRYPTED)
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise RefusedFileError(messages.BROKEN)
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
        shortest = _HEAD_OF_ENTRY + len(entry.orig_filename)
        end = entry.header_offset + shortest + entry.compress_size
    if end > size or (entries and min(e.header_offset for e in entries) != 0):
        raise RefusedFileError(messages.BROKEN)  # something stands before the document


def _check_content(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], budget: _Budget, level: int
) -> FileKind | None:
    names = {entry.filename for entry in entries}
    lower = {name.lower() for name in names}
    if _OFD not in names and _TYPES not in names:
        what = messages.ARCHIVE
        raise RefusedFileError(messages.NOT_ACCEPTED.format(what=what))
    if any(_MACRO_PARTS.search(name) for name in lower):
        raise RefusedFileError(messages.MACROS)
    if any(_ACTIVE_PARTS.search(name) for name in lower):
        raise RefusedFileError(messages.ACTIVE)
    types, ofd = ContentTypes(), OfdRoot()
    for entry in entries:
        _read(archive, entry, _reader_of(entry, types, ofd), budget, level)
    if _OFD in names:
        if not ofd.is_ofd:
            raise RefusedFileError(messages.BROKEN)
        return FileKind.OFD
    return types.kind_among(lower)


def _reader_of(entry: zipfile.ZipInfo, types: ContentTypes, ofd: OfdRoot) -> XmlReader | None:
    """Who reads an entry as XML. Raises RefusedFileError for one that is longer than it may be."""
    name = entry.filename.lower()
    if name.endswith(".rels"):
        if entry.file_size > LONGEST_RELATIONS:
            raise RefusedFileError(messages.TOO_MANY_RELATIONS)
        return XmlReader(see_relation)
    if entry.filename == _TYPES:
        if entry.file_size > LONGEST_TYPES:
            raise RefusedFileError(messages.BOMB)
        return XmlReader(types.see)
    if entry.filename == _OFD:
        return XmlReader(ofd.see)
    return XmlReader() if name.endswith(".xml") else None


def _read(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, reader: XmlReader | None, budget: _Budget,
    level: int,
) -> None:  # fmt: skip
    """Read an entry to its end once, so that its true size and checksum are known."""
    embedded: bytearray | None = None
    is_first = True
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            budget.spend(len(piece))
            if is_first and piece.startswith((OLE_MAGIC, ZIP_MAGIC)):
                embedded = bytearray()
            is_first = False
            if embedded is not None:
                embedded += piece
                if len(embedded) > MAX_EMBEDDED:
                    raise RefusedFileError(messages.BOMB)
            elif reader is not None:
                reader.feed(piece)
    if embedded is None:
        if reader is not None:
            reader.close()
    elif embedded.startswith(OLE_MAGIC):
        check_embedded_object(bytes(embedded))
    else:
        _check(io.BytesIO(embedded), len(embedded), budget, level + 1)
