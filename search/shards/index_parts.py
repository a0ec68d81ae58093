"""The two halves of building the browser's index, each a function of one task that may run anywhere.

A batch of documents is analysed and its postings put down by partition; then each partition is read
from all batches and written as shards. Memory holds one batch or one partition, whatever the number
of documents, and the work grows with it in a straight line.
"""

from __future__ import annotations

import json
import marshal
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any
from zlib import compress

import numpy as np

from search.batch_terms import BatchTerms, weigh_batch
from search.document import Document, Line, parse_line
from search.lexicon import frequent_pairs
from search.operators import NUMBER_FIELDS, own_number
from search.shards.postings_columns import Columns, EncodedTerms, Numbers, merged, sorted_by_term
from search.shards.shard_format import GROUPS, encode_shard, group_of, shard_in_group, shard_path
from search.shards.text_code import Alphabet

PARTITIONS = 128
"""An edit writes a few of them anew; each takes a file of every batch."""
SHARD_WEIGHT = 5000
"""About how many bytes a shard has before compression, unless one term alone has more."""
TERM_WEIGHT, POSTING_WEIGHT = 8, 2.2
MOST_SHARDS = 0xFFFF
LEVEL = 6
FILES_IN_FOLDER = 256


@dataclass(frozen=True)
class BatchTask:
    """Documents `start` and following, by their (offset, size) in the documents file."""

    documents: Path
    start: int
    spans: tuple[tuple[int, int], ...]
    folder: Path
    spill: Path
    chunk: int
    characters: str
    """The alphabet that texts are written in, see `text_code`."""


@dataclass
class BatchReport:
    """Columns of a batch in the order of its documents; facets as name → value → documents."""

    lengths: list[int] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    cited: list[int] = field(default_factory=list)
    facets: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    keywords: set[str] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    postings: list[bytes] = field(default_factory=list)
    """A digest of what was put down for each partition."""
    numbers: dict[str, list[int]] = field(default_factory=dict)
    """The pages' own case and document numbers, as `recognised_numbers` gives them."""


@dataclass(frozen=True)
class PartitionTask:
    number: int
    folder: Path
    spill: Path
    starts: tuple[int, ...]
    """Of the batches, in their order."""
    asked: frozenset[str]
    """Terms of which the report says which there are."""


@dataclass(frozen=True)
class PartitionReport:
    shards: dict[int, int]
    characters: dict[str, int]
    """How many documents have each single character."""
    pairs: dict[str, int]
    """The most frequent pairs of characters, see `search.lexicon`."""
    found: frozenset[str]


def text_path(document: int) -> str:
    """Relative to the folder of the index."""
    return f"x/{document // FILES_IN_FOLDER:x}/{document}.z"


def chunk_path(number: int) -> str:
    """Relative to the folder of the index."""
    return f"d/{number // FILES_IN_FOLDER:x}/{number}.z"


def read_documents(path: Path, spans: Sequence[tuple[int, int]]) -> Iterator[Document]:
    """The documents whose lines stand at the given (offset, size) of a documents file."""
    with path.open("rb") as file:
        for offset, size in spans:
            file.seek(offset)
            yield parse_line(Line(0, file.read(size).removeprefix(b"\xef\xbb\xbf").strip()))


