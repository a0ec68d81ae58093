"""Postings of many terms as numpy columns, and their encoding into shards in bulk.

A call for each of fifteen million postings would take ten times as long as the arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
_SEVEN = 7
FOLLOWER_BYTES = 2


@dataclass(frozen=True)
class Columns:
    """Postings sorted by term, each with its document, low byte and followers.

    `counts` says how many postings each term has, in the order of the terms.
    """

    counts: Numbers
    documents: Numbers
    lows: Numbers
    followers: Numbers


def sorted_by_term(
    terms: Numbers, documents: Numbers, lows: Numbers, followers: Numbers, size: int
) -> Columns:
    """By term number (below `size`), then falling low byte, then document: the order in a shard."""
    key = terms.astype(np.uint64) << np.uint64(40)
    key |= (0xFF - lows.astype(np.uint64)) << np.uint64(32)
    key |= documents.astype(np.uint64)
    order = np.argsort(key)
    counts = np.bincount(terms, minlength=size)
    return Columns(counts, documents[order], lows[order], followers[order])


def encode_varints(numbers: Numbers) -> tuple[bytes, Numbers]:
    """All numbers as LEB128, and where each begins; one place more says where the last one ends."""
    numbers = numbers.astype(np.uint64)
    sizes = np.ones(len(numbers), dtype=np.int64)
    for octets in range(1, 5):
        sizes += numbers >= np.uint64(1 << (_SEVEN * octets))
    starts = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    encoded = np.zeros(int(starts[-1]), dtype=np.uint8)
    for octet in range(int(sizes.max(initial=0))):
        chosen = sizes > octet
        part = numbers[chosen] >> np.uint64(_SEVEN * octet) & np.uint64(0x7F)
        part |= np.where(sizes[chosen] > octet + 1, np.uint64(0x80), np.uint64(0))
        encoded[starts[:-1][chosen] + octet] = part
    return encoded.tobytes(), starts


class EncodedTerms:
    """The postings of all terms of `columns` as they lie in shards; slices for neighbouring terms."""

    def __init__(self, columns: Columns) -> None:
        self._ends = _ends(columns.counts)
        term_of = np.repeat(np.arange(len(columns.counts)), columns.counts)
        self._blocks, self._block_ends = _encode_blocks(columns, term_of, self._ends)
        has_followers = np.zeros(len(columns.counts), dtype=np.int64)
        np.maximum.at(has_followers, term_of, (columns.followers != 0).astype(np.int64))
        self._followers = columns.followers[has_followers[term_of] == 1].astype("<u2").tobytes()
        self._follower_ends = _ends(FOLLOWER_BYTES * columns.counts * has_followers)
        sizes = np.diff(self._block_ends)
        heads = np.empty(2 * len(columns.counts), dtype=np.int64)
        heads[0::2], heads[1::2] = columns.counts, sizes << 1 | has_followers
        self._heads, starts = encode_varints(heads)
        self._head_ends = starts[::2]

    def parts(self, first: int, last: int) -> tuple[bytes, bytes, bytes]:
        """Heads, postings and followers of the terms from `first` up to, not including, `last`."""
        return (
            self._heads[self._head_ends[first] : self._head_ends[last]],
            self._blocks[self._block_ends[first] : self._block_ends[last]],
            self._followers[self._follower_ends[first] : self._follower_ends[last]],
        )


def _ends(counts: Numbers) -> Numbers:
    ends = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=ends[1:])
    return ends


def _encode_blocks(columns: Columns, term_of: Numbers, ends: Numbers) -> tuple[bytes, Numbers]:
    """For each term its groups (low byte, size, gaps); and where each term's bytes begin."""
    size = len(columns.documents)
    is_start = np.ones(size, dtype=bool)
    is_start[1:] = (np.diff(term_of) != 0) | (np.diff(columns.lows.astype(np.int16)) != 0)
    starts = np.flatnonzero(is_start)
    gaps = columns.documents.astype(np.int64)
    gaps[1:] -= np.where(is_start[1:], 0, columns.documents[:-1].astype(np.int64))
    group_of_posting = np.cumsum(is_start)
    numbers = np.empty(size + 2 * len(starts), dtype=np.int64)
    numbers[np.arange(size) + 2 * group_of_posting] = gaps
    heads = starts + 2 * np.arange(len(starts))
    numbers[heads] = columns.lows[starts]
    numbers[heads + 1] = np.diff(np.append(starts, size))
    encoded, begins = encode_varints(numbers)
    first_number = np.append(ends[:-1] + 2 * (group_of_posting[ends[:-1]] - 1), len(numbers))
    return encoded, begins[first_number]


def merged(parts: Sequence[tuple[Numbers, Numbers, Numbers, Numbers]]) -> tuple[Numbers, ...]:
    """Several batches of the same columns as one."""
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))
