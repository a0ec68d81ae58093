"""Opening an index for reading: one commit of it, as flat arrays by document number.

Document numbers run through all segments, so that the rest of search knows no segments. Everything
is loaded or mapped when the snapshot is opened; a later commit does not disturb it.
"""

from __future__ import annotations

import json
import pickle
import struct
import threading
from bisect import bisect_left
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import EmptyIndexError, FileIndex, IndexVersionError

from search.bitset import bits_of
from search.document import Section
from search.lexicon import Lexicon, frequent_pairs
from search.matching import is_among
from search.query import required_terms
from search.ranking import (
    DOCUMENT_SHIFT,
    Numbers,
    citation_factors,
    impacts,
    length_norms,
)
from search.server.codec import (
    BETWEEN,
    COLUMNS,
    DIGEST,
    FOLDED,
    INDEX_NAME,
    META,
    PAGES_EXTENSION,
    PAIRS_EXTENSION,
    POSTING_TYPE,
    TEXT,
    ColumnTexts,
    MappedStorage,
    PackedTermsReader,
    read_beside,
)
from search.server.index_directory import IndexDirectory, Marker
from search.suggesting import WordList
from search.synonyms import Held

CACHED_POSTINGS = 6_000_000
"""Postings kept decoded between queries, at up to 16 bytes each."""
NOTHING = np.zeros(0, dtype=POSTING_TYPE)
LAWS, LEXICON = "laws.json", "lexicon.json"
"""In a data directory: names of laws, see `search.laws`; and what `search.lexicon` needs."""
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
    is_even: bool
    """Whether each character of the text is one of the folded text."""
    prose: int | None
    sections: tuple[Section, ...]


class Postings:
    """Where a term stands; decoded when first asked for, since often its length is all that counts."""

    def __init__(self, packed: Numbers, norms: Numbers) -> None:
        self._packed = packed
        self._norms = norms

    def __len__(self) -> int:
        return len(self._packed)

    @cached_property
    def documents(self) -> Numbers:
        """Document numbers, ascending."""
        return self._packed >> np.uint32(DOCUMENT_SHIFT)

    @cached_property
    def impacts(self) -> Numbers:
        """What each document gains before the term's weight."""
        return impacts(self._packed & np.uint32(0xFF), self._norms[self.documents])


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
    pages: list[dict[str, Any]]
    pairs: dict[str, int]

    def live(self) -> Iterator[int]:
        """Document numbers within the segment that are not deleted."""
        return (number for number in range(self.size) if number not in self.deleted)

    def packed(self, term: str) -> Numbers:
        """Packed postings of `term` by document number of the whole snapshot."""
        postings = self.terms.packed(term)
        if self.deleted and len(postings):
            gone = np.array(sorted(self.deleted), dtype=np.uint32)
            postings = postings[~is_among(postings >> np.uint32(DOCUMENT_SHIFT), gone)]
        return postings + np.uint32(self.base << DOCUMENT_SHIFT) if self.base else postings


