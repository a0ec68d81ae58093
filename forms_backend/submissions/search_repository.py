"""Keeping the blind index beside the texts, inside a transaction that the caller holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, delete, func, insert, or_, select

from forms_backend.database.work import Repository
from forms_backend.submissions.blind_index import codewords_of
from forms_backend.submissions.packed_index import SEGMENT, segment_of
from forms_backend.submissions.tables import SearchBlock, SearchEntry

_NEW_ENTRY = insert(cast(Table, SearchEntry.__table__))
_NEW_BLOCK = insert(cast(Table, SearchBlock.__table__))


class SearchRepository(Repository):
    """Entries of the index; `trapdoors` stand for the words of texts, see `BlindIndex`."""

    def add_first(self, submission_id: int, trapdoors: Iterable[bytes]) -> None:
        """Make a submission findable that has just been inserted."""
        codewords = codewords_of(submission_id, trapdoors)
        self._session.execute(_NEW_ENTRY, {"submission_id": submission_id, "codewords": codewords})

    def add(self, submission_id: int, trapdoors: Iterable[bytes]) -> None:
        """Make more of a matter findable, besides what already is."""
        entry = self._session.get(SearchEntry, submission_id, populate_existing=True)
        known = entry.codewords if entry else b""
        codewords = codewords_of(submission_id, trapdoors, known)
        if entry is None:
            self._session.add(SearchEntry(submission_id=submission_id, codewords=codewords))
        else:
            entry.codewords = codewords
        self._session.flush()
        self._unpack(segment_of(submission_id))

    def replace(self, submission_id: int, trapdoors: Iterable[bytes]) -> None:
        """Make this of a matter findable and nothing else."""
        self.forget(submission_id)
        self.add(submission_id, trapdoors)

    def forget(self, submission_id: int) -> None:
        """Nothing of the matter can be found any more; for retention, with the texts themselves."""
        self._session.execute(
            delete(SearchEntry)
            .where(SearchEntry.submission_id == submission_id)
            .execution_options(synchronize_session="fetch")
        )
        self._unpack(segment_of(submission_id))

    def entries_of(self, segment: int, *, locked: bool = False) -> Mapping[int, bytes]:
        """The digests of a segment's entries by id, which tell whether one has changed; `locked`: none
        can until the transaction ends."""
        query = select(SearchEntry.submission_id, SearchEntry.codewords).where(
            *_in_segment(segment)
        )
        ordered = query.order_by(SearchEntry.submission_id)
        rows = self._session.execute(ordered.with_for_update() if locked else ordered)
        return {id_: sha256(codewords).digest() for id_, codewords in rows}

    def put_blocks(self, segment: int, sealed: Sequence[bytes]) -> None:
        """The blocks of a segment in place of those that it may have, by bucket."""
        self._unpack(segment)
        rows = [{"segment": segment, "bucket": n, "sealed": one} for n, one in enumerate(sealed)]
        self._session.execute(_NEW_BLOCK, rows)

    def blocks(self, buckets: frozenset[int]) -> Mapping[int, Mapping[int, bytes]]:
        """Sealed, by segment and bucket, of the segments that have blocks."""
        query = select(SearchBlock.segment, SearchBlock.bucket, SearchBlock.sealed)
        found: dict[int, dict[int, bytes]] = defaultdict(dict)
        wanted = query.where(SearchBlock.bucket.in_(sorted(buckets)))
        for segment, bucket, sealed in self._session.connection().execute(wanted):
            found[segment][bucket] = sealed
        return found

    def unpacked_segments(self) -> Sequence[int]:
        """Segments without blocks, of those that have a whole one behind them: what came last
        changes every day, and its entries are read."""
        newest = self._session.scalar(select(func.max(SearchEntry.submission_id))) or 0
        query = select(SearchBlock.segment).where(SearchBlock.bucket == 0)
        packed = set(self._session.scalars(query))
        return [n for n in range(segment_of(newest) - 1) if n not in packed]

    def _unpack(self, segment: int) -> None:
        """No blocks tell of what the matters of a segment held before."""
        self._session.execute(delete(SearchBlock).where(SearchBlock.segment == segment))


def _in_segment(segment: int) -> tuple[ColumnElement[bool], ...]:
    first = segment * SEGMENT
    return SearchEntry.submission_id >= first, SearchEntry.submission_id < first + SEGMENT


def outside(segments: Iterable[int]) -> Sequence[ColumnElement[bool]]:
    """The conditions of entries that are in none of these segments, as ranges of ids: a part of the
    table that is not asked for is not read."""
    ranges: list[tuple[int, int]] = []
    for segment in sorted(segments):
        first = segment * SEGMENT
        if ranges and ranges[-1][1] == first:
            ranges[-1] = (ranges[-1][0], first + SEGMENT)
        else:
            ranges.append((first, first + SEGMENT))
    if not ranges:
        return ()
    starts = [0, *(end for _, end in ranges)]
    gaps = list(zip(starts, [*(first for first, _ in ranges), None], strict=True))
    id_ = SearchEntry.submission_id
    return (
        or_(
            *(
                id_ >= start if end is None else and_(id_ >= start, id_ < end)
                for start, end in gaps
                if start != end
            )
        ),
    )
