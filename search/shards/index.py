"""Builds the search index that browsers read: static files, in linear time and bounded memory.

    <target>/manifest.json     the weights, the layout and the name of the folder with the rest
    <target>/<digest>/t/…      postings in shards, see `shard_format`
    <target>/<digest>/lengths.z, parents.z, cited.z, facet-<n>.z    columns over all documents
    <target>/<digest>/words.z, numbers.z        words to suggest; pages by their own case or document number
    <target>/<digest>/laws.z, traditional.z     only for a query that names an article, or that is in 繁体
    <target>/<digest>/lexicon.z    only for a query that no page holds: what may have been meant
    <target>/<digest>/dates.z  each date with how many documents have it, newest first
    <target>/<digest>/d/…      id, url, title, date and kind of `CHUNK` documents each
    <target>/<digest>/x/…      the text of one document, for its passage in the results

Documents are numbered from the newest to the oldest. The folder appears whole, then the manifest is
replaced: a reader sees the old index or the new one.
"""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol, TypeVar
from zlib import compress

from law.registry import load_registry
from search.analysis import ANALYSIS_VERSION
from search.bitset import bits_of
from search.fillers import FILLERS, FUNCTION_CHARACTERS, PARTICLES
from search.laws import names_of
from search.lexicon import FREQUENT, frequent_pairs
from search.matching import POSTINGS_BUDGET
from search.pronouncing import make_lexicon
from search.query import EXPANDED, IDENTIFIER, PHRASE_LENGTH, QUERY_LIMIT, required_terms
from search.ranking import WEIGHTS
from search.shards.index_parts import (
    PARTITIONS,
    BatchReport,
    BatchTask,
    PartitionReport,
    PartitionTask,
    write_batch,
    write_partition,
)
from search.shards.kept import KeptWork, batch_key, kept_work, partition_key
from search.shards.shard_format import CHUNK, FORMAT_VERSION, GROUPS
from search.shards.source import Source, read_source
from search.suggesting import ALIKE, LONGEST_QUERY, SUGGESTED, words_to_suggest
from search.synonyms import LOOSE_FROM, MOST_BETWEEN, SMALL_WORDS, Held, leading
from search.traditional import simplified

