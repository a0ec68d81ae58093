"""A docx that holds itself: however often one unpacks it, there is another inside.

What the packed part prints is the whole file, so the part has to print the orders that print it. There
are two kinds of order, both five bytes long: copy the next n bytes, and repeat the last n. The check
sum stands in the file whose sum it is; it is linear in its own bits, so 32 equations give it.
"""

from __future__ import annotations

import struct
import zlib
from itertools import count

from tests.forms_backend.attachments.sample_files import office

LAST = b"\x01\x00\x00\xff\xff"
"""An empty block that says it is the last one."""
_HEAD = 60
"""Of the header before the packed part: 65 bytes can be repeated by an order of five bytes."""


class _Bits:
    """A block of deflate with its standard codes (RFC 1951, 3.2.6), bit by bit."""

    def __init__(self) -> None:
        self._number = self._length = 0

    def add(self, value: int, length: int) -> None:
        self._number |= value << self._length
        self._length += length

    def code(self, value: int, length: int) -> None:
        """Codes begin with their highest bit."""
        self.add(int(f"{value:0{length}b}"[::-1], 2), length)

    def block(self, *matches: tuple[int, int]) -> None:
        """A block that repeats: pairs of length and distance."""
        self.add(0b010, 3)
        for length, distance in matches:
            self._length_of(length)
            self._distance_of(distance)
        self.code(0, 7)

    def _length_of(self, length: int) -> None:
        if length <= 10:
            symbol, more, low = 254 + length, 0, length
        else:
            more = (length - 3).bit_length() - 3
            step = (length - 3) >> more
            symbol, low = 257 + 4 * more + step, 3 + (step << more)
        if symbol < 280:
            self.code(symbol - 256, 7)
        else:
            self.code(symbol - 280 + 0b11000000, 8)
        self.add(length - low, more)

    def _distance_of(self, distance: int) -> None:
        more = max(0, (distance - 1).bit_length() - 2)
        step = (distance - 1) >> more
        self.code(2 * more + step, 5)
        self.add((distance - 1) - (step << more), more)

    def to_bytes(self) -> bytes:
        return self._number.to_bytes(-(-self._length // 8), "little")


def copy(length: int) -> bytes:
    """The order to copy what follows it."""
    return struct.pack("<BHH", 0, length, length ^ 0xFFFF)


def repeat(length: int) -> bytes:
    """The order to repeat what was printed last. It ends with a byte."""
    bits = _Bits()
    if length == 20:
        bits.block((10, 20), (10, 20))
    elif length == 65:
        bits.block((65, 65))
        bits.block()
    else:
        whole, rest = divmod(length, 200)
        bits.block(*[(200, length)] * whole, *([(rest, length)] if rest else []))
        bits.add(0, 3)  # an empty copy, whose lengths begin with a byte
        return bits.to_bytes() + copy(0)[1:]
    return bits.to_bytes()


def _program(head: bytes, tail: bytes) -> bytes:
    """Deflate that prints `head`, itself, and `tail`."""
    again, four = repeat(len(head) + 5), copy(20)
    last = LAST + tail
    ending, body = b"", last
    while repeat(len(body)) != ending:  # it is part of what it repeats
        ending = repeat(len(body))
        body = ending + last
    return b"".join(
        (
            copy(len(head) + 5), head, copy(len(head) + 5), again,
            copy(5), again, copy(5), copy(5),
            four, again, copy(5), copy(5), four, repeat(20),
            four, repeat(20), four, repeat(20), four, repeat(20),
            four, repeat(20), copy(0), copy(0), copy(len(body)), repeat(20),
            copy(0), copy(0), copy(len(body)), body, ending, LAST,
        )
    )  # fmt: skip


def _file(name: bytes, sum_: int, sizes: tuple[int, int]) -> tuple[bytes, tuple[int, int]]:
    """The file with this check sum and these sizes (packed, whole) in it, and the true sizes."""
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x5A21, sum_, *sizes, len(name), 0)
    head = b"PK\x03\x04" + fields + name
    assert len(head) == _HEAD
    others = office("docx")
    end = others.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<I", others, end + 16)[0]
    parts, directory = others[:start], bytearray(others[start:end])
    before = _HEAD + sizes[0]
    place = directory.find(b"PK\x01\x02")
    while place >= 0:
        offset = struct.unpack_from("<I", directory, place + 42)[0]
        struct.pack_into("<I", directory, place + 42, offset + before)
        place = directory.find(b"PK\x01\x02", place + 4)
    own = (
        b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    )
    listed = own + bytes(directory)
    closing = struct.pack("<HHHHIIH", 0, 0, 3, 3, len(listed), before + len(parts), 0)
    tail = parts + listed + b"PK\x05\x06" + closing
    program = _program(head, tail)
    return head + program + tail, (len(program), _HEAD + len(program) + len(tail))


def quine() -> bytes:
    """The file, which is also the content of its first part."""
    for tweak in count():
        name = b"word/embeddings/%09d.docx" % tweak
        _, sizes = _file(name, 0, (0, 0))
        at_zero = zlib.crc32(_file(name, 0, sizes)[0])
        columns = [
            zlib.crc32(_file(name, 1 << bit, sizes)[0]) ^ at_zero ^ 1 << bit for bit in range(32)
        ]
        own_sum = _solve(columns, at_zero)
        if own_sum is not None:
            return _file(name, own_sum, sizes)[0]
    raise AssertionError


def _solve(columns: list[int], wanted: int) -> int | None:
    """Which of the columns together give `wanted`, as bits; None where none do."""
    known: dict[int, tuple[int, int]] = {}
    for number, given in enumerate(columns):
        column, mark = given, 1 << number
        while column:
            top = column.bit_length()
            if top not in known:
                known[top] = (column, mark)
                break
            column, mark = column ^ known[top][0], mark ^ known[top][1]
    answer = 0
    while wanted:
        top = wanted.bit_length()
        if top not in known:
            return None
        wanted, answer = wanted ^ known[top][0], answer ^ known[top][1]
    return answer