class Snapshot:
    """One commit of the index; safe to share between threads.

    `ids`, `newest_first` (rank by date, then id) and `facets` (name → value → set of documents as the
    bits of an integer) are indexed by document number; deleted numbers hold "" and no bits. `fields`
    holds name → document number → skeleton of the value, `numbers` the documents by their own case or
    document number. `parents` numbers what documents are part of, -1 for none; `factors` is what their
    scores are multiplied by; either is None where no document has it.
    """

    def __init__(
        self,
        marker: Marker,
        segments: list[SegmentReader],
        generation: int,
        path: Path,
    ) -> None:
        self.marker = marker
        self.path = path
        self.generation = generation
        self.segments = segments
        self.laws = read_laws(path)
        self.size = sum(segment.size for segment in segments)
        self.ids: list[str] = [""] * self.size
        self.live: list[int] = []
        self.facets: dict[str, dict[str, int]] = {}
        self.fields: dict[str, dict[int, str]] = {}
        self.numbers: dict[str, list[int]] = {}
        self.keywords: set[str] = set()
        self._titles: list[str] = []
        self._known_words: dict[str, Held] = {}
        self._dated: list[tuple[str, int]] = []
        self._cache: OrderedDict[str, Postings] = OrderedDict()
        self._cached = 0
        self._lock = threading.Lock()
        """Held for moments only, when a term enters or leaves the cache."""
        self._load()

    @property
    def pages(self) -> int:
        return len(self.live)

    def page(self, document: int) -> Page:
        """The page of a live document number."""
        segment = self._segment(document)
        return Page(*json.loads(segment.columns[META][document - segment.base]))

    def text(self, document: int) -> str:
        segment = self._segment(document)
        return bytes(segment.columns[TEXT][document - segment.base]).decode()

    def folded_bytes(self, document: int) -> bytes:
        """Title and text as they are searched, with `BETWEEN` between them."""
        segment = self._segment(document)
        return segment.folded[document - segment.base]

    def folded(self, document: int) -> tuple[str, str]:
        """Title and text as they are searched."""
        title, _, text = self.folded_bytes(document).decode().partition(BETWEEN)
        return title, text

    def holding(self, phrase: str, documents: Iterable[int]) -> Numbers:
        """Those of `documents` whose folded title or text holds a folded phrase, ascending."""
        found: list[int] = []
        if BETWEEN not in phrase:
            needle, asked = phrase.encode(errors="surrogatepass"), list(documents)
            for segment in self.segments:
                base = segment.base
                numbers = [n for d in asked if 0 <= (n := int(d) - base) < segment.size]
                found += (base + n for n in segment.folded.holding(needle, numbers))
        return np.array(sorted(found), dtype=np.uint32)

    @cached_property
    def word_list(self) -> WordList:
        """Keywords, causes, facet values and titles, for suggestions; made when first asked for."""
        facets = (value for values in self.facets.values() for value in values)
        return WordList([*sorted(self.keywords), *facets, *self._titles])

    @cached_property
    def lexicon(self) -> Lexicon:
        """What may have been meant by a query that no page holds; read when first asked for."""
        return Lexicon(json.loads((self.path / LEXICON).read_bytes()))

    def holds(self, term: str) -> bool:
        return len(self.postings(term)) > 0

    def held(self, word: str) -> Held:
        """Whether pages hold the terms of a word."""
        known = self._known_words.get(word)
        if known is None:
            known = self._known_words[word] = Held.of(required_terms(word), self.holds)
        return known

    def pairs(self) -> dict[str, int]:
        """The most frequent pairs of characters of all segments."""
        counts: Counter[str] = Counter()
        for segment in self.segments:
            counts.update(segment.pairs)
        return frequent_pairs(counts)

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
        with self._lock:
            found = self._cache.get(term)
            if found is not None:
                self._cache.move_to_end(term)
                return found
        parts = [segment.packed(term) for segment in self.segments]
        packed = parts[0] if len(parts) == 1 else np.concatenate([NOTHING, *parts])
        postings = Postings(packed, self._norms)
        with self._lock:
            if term not in self._cache:
                self._cache[term] = postings
                self._cached += len(postings) + 16
            while self._cached > CACHED_POSTINGS and len(self._cache) > 1:
                self._cached -= len(self._cache.popitem(last=False)[1]) + 16
        return postings

    def _segment(self, document: int) -> SegmentReader:
        return next(s for s in reversed(self.segments) if s.base <= document)

    def _load(self) -> None:
        lengths, cited = np.zeros(self.size), np.zeros(self.size)
        dates, parents = [""] * self.size, [""] * self.size
        members: defaultdict[str, defaultdict[str, list[int]]]
        members = defaultdict(lambda: defaultdict(list))
        for segment in self.segments:
            for number in segment.live():
                noted, document = segment.pages[number], segment.base + number
                self.live.append(document)
                self.ids[document] = noted["id"]
                self._titles.append(noted.get("title", ""))
                dates[document], parents[document] = noted.get("date", ""), noted.get("parent", "")
                lengths[document], cited[document] = noted.get("length", 0), noted.get("cited", 0)
                self.keywords.update(noted.get("keywords", ()))
                for own in noted.get("numbers", ()):
                    self.numbers.setdefault(own, []).append(document)
                for name, value in noted.get("fields", {}).items():
                    self.fields.setdefault(name, {})[document] = value
                for name, values in noted.get("facets", {}).items():
                    for value in values:
                        members[name][value].append(document)
            segment.pages.clear()
        self.facets = {
            name: {value: bits_of(found, self.size) for value, found in sorted(values.items())}
            for name, values in sorted(members.items())
        }
        average = max(1.0, float(lengths.sum()) / max(1, len(self.live)))
        self._norms = length_norms(lengths, average)
        self.parents = _numbered(parents) if any(parents) else None
        self.factors = citation_factors(cited) if cited.any() else None
        self._dated = sorted((dates[document], document) for document in self.live)
        by_id = sorted(self.live, key=self.ids.__getitem__)
        by_date = sorted(by_id, key=dates.__getitem__, reverse=True)
        self.newest_first = np.zeros(self.size, dtype=np.int64)
        self.newest_first[by_date] = np.arange(len(by_date))
        self.live_documents = np.array(self.live, dtype=np.uint32)


def _numbered(names: list[str]) -> Numbers:
    """Equal names as equal numbers from 0, "" as -1."""
    known, numbers = np.unique(np.array(names), return_inverse=True)
    return numbers - 1 if known[0] == "" else numbers


def open_snapshot(directory: IndexDirectory) -> Snapshot:
    """The index as last committed; IndexUnavailableError when there is none that may be opened.

    A commit may remove files between reading the list of segments and opening them: then try again.
    """
    failure: Exception | None = None
    for _ in range(OPEN_ATTEMPTS):
        marker = directory.read_marker()
        try:
            return open_commit(directory.data_path(marker), marker)
        except _READ_FAILURES as error:
            failure = error
    raise directory.damaged(f"{type(failure).__name__}: {failure}") from failure


def read_laws(path: Path) -> dict[str, str]:
    """The names of laws by which a data directory was indexed."""
    laws: dict[str, str] = json.loads((path / LAWS).read_bytes())
    return laws


def open_whoosh(path: Path) -> Any:
    """The Whoosh index in a data directory of ours."""
    return FileIndex(MappedStorage(str(path)), indexname=INDEX_NAME)


def open_commit(path: Path, marker: Marker) -> Snapshot:
    """The last commit in a data directory."""
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
                pages=read_beside(storage, segment, PAGES_EXTENSION),
                pairs=read_beside(storage, segment, PAIRS_EXTENSION),
            )
        )
        base += size
    return Snapshot(marker, segments, toc.generation, path)
