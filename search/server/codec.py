"""How our postings lie in a Whoosh segment: one packed list a term, written and read in bulk.

Whoosh's own codec stores postings in pickled blocks of 128 and touches each posting several times in
Python; that is half of its indexing time and most of its query time. Segments, columns, deletions,
locks and commits stay Whoosh's.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from whoosh import columns, fields
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashReader, HashWriter
from whoosh.filedb.structfile import BufferFile
from whoosh.writing import SegmentWriter

from search.batch_terms import BatchTerms
from search.lexicon import frequent_pairs
from search.ranking import DOCUMENT_SHIFT, Numbers

INDEX_NAME = "pages"
POSTING_TYPE = np.dtype("<u4")
PAGES_EXTENSION, PAIRS_EXTENSION = ".pgs", ".prs"
"""Files of ours beside Whoosh's: what is needed of all pages at once, and the most frequent pairs of
characters with the number of pages that hold them."""
_CRC32 = 1
_LENGTHS = struct.Struct("!ii")

DIGEST, META, TEXT, FOLDED = "page_digest", "page_meta", "page_text", "page_folded"
COLUMNS = (DIGEST, META, TEXT, FOLDED)
"""Digest of the line, what a hit shows, the text as printed, and title and text as they are searched."""
BETWEEN = "\0"
"""Stands between folded title and text, so that nothing is found across the two."""


def make_schema() -> Any:
    """One indexed field, whose terms come from `PostingsPool`, and three columns."""
    return fields.Schema(
        terms=fields.KEYWORD(),
        **{name: fields.COLUMN(columns.VarBytesColumn()) for name in COLUMNS},
    )


class MappedFile(BufferFile):  # type: ignore[misc]
    """A file read through mmap, safe for many threads; Whoosh's own buffer file copies it all first."""

    def __init__(self, path: str, name: str) -> None:
        with Path(path).open("rb") as file:
            is_empty = not os.fstat(file.fileno()).st_size
            content = b"" if is_empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        super().__init__(b"", name=name)
        if not isinstance(content, bytes):
            self._buf = self.file = content


class MappedStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's directory storage with mapped reading."""

    def open_file(self, name: str, **kwargs: Any) -> MappedFile:
        return MappedFile(self._fpath(name), name)


class ColumnTexts:
    """The values of a column in the mapped file, to look for something in thousands of them: the
    column's own reader takes longer to hand out a text than it takes to look through it."""

    def __init__(self, reader: Any) -> None:
        self._buffer = reader._dbfile._buf
        self._starts = [reader._basepos + offset for offset in reader._offsets]
        self._lengths = reader._lengths

    def __getitem__(self, document: int) -> bytes:
        at = self._starts[document]
        return bytes(self._buffer[at : at + self._lengths[document]])

    def holding(self, needle: bytes, documents: Iterable[int]) -> list[int]:
        """Those of `documents`, numbers within the segment, whose value holds `needle`."""
        buffer, starts, lengths = self._buffer, self._starts, self._lengths
        return [n for n in documents if needle in buffer[(at := starts[n]) : at + lengths[n]]]


class PostingsPool:
    """The terms of a segment in the making; takes the place of Whoosh's sorting pool."""

    def __init__(self) -> None:
        self._number_of: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms: list[Numbers] = []
        self._packed: list[Numbers] = []
        self.size = 0
        self.frequent: dict[str, int] = {}

    def add(self, first: int, batch: BatchTerms) -> None:
        """Add the postings of pages that are numbered from `first` on."""
        number_of = self._number_of
        numbers = np.fromiter(map(number_of.__getitem__, batch.names), np.uint32, len(batch.names))
        documents = batch.pages.astype(np.uint32) + np.uint32(first)
        self._terms.append(numbers[batch.terms])
        self._packed.append(documents << np.uint32(DOCUMENT_SHIFT) | batch.lows)
        self.size += len(batch.terms)

    def iter_postings(self) -> Iterator[tuple[bytes, bytes]]:
        """Every term and its postings, little-endian, by ascending document; afterwards `frequent`
        holds the most frequent pairs of characters."""
        if not self.size:
            return
        keys = np.concatenate(self._terms).astype(np.uint64)
        ends = np.cumsum(np.bincount(keys.astype(np.int64), minlength=len(self._number_of)))
        keys <<= np.uint64(32)
        keys |= np.concatenate(self._packed)
        keys.sort()
        octets = keys.astype(POSTING_TYPE).tobytes()
        counts = dict(zip(self._number_of, np.diff(ends, prepend=0).tolist(), strict=True))
        self.frequent = frequent_pairs(counts)
        start = 0
        for term, end in zip(self._number_of, (ends * POSTING_TYPE.itemsize).tolist(), strict=True):
            yield term.encode(), octets[start:end]
            start = end

    def cleanup(self) -> None:
        """Called by Whoosh at the end of a segment."""
        self._number_of.clear()
        self._terms.clear()
        self._packed.clear()


