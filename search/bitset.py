"""Sets of document numbers as the bits of an integer: intersecting and counting cost microseconds."""

from __future__ import annotations

from collections.abc import Iterable


def bits_of(documents: Iterable[int], size: int) -> int:
    """The set of `documents`, all below `size`."""
    octets = bytearray(size // 8 + 1)
    for document in documents:
        octets[document >> 3] |= 1 << (document & 7)
    return int.from_bytes(octets, "little")


def members_among(documents: Iterable[int], bits: int, size: int) -> set[int]:
    """Those of `documents` that are in the set."""
    octets = bits.to_bytes(size // 8 + 1, "little")
    return {document for document in documents if octets[document >> 3] >> (document & 7) & 1}
