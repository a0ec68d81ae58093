"""A file meant to cost more than it may, or to be taken for what it is not."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from forms_backend.attachments import messages
from forms_backend.attachments.readers.answer import Outcome

COST = frozenset({Outcome.PROCESSOR, Outcome.MEMORY, Outcome.TIME})
"""Reading it takes what it takes; the limits say when to stop."""
TAKEN = frozenset({Outcome.TAKEN})
"""Harmless in itself: what was hidden in it is gone or is never looked at by anything of ours."""


@dataclass(frozen=True)
class Attack:
    """`make` gives the content of `name`. `ends` is the one sentence with which it is refused, or
    the ways in which it may end."""

    name: str
    make: Callable[[], bytes]
    ends: str | frozenset[Outcome] = messages.BROKEN


def many(piece: bytes, megabytes: float) -> bytes:
    """`piece` again and again, up to so many megabytes."""
    return piece * int(megabytes * 1024 * 1024 / len(piece))


BOMB_MEGABYTES = 300
"""More than a worker may have, and not more than a test can make in a second."""


@cache
def bomb(first: bytes = b"") -> bytes:
    """`first`, then so many megabytes of zeros, packed (zlib)."""
    packer = zlib.compressobj(9)
    piece = bytes(1024 * 1024)
    pieces = [packer.compress(first), *(packer.compress(piece) for _ in range(BOMB_MEGABYTES))]
    return b"".join(pieces) + packer.flush()
