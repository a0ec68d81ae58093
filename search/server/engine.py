"""Building and updating the index: only lines of documents.jsonl that changed are indexed again.

Everything is read and checked before anything is published: an update by Whoosh's commit, a rebuild
by replacing the marker. A run that ends before that leaves the old index serving.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from law.registry import load_registry
from search.analysis import fold_with_offsets, skeleton
from search.batch_terms import weigh_batch
from search.document import Document, Line, MalformedLineError, parse_line, read_lines
from search.errors import DocumentsError, IndexUnavailableError, SearchError
from search.laws import names_of
from search.operators import NUMBER_FIELDS, own_number
from search.pronouncing import make_lexicon
from search.server.codec import (
    BETWEEN,
    DIGEST,
    FOLDED,
    INDEX_NAME,
    META,
    TEXT,
    MappedStorage,
    PackedSegmentWriter,
    make_schema,
)
from search.server.index_directory import IndexDirectory, Marker
from search.server.reader import LAWS, LEXICON, Snapshot, open_commit, open_snapshot, open_whoosh

SEGMENT_POSTINGS = 16_000_000
"""Postings held in memory before a segment is written: about 400 MB while they are sorted."""
BATCH = 1024
BATCH_CHARACTERS = 2_000_000
"""Documents analysed together: about 150 MB."""
SMALL_SEGMENT = 200
SMALL_SEGMENTS = 8
"""From so many segments of at most `SMALL_SEGMENT` pages on, an update rewrites them as one."""
MOST_SEGMENTS = 24
REBUILD_SHARE = 0.5
"""When more of the pages than this changed or were deleted, the index is written anew."""


@dataclass(frozen=True)
class IndexReport:
    """What a run of `build_index` did, in pages."""

    pages: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    was_rebuilt: bool = False


@dataclass(frozen=True)
class Update:
    """The difference between an index and a documents file."""

    stale: tuple[int, ...]
    lines: tuple[Line, ...]
    line_by_kept_id: dict[str, int]


class LineReader:
    """Parses lines and collects everything that is wrong with them; an id may come once."""

    def __init__(self, path: Path, line_by_known_id: dict[str, int]) -> None:
        self.path = path
        self.problems: list[str] = []
        self._line_by_id = dict(line_by_known_id)

    def documents(self, lines: Iterator[Line]) -> Iterator[tuple[Line, Document]]:
        """The sound documents in order; the rest is in `problems` afterwards."""
        for line in lines:
            try:
                document = parse_line(line)
            except MalformedLineError as error:
                self._add_problem(line, str(error))
                continue
            first = self._line_by_id.setdefault(document.id, line.number)
            if first != line.number:
                self._add_problem(line, f"「id」{document.id!r} 已在第 {first} 行用过")
                continue
            yield line, document

    def raise_if_wrong(self) -> None:
        if self.problems:
            raise DocumentsError(self.problems)

    def _add_problem(self, line: Line, sentence: str) -> None:
        self.problems.append(f"{self.path}:{line.number}: {sentence}")


def build_index(
    documents: Path, index_dir: Path, *, rebuild: bool = False, words: Iterable[str] | None = ()
) -> IndexReport:
    """Bring the index in `index_dir` up to date with a documents file.

    `words`, those of the synonyms, may be meant by what readers mistype, besides those of the library;
    None: nothing is ever mistyped, and no lexicon is made.

    DocumentsError lists every bad line; SearchError or IndexUnavailableError when the directory is not
    ours, not writable or being written. In each of these cases the index stays as it was.
    """
    if not documents.is_file():
        raise SearchError(f"没有检索数据文件 {documents}，请先运行 fabu build")
    directory = IndexDirectory(index_dir)
    with directory.locked():
        snapshot = None if rebuild else _usable_snapshot(directory)
        if snapshot is None:
            return _rebuild(documents, directory, None, words)
        update = _find_changes(documents, snapshot)
        if _needs_rebuild(update, snapshot):
            return _rebuild(documents, directory, snapshot, words)
        return _apply(update, documents, directory, snapshot, words)


def _usable_snapshot(directory: IndexDirectory) -> Snapshot | None:
    """The index to update; None when it is missing, damaged or older and must be written anew."""
    try:
        return open_snapshot(directory)
    except IndexUnavailableError:
        return None


def _find_changes(documents: Path, snapshot: Snapshot) -> Update:
    scattered = _scattered_documents(snapshot)
    unseen = {digest: number for digest, number in snapshot.digests() if number not in scattered}
    lines: list[Line] = []
    kept: dict[int, int] = {}
    for line in read_lines(documents):
        number = unseen.pop(line.digest, None)
        if number is None:
            lines.append(line)
        else:
            kept[number] = line.number
    stale = tuple(number for number in snapshot.live if number not in kept)
    return Update(stale, tuple(lines), {snapshot.ids[n]: line for n, line in kept.items()})


def _scattered_documents(snapshot: Snapshot) -> frozenset[int]:
    """Documents of small segments, once there are so many that queries would suffer."""
    small = [segment for segment in snapshot.segments if segment.size <= SMALL_SEGMENT]
    if len(small) < SMALL_SEGMENTS:
        return frozenset()
    return frozenset(segment.base + number for segment in small for number in segment.live())


def _needs_rebuild(update: Update, snapshot: Snapshot) -> bool:
    dead = snapshot.size - snapshot.pages + len(update.stale)
    return (
        dead > REBUILD_SHARE * snapshot.size
        or len(update.lines) > max(SMALL_SEGMENT, REBUILD_SHARE * snapshot.size)
        or len(snapshot.segments) >= MOST_SEGMENTS
    )


def _apply(
    update: Update,
    documents: Path,
    directory: IndexDirectory,
    snapshot: Snapshot,
    words: Iterable[str] | None,
) -> IndexReport:
    reader = LineReader(documents, update.line_by_kept_id)
    fresh = list(reader.documents(iter(update.lines)))
    reader.raise_if_wrong()
    digest_by_stale_id = {
        snapshot.ids[number]: digest
        for digest, number in snapshot.digests()
        if number in set(update.stale)
    }
    commit = snapshot.generation
    if fresh or update.stale:
        commit = _commit(directory.data_path(snapshot.marker), update.stale, fresh)
    pages = len(update.line_by_kept_id) + len(fresh)
    marker = Marker(snapshot.marker.data, commit, pages)
    if marker != snapshot.marker:
        _write_words(directory.data_path(marker), marker, words)
        directory.publish(marker)
    directory.remove_other_data(marker.data)
    before = digest_by_stale_id
    now = {document.id: line.digest for line, document in fresh}
    return IndexReport(
        pages=pages,
        added=len(now.keys() - before.keys()),
        changed=sum(1 for page, digest in now.items() if before.get(page, digest) != digest),
        removed=len(before.keys() - now.keys()),
    )


def _commit(path: Path, stale: tuple[int, ...], fresh: list[tuple[Line, Document]]) -> int:
    """Delete and add documents in one Whoosh commit; its number."""
    writer = PackedSegmentWriter(open_whoosh(path))
    try:
        for number in stale:
            writer.delete_document(number)
        for first in range(0, len(fresh), BATCH):
            _add(writer, fresh[first : first + BATCH])
    except BaseException:
        writer.cancel()
        raise
    writer.commit_without_merging()
    return int(writer.generation)


def _rebuild(
    documents: Path,
    directory: IndexDirectory,
    snapshot: Snapshot | None,
    words: Iterable[str] | None,
) -> IndexReport:
    """Write all documents to a new data directory and point the marker to it."""
    name = directory.new_data_name()
    path = directory.path / name
    path.mkdir()
    try:
        ids, commit = _write_all(documents, path)
        marker = Marker(name, commit, len(ids))
        _write_words(path, marker, words)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    directory.publish(marker)
    directory.remove_other_data(name)
    old = {snapshot.ids[number] for number in snapshot.live} if snapshot else set()
    return IndexReport(
        pages=len(ids), added=len(ids - old), removed=len(old - ids), was_rebuilt=True
    )


def _write_words(path: Path, marker: Marker, words: Iterable[str] | None) -> None:
    """What queries are understood by: names of laws, and words that may be meant. Each in one step."""
    laws = names_of(load_registry())
    write_json(path / LAWS, laws)
    if words is None:
        return
    snapshot = open_commit(path, marker)
    facets = (value for values in snapshot.facets.values() for value in values)
    curated = [*sorted(snapshot.keywords), *facets, *laws, *words]
    write_json(path / LEXICON, make_lexicon(curated, snapshot.pairs()))


def write_json(path: Path, content: object) -> None:
    partial = path.with_name(f".{path.name}.tmp")
    partial.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    partial.replace(path)


def _write_all(documents: Path, path: Path) -> tuple[set[str], int]:
    """Index every line in segments that fit in memory; the ids and the number of the last commit."""
    index = FileIndex.create(MappedStorage(str(path)), make_schema(), INDEX_NAME)
    reader = LineReader(documents, {})
    ids: set[str] = set()
    writer = PackedSegmentWriter(index)
    for batch in _batches(reader.documents(read_lines(documents))):
        if reader.problems:
            continue
        _add(writer, batch)
        ids.update(document.id for _, document in batch)
        if writer.pool.size >= SEGMENT_POSTINGS:
            writer.commit_without_merging()
            writer = PackedSegmentWriter(index)
    if reader.problems:
        writer.cancel()
    reader.raise_if_wrong()
    writer.commit_without_merging()
    return ids, int(writer.generation)


def _batches(
    documents: Iterator[tuple[Line, Document]],
) -> Iterator[list[tuple[Line, Document]]]:
    """Documents that are analysed together, at most `BATCH` and about `BATCH_CHARACTERS`."""
    batch: list[tuple[Line, Document]] = []
    characters = 0
    for line, document in documents:
        batch.append((line, document))
        characters += len(document.text)
        if len(batch) == BATCH or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _add(writer: PackedSegmentWriter, batch: Sequence[tuple[Line, Document]]) -> None:
    terms = weigh_batch([document for _, document in batch], with_followers=False)
    writer.add_pages(
        terms,
        (
            {
                DIGEST: line.digest,
                META: _meta(document),
                TEXT: document.text.encode(),
                FOLDED: f"{title}{BETWEEN}{text}".encode(),
            }
            for (line, document), title, text in zip(batch, terms.titles, terms.texts, strict=True)
        ),
        (
            _noted(document, length)
            for (_, document), length in zip(batch, terms.lengths.tolist(), strict=True)
        ),
    )


def _meta(document: Document) -> bytes:
    """What a hit shows."""
    is_even = fold_with_offsets(document.text)[1] is None
    shown = (
        *(document.id, document.url, document.kind, document.title, document.date, is_even),
        *(document.prose, document.sections),
    )
    return json.dumps(shown, ensure_ascii=False).encode()


def _noted(document: Document, length: int) -> dict[str, Any]:
    """What every search needs of all pages."""
    facets = {name: list(values) for name, values in document.facets.items()}
    if document.kind:
        facets["kind"] = [document.kind]
    noted = {
        "id": document.id,
        "title": document.title,
        "length": length,
        "date": document.date,
        "facets": facets,
        "keywords": list(document.keywords),
        "fields": {name: skeleton(value) for name, value in document.fields.items()},
        "numbers": [
            n for name in NUMBER_FIELDS if (n := own_number(document.fields.get(name, "")))
        ],
        "parent": document.parent,
        "cited": document.cited,
    }
    return {name: value for name, value in noted.items() if value}
