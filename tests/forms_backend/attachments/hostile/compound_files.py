"""Compound files (doc, xls, ppt and what Office puts into docx) that lead in circles or lie."""

from __future__ import annotations

import struct

from forms_backend.attachments import messages
from tests.forms_backend.attachments.hostile.attack import COST, TAKEN, Attack
from tests.forms_backend.attachments.sample_files import compound_file, office, workbook

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
_FAT_COUNT, _DIRECTORY, _MINI_COUNT, _DIFAT, _DIFAT_COUNT = 44, 48, 64, 68, 72
_LEFT, _RIGHT, _CHILD, _START, _SIZE = 68, 72, 76, 116, 120


def document() -> bytearray:
    """Sector 0 is the table, 1 the directory: root, WordDocument, 1Table."""
    return bytearray(compound_file({"WordDocument": b"x", "1Table": b"y"}))


def changed(*changes: tuple[int, int], more: bytes = b"") -> bytes:
    """A document in which numbers of four bytes were put at these places."""
    data = document()
    for place, value in changes:
        struct.pack_into("<I", data, place, value)
    return bytes(data) + more


def sector(number: int) -> int:
    """Where a sector begins."""
    return 512 * (number + 1)


def entry(number: int, field: int) -> int:
    """The place of a field of an entry of the directory."""
    return sector(1) + 128 * number + field


def table_sector(*numbers: int) -> bytes:
    return struct.pack("<128I", *numbers, *[FREE] * (128 - len(numbers)))


def circular_difat(count: int) -> bytes:
    """The list of tables continues in a sector that names itself as the next."""
    data = document()
    last = len(data) // 512 - 1
    for place, value in ((_FAT_COUNT, 109 + count * 127), (_DIFAT, last), (_DIFAT_COUNT, count)):
        struct.pack_into("<I", data, place, value)
    return bytes(data) + struct.pack("<128I", *[0] * 127, last)


def circular_difat_of_many_sectors() -> bytes:
    """As many tables as the file may have, all of them the first, in a list of two that alternate."""
    filler = bytes(16 * 1024 * 1024)
    data = document() + filler
    last = len(data) // 512 - 1
    count = 2
    for place, value in ((_FAT_COUNT, 109 + count * 127), (_DIFAT, last), (_DIFAT_COUNT, count)):
        struct.pack_into("<I", data, place, value)
    data += struct.pack("<128I", *[0] * 127, last + 1) + struct.pack("<128I", *[0] * 127, last)
    return bytes(data)


