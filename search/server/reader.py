"""Opening an index for reading: one commit of it, as flat arrays by document number.

Document numbers run through all segments, so that the rest of search knows no segments. Everything
is loaded or mapped when the snapshot is opened; a later commit does not disturb it.
"""

from __future__ import annotations

import json
import pickle
import struct
from array import array
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.filedb.filetables import FileFormatError
from whoosh.index import EmptyIndexError, FileIndex, IndexVersionError

from search.analysis import fold, skeleton
from search.bitset import bits_of
from search.ranking import DOCUMENT_SHIFT, impact, impacts, length_norm, title_share
from search.server.codec import (
    BETWEEN,
    COLUMNS,
    DIGEST,
    FOLDED,
    INDEX_NAME,
    META,
    POSTING_TYPE,
    TEXT,
    ColumnTexts,
    MappedStorage,
    PackedTermsReader,
)
from search.server.index_directory import IndexDirectory, Marker
from search.suggesting import WordList

CACHED_POSTINGS = 6_000_000
"""Postings kept decoded between queries, at up to 12 bytes each."""
OPEN_ATTEMPTS = 5
_READ_FAILURES = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    AssertionError,
    AttributeError,
    ImportError,
    struct.error,
    pickle.UnpicklingError,
    EmptyIndexError,
    FileFormatError,
    IndexVersionError,
    TypeError,
)


@dataclass(frozen=True)
class Page:
    """What a hit shows of a page, its text apart."""

    id: str
    url: str
    kind: str
    title: str
    date: str


class Postings:
    """Where a term stands; decoded when first asked for, since often its length is all that counts."""

    def __init__(
        self, packed: array[int], norms: Sequence[float], title_shares: Sequence[float]
    ) -> None:
        self._packed = packed
        self._norms = norms
        self._title_shares = title_shares

    def __len__(self) -> int:
        return len(self._packed)

    @cached_property
    def documents(self) -> array[int]:
        """Document numbers, ascending."""
        return array(POSTING_TYPE, [posting >> DOCUMENT_SHIFT for posting in self._packed])

    @cached_property
    def impacts(self) -> array[float]:
        """What each document gains before the term's weight."""
        return impacts(self._packed, self._norms, self._title_shares)

    def impact_of(self, document: int) -> float:
        """The same for one document, 0 when the term is not in it; does not decode the rest."""
        packed = self._packed
        place = bisect_left(packed, document << DOCUMENT_SHIFT)
        if place == len(packed) or (posting := packed[place]) >> DOCUMENT_SHIFT != document:
            return 0.0
        return impact(posting, self._norms[document], self._title_shares[document])


@dataclass(frozen=True)
class SegmentReader:
    """One Whoosh segment: postings by term, column readers by name, numbers of deleted documents."""

    name: str
    base: int
    size: int
    deleted: frozenset[int]
    terms: PackedTermsReader
    columns: dict[str, Any]
    folded: ColumnTexts

    def live(self) -> Iterator[int]:
        """Document numbers within the segment that are not deleted."""
        return (number for number in range(self.size) if number not in self.deleted)

    def packed(self, term: str) -> array[int]:
        """Packed postings of `term` by document number of the whole snapshot."""
        postings = self.terms.packed(term)
        if self.deleted and postings:
            deleted = self.deleted
            kept = [p for p in postings if p >> DOCUMENT_SHIFT not in deleted]
            postings = array(POSTING_TYPE, kept)
        if self.base and postings:
            shift = self.base << DOCUMENT_SHIFT
            postings = array(POSTING_TYPE, [p + shift for p in postings])
        return postings


