"""How the browser's index lies in files; `browser/shards.js` reads the same. Pure.

Terms are grouped by the hash of their first character and split inside a group by the hash of the
whole term, so that a character and the pairs that begin with it mostly come with one file. A shard is
one zlib stream of: number of terms; their text, joined by line feeds; for each term its number of
documents, the size of its postings and whether it has followers; all postings; all followers.

Postings are ordered by impact: for each low byte (in title, frequency; see `ranking`), highest first,
the byte, how many documents have it, and the gaps between their numbers. Followers are two bytes a
document, see `batch_terms`; only bigrams have them. All numbers are LEB128 varints.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FORMAT_VERSION = 5
GROUPS = 2048
CHUNK = 8
"""Documents whose id, url, title, date and kind stand in one file."""
_SINGLE_BYTE = 0x80


class ShardDamagedError(ValueError):
    """The bytes are no shard of ours: cut short, changed, or of another format."""


class Entry(NamedTuple):
    """One term of a shard, not decoded yet."""

    documents: int
    postings: bytes
    followers: bytes


@lru_cache(maxsize=32768)
def group_of(first: str) -> int:
    """The group of all terms that begin with the character `first`."""
    return zlib.crc32(first.encode()) % GROUPS


def shard_in_group(term: str, shards: int) -> int:
    return zlib.crc32(term.encode()) % shards if shards > 1 else 0


def shard_path(group: int, shard: int) -> str:
    """Relative to the folder of the index."""
    return f"t/{group >> 5:02x}/{group:03x}-{shard}.z"


def varint(number: int) -> bytes:
    octets = bytearray()
    while number >= _SINGLE_BYTE:
        octets.append(number & 0x7F | _SINGLE_BYTE)
        number >>= 7
    octets.append(number)
    return bytes(octets)


def read_varints(octets: bytes, start: int, count: int) -> tuple[Sequence[int], int]:
    """`count` numbers from `start` on, and where they end; IndexError when the bytes end before."""
    head = octets[start : start + count]
    if len(head) == count and (not count or max(head) < _SINGLE_BYTE):
        return head, start + count
    numbers = []
    for _ in range(count):
        number = shift = 0
        while (octet := octets[start]) >= _SINGLE_BYTE:
            number |= (octet & 0x7F) << shift
            shift += 7
            start += 1
        numbers.append(number | octet << shift)
        start += 1
    return numbers, start


def documents_in(entry: Entry) -> npt.NDArray[np.int64]:
    """The documents in the postings of a term, by falling impact, ascending among those of one."""
    numbers = _all_varints(entry.postings)
    found = []
    left, start = entry.documents, 0
    while left > 0:
        count = int(numbers[start + 1]) if start + 1 < len(numbers) else 0
        gaps = numbers[start + 2 : start + 2 + count]
        if not count or len(gaps) != count:
            raise ShardDamagedError("postings end too soon")
        found.append(np.cumsum(gaps))
        left -= count
        start += 2 + count
    if left:
        raise ShardDamagedError("postings do not add up")
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _all_varints(octets: bytes) -> npt.NDArray[np.int64]:
    """Every number in `octets`; one that ends too soon is left out."""
    column = np.frombuffer(octets, dtype=np.uint8)
    ends = np.flatnonzero(column < _SINGLE_BYTE)
    if len(ends) == len(column):
        return column.astype(np.int64)
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    whole = column[: int(ends[-1]) + 1 if len(ends) else 0]
    places = np.arange(len(whole)) - np.repeat(starts, ends - starts + 1)
    shifted = (whole & 0x7F).astype(np.int64) << np.minimum(7 * places, 62)
    return np.add.reduceat(shifted, starts) if len(starts) else np.zeros(0, dtype=np.int64)


def encode_shard(
    names: Sequence[str], heads: bytes, blocks: bytes, followers: bytes, level: int
) -> bytes:
    """The file of a shard from its parts, each for the terms in the order of `names`."""
    text = "\n".join(names).encode()
    start = varint(len(names)) + varint(len(text))
    return zlib.compress(b"".join((start, text, heads, blocks, followers)), level)


def decode_shard(content: bytes) -> dict[str, Entry]:
    """The terms of a shard; ShardDamagedError when it is none."""
    try:
        octets = zlib.decompress(content)
        (terms, size), start = read_varints(octets, 0, 2)
        names = octets[start : start + size].decode().split("\n") if terms else []
        heads, start = read_varints(octets, start + size, 2 * terms)
    except (zlib.error, IndexError, UnicodeDecodeError) as error:
        raise ShardDamagedError(str(error)) from error
    sizes = [start, *(head >> 1 for head in heads[1::2])]
    ends = list(accumulate(sizes))
    shown = [
        2 * count if head & 1 else 0 for count, head in zip(heads[::2], heads[1::2], strict=True)
    ]
    follower_ends = list(accumulate([ends[-1], *shown]))
    if len(names) != terms or follower_ends[-1] != len(octets):
        raise ShardDamagedError("the parts of the shard do not add up")
    return {
        name: Entry(count, octets[slice(*span)], octets[slice(*follower_span)])
        for name, count, span, follower_span in zip(
            names, heads[::2], pairwise(ends), pairwise(follower_ends), strict=True
        )
    }