def write_batch(task: BatchTask) -> BatchReport:
    """Write texts and chunks of a batch and put its postings down, one file a partition."""
    pages = list(read_documents(task.documents, task.spans))
    batch = weigh_batch(pages)
    report = BatchReport(
        batch.lengths.tolist(), [page.parent for page in pages], [page.cited for page in pages]
    )
    report.postings = _spill(task, batch)
    alphabet = Alphabet(task.characters)
    for document, page in enumerate(pages, task.start):
        _add_facets(document, page, report)
        _add_words(document, page, report)
        if document == task.start or not document % FILES_IN_FOLDER:
            (task.folder / text_path(document)).parent.mkdir(parents=True, exist_ok=True)
        text = compress(alphabet.encode(page.text), LEVEL)
        (task.folder / text_path(document)).write_bytes(text)
    for first in range(0, len(pages), task.chunk):
        chunk = [_shown(page) for page in pages[first : first + task.chunk]]
        _write_chunk(task.folder / chunk_path((task.start + first) // task.chunk), chunk)
    return report


def _add_facets(document: int, page: Document, report: BatchReport) -> None:
    facets = {**page.facets, "kind": (page.kind,)} if page.kind else page.facets
    for name, values in facets.items():
        for value in values:
            report.facets.setdefault(name, {}).setdefault(value, []).append(document)


def _add_words(document: int, page: Document, report: BatchReport) -> None:
    report.keywords.update(page.keywords)
    report.titles.append(page.title)
    report.dates.append(page.date)
    for name in NUMBER_FIELDS:
        if own := own_number(page.fields.get(name, "")):
            report.numbers.setdefault(own, []).append(document)


def _shown(page: Document) -> list[Any]:
    """What a hit shows of a page. Places in its text are counted as JavaScript does."""
    text = page.text
    size = len if text.isascii() or max(text) < "\U00010000" else _utf16_size
    sections = [[size(text[:start]), name, anchor] for start, name, anchor in page.sections]
    prose = size(text if page.prose is None else text[: page.prose])
    return [page.id, page.url, page.title, page.date, page.kind, prose, sections]


def _utf16_size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _write_chunk(path: Path, chunk: list[list[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(chunk, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(compress(content, LEVEL))


def _spill(task: BatchTask, batch: BatchTerms) -> list[bytes]:
    """One file a partition: names of its terms, how often each comes, and its columns. Returns
    their digests."""
    digests = []
    names = batch.names
    share = GROUPS // PARTITIONS
    partition_of = np.fromiter((group_of(n[0]) // share for n in names), np.int64, len(names))
    order = np.argsort(partition_of, kind="stable")
    rank = np.empty(len(names), dtype=np.uint32)
    rank[order] = np.arange(len(names), dtype=np.uint32)
    columns = sorted_by_term(
        rank[batch.terms],
        batch.pages + np.uint32(task.start),
        batch.lows,
        batch.followers,
        len(names),
    )
    edges = np.searchsorted(partition_of[order], np.arange(PARTITIONS + 1))
    ends = np.append(0, np.cumsum(columns.counts))
    for number in range(PARTITIONS):
        first, last = edges[number], edges[number + 1]
        span = slice(ends[first], ends[last])
        part = (
            [names[place] for place in order[first:last]],
            columns.counts[first:last].astype(np.uint32).tobytes(),
            columns.documents[span].tobytes(),
            columns.lows[span].tobytes(),
            columns.followers[span].tobytes(),
        )
        # Version 2 writes equal parts as equal bytes, whoever else refers to their strings.
        data = marshal.dumps(part, 2)
        (task.spill / f"{number}-{task.start}").write_bytes(data)
        digests.append(blake2b(data, digest_size=16).digest())
    return digests


def write_partition(task: PartitionTask) -> PartitionReport:
    """Write all shards of the groups in one partition."""
    number_of: defaultdict[str, int] = defaultdict(count().__next__)
    parts = []
    for start in task.starts:
        # Files that we wrote into a folder of our own; marshal only because it is quick.
        data = (task.spill / f"{task.number}-{start}").read_bytes()
        names, counts, documents, lows, followers = marshal.loads(data)  # noqa: S302
        numbers = np.fromiter(map(number_of.__getitem__, names), np.int64, len(names))
        parts.append(
            (
                np.repeat(numbers, np.frombuffer(counts, dtype=np.uint32)),
                np.frombuffer(documents, dtype=np.uint32),
                np.frombuffer(lows, dtype=np.uint8),
                np.frombuffer(followers, dtype=np.uint16),
            )
        )
    if not number_of:
        return PartitionReport({}, {}, {}, frozenset())
    terms, documents, lows, followers = merged(parts)
    counts = np.bincount(terms, minlength=len(number_of))
    names = list(number_of)
    shards = _shards_of_groups(names, counts)
    homes = [(group := group_of(n[0]), shard_in_group(n, shards[group])) for n in names]
    order = sorted(range(len(names)), key=lambda number: (homes[number], names[number]))
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    columns = sorted_by_term(rank[terms], documents, lows, followers, len(names))
    _write_shards(task.folder, [homes[n] for n in order], [names[n] for n in order], columns)
    every = ((group, shard) for group, found in shards.items() for shard in range(found))
    for group, shard in set(every).difference(homes):
        path = task.folder / shard_path(group, shard)
        path.write_bytes(encode_shard([], b"", b"", b"", LEVEL))
    held = dict(zip(names, counts.tolist(), strict=True))
    characters = {name: count for name, count in held.items() if len(name) == 1}
    return PartitionReport(shards, characters, frequent_pairs(held), task.asked.intersection(names))


def _shards_of_groups(names: Sequence[str], counts: Numbers) -> dict[int, int]:
    """Into how many shards each group is split, so that none grows heavy."""
    weights: defaultdict[int, float] = defaultdict(float)
    for name, found in zip(names, counts.tolist(), strict=True):
        weights[group_of(name[0])] += TERM_WEIGHT + POSTING_WEIGHT * found
    return {
        group: min(MOST_SHARDS, max(1, round(weight / SHARD_WEIGHT)))
        for group, weight in weights.items()
    }


def _write_shards(
    folder: Path, homes: Sequence[tuple[int, int]], names: Sequence[str], columns: Columns
) -> None:
    encoded = EncodedTerms(columns)
    first = 0
    for place in range(1, len(homes) + 1):
        if place == len(homes) or homes[place] != homes[first]:
            path = folder / shard_path(*homes[first])
            path.parent.mkdir(parents=True, exist_ok=True)
            heads, blocks, followers = encoded.parts(first, place)
            path.write_bytes(encode_shard(names[first:place], heads, blocks, followers, LEVEL))
            first = place