class Snapshot:
    """One commit of the index.

    `ids`, `newest_first` (rank by date, then id) and `facets` (name → value → set of documents as the
    bits of an integer) are indexed by document number; deleted numbers hold "" and no bits. `fields`
    holds name → document number → skeleton of the value, `titles` folded titles.
    """

    def __init__(self, marker: Marker, segments: list[SegmentReader], generation: int) -> None:
        self.marker = marker
        self.generation = generation
        self.segments = segments
        self.size = sum(segment.size for segment in segments)
        self.ids: list[str] = [""] * self.size
        self.live: list[int] = []
        self.facets: dict[str, dict[str, int]] = {}
        self.fields: dict[str, dict[int, str]] = {}
        self.keywords: set[str] = set()
        self.titles: list[str] = [""] * self.size
        self._dated: list[tuple[str, int]] = []
        self._cache: OrderedDict[str, Postings] = OrderedDict()
        self._cached = 0
        self._load()

    @property
    def pages(self) -> int:
        return len(self.live)

    def page(self, document: int) -> Page:
        """The page of a live document number."""
        meta = self._meta(document)
        return Page(meta["id"], meta["url"], meta["kind"], meta["title"], meta["date"])

    def text(self, document: int) -> str:
        return self.text_bytes(document).decode()

    def holding(self, phrase: str, documents: set[int]) -> set[int]:
        """Those of `documents` whose folded title or text holds a folded phrase."""
        if BETWEEN in phrase:
            return set()
        needle, found = phrase.encode(errors="surrogatepass"), set()
        for segment in self.segments:
            base = segment.base
            numbers = [n for d in documents if 0 <= (n := d - base) < segment.size]
            found |= {base + n for n in segment.folded.holding(needle, numbers)}
        return found

    def text_bytes(self, document: int) -> bytes:
        segment = self._segment(document)
        return bytes(segment.columns[TEXT][document - segment.base])

    @cached_property
    def word_list(self) -> WordList:
        """Keywords, causes, facet values and titles, for suggestions; made when first asked for."""
        facets = (value for values in self.facets.values() for value in values)
        return WordList([*sorted(self.keywords), *facets, *(self.page(d).title for d in self.live)])

    def dated_between(self, first: str, last: str) -> list[int]:
        """Documents with a date from `first` to `last`; a year or month means all of it, "" no bound."""
        start = bisect_left(self._dated, (first or "0", -1))
        end = bisect_left(self._dated, (f"{last}~" if last else "~", -1))
        return [document for _, document in self._dated[start:end]]

    def digests(self) -> Iterator[tuple[bytes, int]]:
        """The digest of each live document's line in documents.jsonl, and its number."""
        for segment in self.segments:
            column = segment.columns[DIGEST]
            for number in segment.live():
                yield bytes(column[number]), segment.base + number

    def postings(self, term: str) -> Postings:
        """The live postings of `term`; recently used ones come from memory."""
        cache = self._cache
        if term in cache:
            cache.move_to_end(term)
            return cache[term]
        packed = array(POSTING_TYPE)
        for segment in self.segments:
            packed += segment.packed(term)
        postings = Postings(packed, self._norms, self._title_shares)
        cache[term] = postings
        self._cached += len(postings) + 16
        while self._cached > CACHED_POSTINGS and len(cache) > 1:
            self._cached -= len(cache.popitem(last=False)[1]) + 16
        return postings

    def _segment(self, document: int) -> SegmentReader:
        return next(s for s in reversed(self.segments) if s.base <= document)

    def _meta(self, document: int) -> dict[str, Any]:
        segment = self._segment(document)
        meta: dict[str, Any] = json.loads(segment.columns[META][document - segment.base])
        return meta

    def _load(self) -> None:
        lengths, title_lengths, dates = [0] * self.size, [0] * self.size, [""] * self.size
        members: defaultdict[str, defaultdict[str, list[int]]]
        members = defaultdict(lambda: defaultdict(list))
        for segment in self.segments:
            for number in segment.live():
                meta = json.loads(segment.columns[META][number])
                document = segment.base + number
                self.live.append(document)
                self.ids[document], dates[document] = meta["id"], meta["date"]
                lengths[document], title_lengths[document] = meta["length"], meta["title_length"]
                self.keywords.update(meta["keywords"])
                self.titles[document] = fold(meta["title"])
                for name, value in meta["fields"].items():
                    self.fields.setdefault(name, {})[document] = skeleton(value)
                for name, values in meta["facets"].items():
                    for value in values:
                        members[name][value].append(document)
        self.facets = {
            name: {value: bits_of(found, self.size) for value, found in sorted(values.items())}
            for name, values in sorted(members.items())
        }
        average = max(1.0, sum(lengths) / max(1, len(self.live)))
        self._norms = [length_norm(length, average) for length in lengths]
        self._title_shares = [title_share(length) for length in title_lengths]
        self._dated = sorted((dates[document], document) for document in self.live)
        by_id = sorted(self.live, key=self.ids.__getitem__)
        by_date = sorted(by_id, key=dates.__getitem__, reverse=True)
        self.newest_first = [0] * self.size
        for rank, document in enumerate(by_date):
            self.newest_first[document] = rank


def open_snapshot(directory: IndexDirectory) -> Snapshot:
    """The index as last committed; IndexUnavailableError when there is none that may be opened.

    A commit may remove files between reading the list of segments and opening them: then try again.
    """
    failure: Exception | None = None
    for _ in range(OPEN_ATTEMPTS):
        marker = directory.read_marker()
        try:
            return _open(directory.data_path(marker), marker)
        except _READ_FAILURES as error:
            failure = error
    raise directory.damaged(f"{type(failure).__name__}: {failure}") from failure


def open_whoosh(path: Path) -> Any:
    """The Whoosh index in a data directory of ours."""
    return FileIndex(MappedStorage(str(path)), indexname=INDEX_NAME)


def _open(path: Path, marker: Marker) -> Snapshot:
    index = open_whoosh(path)
    toc = index._read_toc()
    storage, segments, base = index.storage, [], 0
    for segment in toc.segments:
        codec, size = segment.codec(), segment.doc_count_all()
        columns = codec.per_document_reader(storage, segment)
        readers = {
            name: columns.column_reader(name, toc.schema[name].column_type) for name in COLUMNS
        }
        segments.append(
            SegmentReader(
                name=segment.segment_id(),
                base=base,
                size=size,
                deleted=frozenset(segment.deleted_docs()),
                terms=codec.terms_reader(storage, segment),
                columns=readers,
                folded=ColumnTexts(readers[FOLDED]),
            )
        )
        base += size
    return Snapshot(marker, segments, toc.generation)
