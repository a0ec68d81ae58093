"""Reads the browser's index in Python, by the rules of `browser/shards.js` and `matching.js`.

For the gate of each build and for tests; a browser reads the same files over the network.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import decompress

from search.query import Query
from search.shards.shard_format import (
    GROUPS,
    Entry,
    ShardDamagedError,
    decode_postings,
    decode_shard,
    group_of,
    shard_in_group,
    shard_path,
)

KEPT_SHARDS = 512


class BrowserIndexReader:
    """The files in one folder, with its manifest; ShardDamagedError for a file that is none of ours."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self._folder = folder
        counts = decompress(b64decode(manifest["groups"]))
        self._shards = [counts[group] | counts[GROUPS + group] << 8 for group in range(GROUPS)]
        self._read_shard = lru_cache(KEPT_SHARDS)(self._read_shard_anew)
        self.documents = lru_cache(4096)(self._documents)
        """The documents that hold a term, in groups of one impact."""

    @classmethod
    def opened(cls, target: Path) -> BrowserIndexReader:
        """The index published in `target`."""
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        return cls(target / manifest["folder"], manifest)

    def holds(self, query: Query, document: int) -> bool:
        """Whether the document is among those that hold every unit of the query."""
        return all(
            any(all(self._has(term, document) for term in way) for way in unit.alternatives)
            for unit in query.units
        )

    def _has(self, term: str, document: int) -> bool:
        return any(document in found for found in self.documents(term))

    def _documents(self, term: str) -> Sequence[Sequence[int]]:
        entry = self._entry(term)
        return [found for _, found in decode_postings(entry)] if entry else []

    def _entry(self, term: str) -> Entry | None:
        group = group_of(term[0])
        shards = self._shards[group]
        if not shards:
            return None
        return self._read_shard(shard_path(group, shard_in_group(term, shards))).get(term)

    def _read_shard_anew(self, path: str) -> dict[str, Entry]:
        try:
            return decode_shard((self._folder / path).read_bytes())
        except OSError as error:
            raise ShardDamagedError(f"{path}: {error}") from error
