"""A QR code (二维码) as inline SVG; error correction M, quiet zone of 4 modules (DOMAIN §9.1)."""

from __future__ import annotations

from functools import cache

import segno

from publisher.paper.qr_frame import MASK, Frame, drawn, frame_of

LARGEST = 9
"""Version up to which codes are drawn here: their texts have a length of one byte."""


def qr_svg(text: str) -> str:
    """SVG markup of the code for `text`.

    The mask is fixed: trying all eight costs three times as much over a library of thousands of
    pages, and every reader decodes any mask. An address, of which each page has one, is filled into the
    frame that all codes of its size share: `segno` took a quarter of what a page took, twenty times as
    long. A test holds both equal.
    """
    size = len(text)
    # Only a text with a small letter is surely written byte by byte.
    if text.isascii() and text.isprintable() and text != text.upper() and size <= _most():
        frame = frame_of(next(v for v in range(1, LARGEST + 1) if size <= frame_of(v).holds))
        return frame.svg(_filled(text.encode(), frame))
    return drawn(segno.make(text, error="m", micro=False, mask=MASK, boost_error=False))


@cache
def _most() -> int:
    return frame_of(LARGEST).holds


def _filled(text: bytes, frame: Frame) -> bytearray:
    """The modules of the code, row by row, 0 or 1."""
    size = frame.words
    # Mode 4 (bytes), the length, the text, an end of four bits, and padding.
    head = (4 << 8 | len(text)) << 8 * len(text) | int.from_bytes(text, "big")
    data = (head << 4).to_bytes(len(text) + 2, "big")
    data += (b"\0" + b"\xec\x11" * size)[: size - len(data)]  # segno begins with a 0
    blocks, start = [], 0
    for length in frame.blocks:
        blocks.append(data[start : start + length])
        start += length
    corrections = [_correction(block, frame.correcting) for block in blocks]
    words = bytes(
        part[place]
        for parts in (blocks, corrections)
        for place in range(max(map(len, parts)))
        for part in parts
        if place < len(part)
    )
    bits = f"{int.from_bytes(words, 'big'):0{8 * len(words)}b}"
    modules = bytearray(frame.modules)
    for place, bit in zip(frame.places, bits, strict=False):
        if bit == "1":
            modules[place] ^= 1
    return modules


def _correction(block: bytes, size: int) -> bytes:
    """The Reed–Solomon code words of a block (ISO/IEC 18004:2015, 7.5)."""
    multiples, rest = _multiples(size), 0
    high, mask = 8 * (size - 1), (1 << 8 * size) - 1
    for word in block:
        rest = (rest << 8 & mask) ^ multiples[word ^ rest >> high]
    return rest.to_bytes(size, "big")


@cache
def _multiples(size: int) -> tuple[int, ...]:
    """Each byte times the generator polynomial of `size` code words, its first coefficient left out."""
    generator = [1]
    for power in range(size):
        root = _product_of_two(power)
        by_root = [0, *(_times(factor, root) for factor in generator)]
        generator = [a ^ b for a, b in zip([*generator, 0], by_root, strict=True)]
    rest = generator[1:]
    return tuple(
        int.from_bytes(bytes(_times(byte, factor) for factor in rest), "big") for byte in range(256)
    )


def _product_of_two(power: int) -> int:
    found = 1
    for _ in range(power):
        found = _times(found, 2)
    return found


def _times(one: int, other: int) -> int:
    """The product in the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product
