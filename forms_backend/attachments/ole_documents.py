"""Office files before 2007 (doc, xls, ppt): compound files of OLE, read just far enough to find
what kind they are and whether they carry macros ([MS-CFB], [MS-XLS], [MS-PPT])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from forms_backend.attachments import messages
from forms_backend.attachments.errors import RefusedFileError
from forms_backend.attachments.kinds import FileKind

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_SECTORS = 200_000
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""
_ENTRY = 128
_HEADER_FAT = 109
_STREAM = 2

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
        if len(data) < 512 or data[:8] != OLE_MAGIC:
            raise RefusedFileError(messages.BROKEN)
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise RefusedFileError(messages.BROKEN)
        self._size = 1 << shift
        self._fat = self._read_fat()
        start = struct.unpack_from("<I", data, 48)[0]
        self._directory = b"".join(self._sectors(start))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if not sector:
            raise RefusedFileError(messages.BROKEN)
        return sector

    def _read_fat(self) -> list[int]:
        places = list(struct.unpack_from(f"<{_HEADER_FAT}I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, _MAX_SECTORS)):
            if following >= _FREE:
                break
            sector = self._sector(following)
            numbers = struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
            places += numbers[:-1]
            following = numbers[-1]
        fat: list[int] = []
        for place in places:
            if place < _FREE:
                sector = self._sector(place)
                fat += struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
        return fat

    def _sectors(self, start: int) -> Iterator[bytes]:
        seen, number = 0, start
        while number < _FREE:
            if number >= len(self._fat) or seen > len(self._fat):
                raise RefusedFileError(messages.BROKEN)  # out of the file, or in a circle
            yield self._sector(number)
            number, seen = self._fat[number], seen + 1

    def entries(self) -> Iterator[tuple[str, int, int, int]]:
        """Name, type, first sector and size of everything in the directory."""
        for offset in range(0, len(self._directory) - _ENTRY + 1, _ENTRY):
            entry = self._directory[offset : offset + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            if kind and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le", "replace")
                yield name, kind, *struct.unpack_from("<II", entry, 116)

    def top_names(self) -> set[str]:
        """Names directly below the root: what is inside an embedded object does not count."""
        count = len(self._directory) // _ENTRY
        names, waiting, seen = set(), [self._link(0, 76)] if count else [], set()
        while waiting:
            place = waiting.pop()
            if place >= count or place in seen:
                continue
            seen.add(place)
            waiting += [self._link(place, 68), self._link(place, 72)]
            offset = place * _ENTRY
            length = struct.unpack_from("<H", self._directory, offset + 64)[0]
            if 2 <= length <= 64:
                raw = self._directory[offset : offset + length - 2]
                names.add(raw.decode("utf-16-le", "replace"))
        return names

    def _link(self, place: int, offset: int) -> int:
        """Left or right neighbour, or first child, of an entry."""
        return int(struct.unpack_from("<I", self._directory, place * _ENTRY + offset)[0])

    def stream(self, name: str) -> bytes:
        """The content of a stream of at least 4096 bytes; shorter ones hold no macro sheet."""
        for found, kind, start, size in self.entries():
            if found == name and kind == _STREAM and size >= 4096:
                return b"".join(self._sectors(start))[:size]
        return b""


def check_ole_document(stream: BinaryIO, _size: int) -> FileKind:
    """The kind of document. Raises RefusedFileError for macros and for what is none."""
    stream.seek(0)
    data = stream.read()
    file = CompoundFile(data)
    names = [name for name, *_ in file.entries()]
    _check_names(names, data)
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
    names = [name for name, *_ in CompoundFile(data).entries()]
    _check_names(names, data)


def _check_names(names: list[str], data: bytes) -> None:
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
