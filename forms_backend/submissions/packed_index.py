"""检索块: what the blind index knows of many older matters, turned round. Pure.

An entry of `blind_index` answers for one matter, so that a search reads all of them. Of a segment of
512 matters that came one after the other this keeps the opposite as well: for each term the places
of the matters that hold it, in 128 blocks by the first bits of the term's trapdoor. A search opens the
blocks of its own terms alone.

Blocks are sealed, filled up to four kilobytes each, and a segment's are made and deleted together: without
the key they tell how many terms 512 matters have in all, as their entries do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from forms_backend.submissions.blind_index import Plan

SEGMENT = 512
"""So many ids, one after the other, are in a segment."""
BUCKETS = 128
_FILLED_TO = 4_096
_COUNT_BYTES = 4
_TAG, _PLACE = np.dtype("<u4"), np.dtype("<u2")
_HEAD = np.dtype([("bucket", "u1"), ("tag", _TAG)])
"""The first bytes of a trapdoor."""
_NOTHING = np.array([], dtype=_PLACE)
Places = NDArray[np.bool_]
"""Of shape (SEGMENT,): which matters of a segment."""


def segment_of(submission_id: int) -> int:
    """The segment that has this id."""
    return submission_id // SEGMENT


def block_name(segment: int, bucket: int) -> str:
    """What a block is sealed for."""
    return f"search block {segment}/{bucket}"


def bucket_of(trapdoor: bytes) -> int:
    """The block that has this term."""
    return trapdoor[0] % BUCKETS  # as in `pack`


def pack(matters: Mapping[int, Iterable[bytes]]) -> Sequence[bytes]:
    """The blocks of a segment, BUCKETS of them; of each of its matters the trapdoors, by id."""
    heads, places = bytearray(), []
    for submission_id, trapdoors in matters.items():
        known = [trapdoor[: _HEAD.itemsize] for trapdoor in trapdoors]
        heads += b"".join(known)
        places.append(np.full(len(known), submission_id % SEGMENT, dtype=_PLACE))
    terms, place = np.frombuffer(heads, dtype=_HEAD), np.concatenate([*places, _NOTHING])
    bucket = terms["bucket"] % BUCKETS
    order = np.lexsort((place, terms["tag"], bucket))
    ends = np.searchsorted(bucket[order], np.arange(BUCKETS), side="right")
    return [_packed(terms["tag"][part], place[part]) for part in np.split(order, ends[:-1])]


def holders(segment: int, plan: Plan, blocks: Mapping[int, bytes]) -> Sequence[int]:
    """Ids of the matters of the segment that hold what the plan asks for; `blocks` by bucket are all
    that `buckets_of` names."""

    def having(trapdoor: bytes) -> Places:
        return _places(blocks[bucket_of(trapdoor)], _tag(trapdoor))

    found = np.ones(SEGMENT, dtype=np.bool_)
    for ways in plan.units:
        found &= reduce(np.logical_or, (_all(way, having) for way in ways))
        if not found.any():
            break
    return [segment * SEGMENT + int(place) for place in np.flatnonzero(found)]


def buckets_of(plans: Iterable[Plan]) -> frozenset[int]:
    """The blocks that the plans have to read of each segment."""
    return frozenset(
        bucket_of(trapdoor)
        for plan in plans
        for ways in plan.units
        for way in ways
        for trapdoor in way
    )


def _all(way: Iterable[bytes], having: Callable[[bytes], Places]) -> Places:
    return reduce(np.logical_and, map(having, way), np.ones(SEGMENT, dtype=np.bool_))


def _tag(trapdoor: bytes) -> int:
    """Two different terms of one block have the same about once in four thousand million looks."""
    return int.from_bytes(trapdoor[1:5], "little")


def _packed(tags: NDArray[np.uint32], places: NDArray[np.uint16]) -> bytes:
    whole = len(tags).to_bytes(_COUNT_BYTES, "little") + tags.tobytes() + places.tobytes()
    return whole + bytes(-len(whole) % _FILLED_TO)


def _places(block: bytes, tag: int) -> Places:
    count = int.from_bytes(block[:_COUNT_BYTES], "little")
    tags = np.frombuffer(block, dtype=_TAG, count=count, offset=_COUNT_BYTES)
    after = _COUNT_BYTES + count * _TAG.itemsize
    places = np.frombuffer(block, dtype=_PLACE, count=count, offset=after)
    wanted = np.uint32(tag)
    first, last = tags.searchsorted(wanted, "left"), tags.searchsorted(wanted, "right")
    found = np.zeros(SEGMENT, dtype=np.bool_)
    found[places[first:last]] = True
    return found
