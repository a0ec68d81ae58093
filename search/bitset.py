"""Sets of document numbers as the bits of an integer: intersecting and counting cost microseconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.ranking import Numbers


def bits_of(documents: Sequence[int] | Numbers, size: int) -> int:
    """The set of `documents`, all below `size`."""
    mask = np.zeros(size + 1, dtype=bool)
    mask[np.asarray(documents, dtype=np.int64)] = True
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def members_among(documents: Numbers, bits: int, size: int) -> Numbers:
    """Those of `documents` that are in the set."""
    octets = np.frombuffer(bits.to_bytes(size // 8 + 1, "little"), dtype=np.uint8)
    found: Numbers = documents[(octets[documents >> 3] >> (documents & 7).astype(np.uint8) & 1) > 0]
    return found