MANIFEST = "manifest.json"
BATCH = 128
"""Documents analysed at a time; a multiple of the documents in a chunk."""
SYNONYM_FILES = 64
RERANKED = 50
"""As in `answering`: the best so many hits are looked at for the query as typed."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class MapItems(Protocol):
    """`list(map(function, items))`, perhaps on several cores."""

    def __call__(
        self, function: Callable[[Item], Result], items: Sequence[Item], /
    ) -> list[Result]: ...


def map_here(function: Callable[[Item], Result], items: Sequence[Item], /) -> list[Result]:
    return [function(item) for item in items]


@dataclass(frozen=True)
class BrowserIndexReport:
    """What a build did: `folder` holds the files; `is_new` is False when nothing had changed."""

    folder: Path
    pages: int
    is_new: bool


def write_browser_index(
    documents: Path,
    target: Path,
    *,
    synonyms: Iterable[tuple[str, tuple[str, ...]]] = (),
    map_items: MapItems = map_here,
    check: Callable[[Source, Path, dict[str, Any]], None] = lambda source, folder, manifest: None,
    kept: Path | None = None,
) -> BrowserIndexReport:
    """Bring the index in `target` up to date with a documents file.

    `synonyms`: each folded word with the words that it also stands for, see `search.synonyms`.
    `check` gets source, finished folder and manifest before readers do; what it raises leaves the old
    index in place. `kept`: where one build leaves for the next what does not have to be made again,
    see `search.shards.kept`.
    """
    table = dict(synonyms)
    before = read_manifest(target).get("folder")
    with kept_work(kept, target / before if before else None) as work:
        source = read_source(documents, table, work.known)
        folder = target / source.digest
        if before == source.digest and folder.is_dir():
            return BrowserIndexReport(folder, len(source.spans), is_new=False)
        target.mkdir(parents=True, exist_ok=True)
        partial = target / f".new-{source.digest}"
        shutil.rmtree(partial, ignore_errors=True)
        try:
            work.begin(source.program, partial)
            manifest = _write_folder(source, table, partial, map_items, work)
            text = json.dumps(manifest, ensure_ascii=False)
            (partial / MANIFEST).write_text(text, encoding="utf-8")
            check(
                replace(source, fresh=work.fresh(source.program, source.lines)), partial, manifest
            )
            shutil.rmtree(folder, ignore_errors=True)
            (partial / MANIFEST).rename(target / f".{MANIFEST}")
            partial.rename(folder)
            (target / f".{MANIFEST}").replace(target / MANIFEST)
            work.save(source.digest, source.program, source.keys)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        for other in target.iterdir():
            if other.is_dir() and other != folder:
                work.put_aside(other, CHUNK)
    return BrowserIndexReport(folder, len(source.spans), is_new=True)


def read_manifest(target: Path) -> dict[str, Any]:
    """The manifest in a folder; empty when there is none that can be read."""
    try:
        data = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write_batches(
    source: Source, folder: Path, map_items: MapItems, work: KeptWork
) -> list[BatchReport]:
    characters = source.characters(work)
    (folder / "alphabet.z").write_bytes(compress(characters.encode(), 9))
    tasks = []
    for start in range(0, len(source.spans), BATCH):
        spans = source.spans[start : start + BATCH]
        tasks.append(BatchTask(source.path, start, spans, folder, work.folder, CHUNK, characters))
    keys = [batch_key(source.program, t, source.lines[t.start : t.start + BATCH]) for t in tasks]
    kept = [work.batch(key, task) for key, task in zip(keys, tasks, strict=True)]
    made = iter(map_items(write_batch, [t for t, k in zip(tasks, kept, strict=True) if k is None]))
    reports = [next(made) if report is None else report for report in kept]
    for key, task, report in zip(keys, tasks, reports, strict=True):
        work.made.batches[task.start] = (key, report)
    return reports


def _write_partitions(
    source: Source,
    folder: Path,
    map_items: MapItems,
    work: KeptWork,
    asked: frozenset[str],
) -> list[PartitionReport]:
    batches = work.made.batches
    tasks = [
        PartitionTask(n, folder, work.folder, tuple(batches), asked) for n in range(PARTITIONS)
    ]
    reports_of_batches = [report for _, report in batches.values()]
    keys = [partition_key(source.program, t.number, reports_of_batches) for t in tasks]
    kept = [work.partition(key, task) for key, task in zip(keys, tasks, strict=True)]
    missing = [t for t, k in zip(tasks, kept, strict=True) if k is None]
    made = iter(map_items(write_partition, missing))
    reports = [next(made) if report is None else report for report in kept]
    for key, task, report in zip(keys, tasks, reports, strict=True):
        work.made.partitions[task.number] = (key, report)
    return reports


def _write_folder(
    source: Source,
    synonyms: Mapping[str, Sequence[str]],
    folder: Path,
    map_items: MapItems,
    work: KeptWork,
) -> dict[str, Any]:
    batches = _write_batches(source, folder, map_items, work)
    pages = len(source.spans)
    asked = frozenset(t for words in synonyms.values() for w in words for t in required_terms(w))
    parts = _write_partitions(source, folder, map_items, work, asked)
    work.all_asked()
    common_from = int(max(WEIGHTS.common_floor, WEIGHTS.common_share * pages))
    members = _facets_of(batches)
    names = _write_facets(members, pages, folder)
    columns = _write_columns(batches, folder)
    held = frozenset[str]().union(*(part.found for part in parts))
    _write_synonyms(_held(synonyms, held), folder)
    laws = names_of(load_registry())
    _write_words(batches, folder)
    _write_json(folder / "laws.z", laws)
    facets = (v for name in sorted(members) for v in sorted(members[name]))
    typed = (word for entry in synonyms.items() for word in (entry[0], *entry[1]))
    keywords = sorted(set().union(*(batch.keywords for batch in batches)))
    every = {pair: n for part in parts for pair, n in part.pairs.items()}
    pairs = frequent_pairs(every)
    spoken = work.made.spoken
    if not spoken.words:
        # What an edit may make frequent is said now: pypinyin takes longer to load than to ask.
        for pair in frequent_pairs(every, 2 * FREQUENT):
            spoken.word(pair)
    curated = [*keywords, *facets, *laws, *typed]
    _write_json(folder / "lexicon.z", make_lexicon(curated, pairs, spoken))
    _write_json(folder / "traditional.z", ["".join(simplified()), "".join(simplified().values())])
    return {
        "format": FORMAT_VERSION,
        "analysis": ANALYSIS_VERSION,
        "folder": source.digest,
        "pages": pages,
        "average": max(1.0, sum(map(sum, (b.lengths for b in batches))) / max(1, pages)),
        "chunk": CHUNK,
        "columns": columns,
        "weights": WEIGHTS.as_dict(),
        "limits": {
            "query": QUERY_LIMIT,
            "phrase": PHRASE_LENGTH,
            "reranked": RERANKED,
            "expanded": EXPANDED,
            "identifier": IDENTIFIER,
            "synonyms": {
                "loose_from": LOOSE_FROM,
                "small": SMALL_WORDS,
                "between": MOST_BETWEEN,
                "files": SYNONYM_FILES,
            },
            "postings": POSTINGS_BUDGET,
            "suggested": SUGGESTED,
            "suggested_for": LONGEST_QUERY,
            "alike": ALIKE,
        },
        "groups": b64encode(_groups(parts)).decode(),
        "common": "".join(
            sorted(c for part in parts for c, n in part.characters.items() if n > common_from)
        ),
        "facets": names,
        "fillers": {
            "words": FILLERS,
            "particles": "".join(sorted(PARTICLES)),
            "functions": "".join(sorted(FUNCTION_CHARACTERS)),
        },
    }


def _held(
    synonyms: Mapping[str, Sequence[str]], terms: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """The table with the words that lead somewhere in this library, see `synonyms.leading`."""
    kept = {
        typed: leading(words, lambda word: Held.of(required_terms(word), terms.__contains__))
        for typed, words in synonyms.items()
    }
    return {typed: words for typed, words in kept.items() if words}


def _write_synonyms(table: Mapping[str, Sequence[str]], folder: Path) -> None:
    """The table by first characters: a query fetches what its own characters may begin."""
    files: list[dict[str, Sequence[str]]] = [{} for _ in range(SYNONYM_FILES)]
    for typed, words in table.items():
        files[ord(typed[0]) % SYNONYM_FILES][typed] = words
    for number, part in enumerate(files):
        _write_json(folder / f"synonyms-{number}.z", part)


def _groups(parts: Sequence[PartitionReport]) -> bytes:
    """How many shards each group has: all low bytes, then all high bytes, compressed."""
    shards = [0] * GROUPS
    for part in parts:
        for group, count in part.shards.items():
            shards[group] = count
    return compress(bytes(n & 0xFF for n in shards) + bytes(n >> 8 for n in shards), 9)


def _write_columns(batches: Sequence[BatchReport], folder: Path) -> list[str]:
    """Lengths of texts, and of the optional columns those that some document has; their names."""
    columns = {
        "lengths": [n for batch in batches for n in batch.lengths],
        "parents": _numbered([name for batch in batches for name in batch.parents]),
        "cited": [n for batch in batches for n in batch.cited],
    }
    written = [name for name, numbers in columns.items() if name == "lengths" or any(numbers)]
    for name in written:
        planes = (bytes(n >> shift & 0xFF for n in columns[name]) for shift in (0, 8, 16))
        (folder / f"{name}.z").write_bytes(compress(b"".join(planes), 9))
    return written


def _numbered(names: Sequence[str]) -> list[int]:
    """Equal names as equal numbers from 1, "" as 0."""
    numbers = {"": 0}
    return [numbers.setdefault(name, len(numbers)) for name in names]


def _write_words(batches: Sequence[BatchReport], folder: Path) -> None:
    """What only some searches need: words to suggest, and pages by their own numbers."""
    keywords = sorted(set().union(*(batch.keywords for batch in batches)))
    values = (v for batch in batches for found in batch.facets.values() for v in found)
    titles = (title for batch in batches for title in batch.titles)
    _write_json(folder / "words.z", words_to_suggest([*keywords, *values, *titles]))
    numbers: dict[str, list[int]] = {}
    for batch in batches:
        for own, documents in batch.numbers.items():
            numbers.setdefault(own, []).extend(documents)
    _write_json(folder / "numbers.z", numbers)
    dates = groupby(date for batch in batches for date in batch.dates)
    _write_json(folder / "dates.z", [(date, sum(1 for _ in found)) for date, found in dates])


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(compress(text.encode(), 9))


def _facets_of(batches: Sequence[BatchReport]) -> dict[str, dict[str, list[int]]]:
    """Name → value → documents."""
    members: dict[str, dict[str, list[int]]] = {}
    for batch in batches:
        for name, found in batch.facets.items():
            for value, numbers in found.items():
                members.setdefault(name, {}).setdefault(value, []).extend(numbers)
    return members


def _write_facets(
    members: Mapping[str, Mapping[str, Sequence[int]]], pages: int, folder: Path
) -> list[str]:
    """One file a facet: a JSON line of its values, then a bit set of documents for each; the names."""
    size = pages // 8 + 1
    for place, name in enumerate(sorted(members)):
        values = sorted(members[name])
        sets = b"".join(bits_of(members[name][v], pages).to_bytes(size, "little") for v in values)
        head = json.dumps(values, ensure_ascii=False).encode() + b"\n"
        (folder / f"facet-{place}.z").write_bytes(compress(head + sets, 9))
    return sorted(members)