class BulkHashWriter(HashWriter):  # type: ignore[misc]
    """Whoosh's hash file of term → postings, written in fewer and larger steps; the format is its own."""

    def add_all(self, items: Iterator[tuple[bytes, bytes]]) -> None:
        """Write each key with its value and remember where it lies."""
        write, lengths, buckets = self.dbfile.file.write, _LENGTHS.pack, self.buckets
        position = self.dbfile.tell()
        for key, value in items:
            write(lengths(len(key), len(value)) + key + value)
            hashed = crc32(key)
            buckets[hashed & 255].append((hashed, position))
            position += _LENGTHS.size + len(key) + len(value)


class PackedFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Writes what `PostingsPool` collected into one hash file of term → postings."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._terms = BulkHashWriter(
            segment.create_file(storage, W3Codec.TERMS_EXT), hashtype=_CRC32
        )
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterator[tuple[bytes, bytes]]) -> None:
        self._terms.add_all(items)

    def close(self) -> None:
        self._terms.close()
        self.is_closed = True


class PackedTermsReader(base.TermsReader):  # type: ignore[misc]
    """Looks postings up by term."""

    def __init__(self, storage: Any, segment: Any) -> None:
        name = segment.make_filename(W3Codec.TERMS_EXT)
        self._terms = HashReader(storage.open_file(name), storage.file_length(name))

    def packed(self, term: str) -> Numbers:
        """The postings of `term`, empty when the segment has none."""
        return np.frombuffer(self._terms.get(term.encode(), b""), dtype=POSTING_TYPE)

    def close(self) -> None:
        self._terms.close()


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec for everything but terms."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> PackedFieldWriter:
        return PackedFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> PackedTermsReader:
        return PackedTermsReader(storage, segment)


class PackedSegmentWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer with our codec and pool, and a file of our own with columns over all pages."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=PackedCodec(), compound=False)
        self.pool = PostingsPool()
        self._pages: list[Mapping[str, Any]] = []

    def add_pages(
        self,
        batch: BatchTerms,
        columns_of_pages: Iterable[dict[str, bytes]],
        pages: Iterable[Mapping[str, Any]],
    ) -> None:
        """Add pages: their terms, their columns, and of each what `read_pages` gives back."""
        self.pool.add(self.docnum, batch)
        for columns_of_page in columns_of_pages:
            self.add_document(**columns_of_page)
        self._pages += pages

    def commit_without_merging(self) -> None:
        """Publish the new segment; segments whose documents are all deleted go."""
        self._write(PAGES_EXTENSION, self._pages)
        self.commit(mergetype=lambda _, segments: [s for s in segments if _has_pages(s)])

    def _flush_segment(self) -> None:
        super()._flush_segment()
        self._write(PAIRS_EXTENSION, self.pool.frequent)

    def _write(self, extension: str, content: Any) -> None:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        with self.storage.create_file(self.get_segment().make_filename(extension)) as file:
            file.write(text.encode())


def read_beside(storage: Any, segment: Any, extension: str) -> Any:
    """What was written beside a segment of Whoosh's."""
    return json.loads(Path(storage._fpath(segment.make_filename(extension))).read_bytes())


def _has_pages(segment: Any) -> bool:
    return bool(segment.doc_count_all() > segment.deleted_count())
