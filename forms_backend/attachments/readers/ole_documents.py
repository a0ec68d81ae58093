"""Office files before 2007 (doc, xls, ppt): compound files of OLE, read just far enough to find
what kind they are and whether they carry macros ([MS-CFB], [MS-XLS], [MS-PPT])."""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

import olefile

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.refusal import RefusedFileError

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR_SHIFTS = (9, 12)
_MINI_SECTOR_SHIFT = 6
_HEADER_TABLES = 109
"""So many sectors of the table the header itself names; further ones need a chain of their own."""
_ENTRY = 128

_MAIN_STREAMS = {
    "WordDocument": FileKind.DOC,
    "Workbook": FileKind.XLS,
    "Book": FileKind.XLS,
    "PowerPoint Document": FileKind.PPT,
}
_MACRO_NAMES = frozenset({"vba", "_vba_project", "_vba_project_cur", "macros", "projectwm"})
_PACKAGE = "\x01ole10native"
_ENCRYPTED_NAMES = frozenset({"encryptedpackage", "encryptioninfo"})
_MACRO_TEXT = "_VBA_PROJECT".encode("utf-16-le")
"""Looked for in the whole file too: directories can be damaged on purpose."""
_PPT_HAS_MACROS = b"\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00"
"""VBAInfoContainer with its atom; then a reference of four bytes and the flag fHasMacros."""
_SHEET_RECORD = b"\x85\x00"
_MACRO_SHEETS = (1, 6)


class CompoundFile:
    """The directory and the streams of a compound file. Raises RefusedFileError when broken."""

    def __init__(self, data: bytes) -> None:
        _check_counts(data)
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(data))
        except (
            OSError, ValueError, IndexError, KeyError, TypeError, OverflowError, RecursionError,
            struct.error,
        ) as error:  # fmt: skip
            # RecursionError: a directory that is one long branch instead of a tree.
            raise RefusedFileError(messages.BROKEN) from error
        self._directory = self._read(self._ole.first_dir_sector)

    def _read(self, start: int) -> bytes:
        """The sectors of a chain, each once."""
        table, numbers, number = self._ole.fat, dict[int, None](), start
        while number != olefile.ENDOFCHAIN:
            if number >= len(table) or number in numbers:
                raise RefusedFileError(messages.BROKEN)  # out of the file, or in a circle
            numbers[number] = None
            number = table[number]
        try:
            return b"".join(map(self._ole.getsect, numbers))
        except OSError as error:  # olefile's own is one
            raise RefusedFileError(messages.BROKEN) from error

    def names(self) -> set[str]:
        """Names of everything in the directory, also of what its tree does not reach."""
        names = set()
        for offset in range(0, len(self._directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", self._directory, offset + 64)
            if kind and 2 <= length <= 64:
                raw = self._directory[offset : offset + length - 2]
                names.add(raw.decode("utf-16-le", "replace"))
        return names

    def top_names(self) -> set[str]:
        """Names directly below the root: what is inside an embedded object does not count."""
        return {entry.name for entry in self._ole.root.kids}

    def stream(self, name: str) -> bytes:
        """The content of a stream of at least 4096 bytes; shorter ones hold no macro sheet."""
        for entry in self._ole.root.kids:
            if entry.name == name and entry.size >= self._ole.minisectorcutoff:
                return self._read(entry.isectStart)[: entry.size]
        return b""


def _check_counts(data: bytes) -> None:
    """What the header promises, against the length of the file, before anything follows it."""
    if len(data) < olefile.MINIMAL_OLEFILE_SIZE or data[:8] != OLE_MAGIC:
        raise RefusedFileError(messages.BROKEN)
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    (tables,) = struct.unpack_from("<I", data, 44)
    if shift not in _SECTOR_SHIFTS or mini_shift != _MINI_SECTOR_SHIFT:
        raise RefusedFileError(messages.BROKEN)
    sectors = len(data) >> shift
    numbers_in_a_sector = 1 << (shift - 2)
    if tables > _HEADER_TABLES + 2 * sectors // numbers_in_a_sector:
        raise RefusedFileError(messages.BROKEN)


def check_ole_document(stream: BinaryIO, _size: int) -> FileKind:
    """The kind of document. Raises RefusedFileError for macros and for what is none."""
    stream.seek(0)
    data = stream.read()
    file = CompoundFile(data)
    _check_names(file.names(), data)
    top = file.top_names()
    kinds = [kind for name, kind in _MAIN_STREAMS.items() if name in top]
    if not kinds:
        raise RefusedFileError(messages.UNKNOWN)
    if kinds[0] is FileKind.XLS and _has_macro_sheet(file):
        raise RefusedFileError(messages.MACROS)
    if kinds[0] is FileKind.PPT and _presentation_has_macros(data):
        raise RefusedFileError(messages.MACROS)
    return kinds[0]


def check_embedded_object(data: bytes) -> None:
    """An object inside a docx, xlsx or pptx: no macros, no packed program."""
    _check_names(CompoundFile(data).names(), data)


def _check_names(names: set[str], data: bytes) -> None:
    lower = {name.lower() for name in names}
    if lower & _MACRO_NAMES or _MACRO_TEXT in data:
        raise RefusedFileError(messages.MACROS)
    if lower & _ENCRYPTED_NAMES:
        raise RefusedFileError(messages.ENCRYPTED)
    if _PACKAGE in lower:
        raise RefusedFileError(messages.ACTIVE)


def _has_macro_sheet(file: CompoundFile) -> bool:
    """Whether the workbook's list of sheets names an Excel 4.0 macro sheet or a module."""
    book = file.stream("Workbook") or file.stream("Book")
    offset = 0
    while offset + 4 <= len(book):
        length = struct.unpack_from("<H", book, offset + 2)[0]
        record = book[offset : offset + 4 + length]
        if record[:2] == _SHEET_RECORD and len(record) > 9 and record[9] in _MACRO_SHEETS:
            return True
        if record[:2] == b"\x0a\x00":  # the end of the workbook's own part
            return False
        offset += 4 + length
    return False


def _presentation_has_macros(data: bytes) -> bool:
    place = data.find(_PPT_HAS_MACROS)
    while place >= 0:
        flag = data[place + len(_PPT_HAS_MACROS) + 4 :][:4]
        if flag == b"\x01\x00\x00\x00":
            return True
        place = data.find(_PPT_HAS_MACROS, place + 1)
    return False