def large_directory(entries: int, *, is_branch: bool = False) -> bytes:
    """A tree of so many entries, each with a stream of its own; or one long branch."""
    sectors = -(-entries // 4)
    tables = -(-(sectors + 300) // 128)
    first = tables
    numbers = [0xFFFFFFFD] * tables + [*range(first + 1, first + sectors), END]
    numbers += [FREE] * (tables * 128 - len(numbers))
    listed = [*range(min(tables, 109)), *[FREE] * (109 - min(tables, 109))]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<9I", 0, min(tables, 109), first, 0, 4096, END, 0, END, 0)
        + struct.pack("<109I", *listed)
    )  # fmt: skip
    left, right = [FREE] * entries, [FREE] * entries
    waiting: list[tuple[int, int, int | None]] = [(1, entries, None)]
    top = FREE
    while waiting:
        low, high, parent = waiting.pop()
        if low >= high:
            continue
        middle = low if is_branch else (low + high) // 2
        if parent is None:
            top = middle
        elif middle < parent:
            left[parent] = middle
        else:
            right[parent] = middle
        waiting += [(low, middle, middle), (middle + 1, high, middle)]
    directory = bytearray()
    for number in range(entries):
        name = "Root Entry" if not number else "WordDocument" if number == 1 else f"{number:06d}"
        raw = name.encode("utf-16-le") + b"\0\0"
        kind, child = (2, FREE) if number else (5, top)
        directory += raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
        directory += struct.pack("<III", left[number], right[number], child) + bytes(36)
        directory += struct.pack("<IQ", 1000 + number * 8, 4096 if number else 0)
    return header + struct.pack(f"<{len(numbers)}I", *numbers) + bytes(directory)


def endless_records() -> bytes:
    """A workbook whose globals are records without content up to its end."""
    data = workbook()[:20] + bytes(59_000)
    return compound_file({"Workbook": data})


def circle_of_a_workbook() -> bytes:
    """The second sector of the stream leads back to the first."""
    data = bytearray(compound_file({"Workbook": workbook()}))
    struct.pack_into("<I", data, sector(0) + 4 * 3, 2)
    return bytes(data)


def small_sector(shift: int) -> bytes:
    data = document()
    struct.pack_into("<H", data, 30, shift)
    return bytes(data)


ATTACKS = {
    "difat-names-itself": Attack("a.doc", lambda: circular_difat(1)),
    "difat-in-a-circle-without-end": Attack("a.doc", lambda: circular_difat(0x01000000)),
    "difat-two-sectors-alternate": Attack("a.doc", circular_difat_of_many_sectors),
    "table-count-lies": Attack("a.doc", lambda: changed((_FAT_COUNT, 0xFFFFFFFF))),
    "difat-count-lies": Attack("a.doc", lambda: changed((_DIFAT_COUNT, 0xFFFFFFFF))),
    "small-table-count-lies": Attack("a.doc", lambda: changed((_MINI_COUNT, 0xFFFFFFFF)), TAKEN),
    "directory-names-itself": Attack("a.doc", lambda: changed((sector(0) + 4, 1))),
    "directory-two-sectors-alternate": Attack(
        "a.doc", lambda: changed((sector(0) + 4, 2), (sector(0) + 8, 1))
    ),
    "directory-outside": Attack("a.doc", lambda: changed((_DIRECTORY, 0x00FFFFFF))),
    "directory-chain-outside": Attack("a.doc", lambda: changed((sector(0) + 4, 0x00FFFFFF))),
    "table-outside": Attack("a.doc", lambda: changed((76, 0x00FFFFFF))),
    "all-tables-are-the-directory": Attack("a.doc", lambda: changed(*((76 + 4 * n, 1) for n in range(109)))),
    "entry-is-its-own-left": Attack("a.doc", lambda: changed((entry(1, _LEFT), 1)), TAKEN),
    "entries-neighbour-each-other": Attack(
        "a.doc", lambda: changed((entry(1, _RIGHT), 2), (entry(2, _RIGHT), 1)), TAKEN
    ),
    "root-is-its-own-child": Attack("a.doc", lambda: changed((entry(0, _CHILD), 0)), messages.UNKNOWN),
    "child-outside": Attack("a.doc", lambda: changed((entry(0, _CHILD), 0x00FFFFFF)), messages.UNKNOWN),
    "directory-is-one-branch": Attack("a.doc", lambda: large_directory(3_000, is_branch=True)),
    "directory-of-100000": Attack("a.doc", lambda: large_directory(100_000), COST),
    "stream-of-4-gigabytes": Attack(
        "a.xls",
        lambda: compound_file({"Workbook": workbook()}).replace(
            struct.pack("<IQ", 2, 4096), struct.pack("<IQ", 2, 0xFFFFFFFF)
        ),
        TAKEN,
    ),
    "stream-in-a-circle": Attack("a.xls", circle_of_a_workbook),
    "records-without-end": Attack("a.xls", endless_records, TAKEN),
    "sectors-of-a-megabyte": Attack("a.doc", lambda: small_sector(20)),
    "sectors-beyond-numbers": Attack("a.doc", lambda: small_sector(0xFFFF)),
    "circle-inside-a-docx": Attack(
        "a.docx", lambda: office("docx", {"word/embeddings/o.bin": circular_difat(0x01000000)})
    ),
    "thousand-circles-inside-a-docx": Attack(
        "a.docx",
        lambda: office(
            "docx",
            {f"word/embeddings/{n}.bin": changed((sector(0) + 4, 1), more=b"%d" % n) for n in range(1000)},
        ),
    ),
}  # fmt: skip
