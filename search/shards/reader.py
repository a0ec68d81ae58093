"""Reads the browser's index in Python, by the rules of `browser/shards.js` and `matching.js`.

For the gate of each build and for tests; a browser reads the same files over the network.
"""

from __future__ import annotations

import json
from base64 import b64decode
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from zlib import decompress

from search.query import Query
from search.shards.shard_format import (
    GROUPS,
    Entry,
    ShardDamagedError,
    decode_shard,
    documents_in,
    group_of,
    shard_in_group,
    shard_path,
)

KEPT_SHARDS, KEPT_TERMS = 512, 1024


class BrowserIndexReader:
    """The files in one folder, with its manifest; ShardDamagedError for a file that is none of ours."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        counts = decompress(b64decode(manifest["groups"]))
        self._shards = [counts[group] | counts[GROUPS + group] << 8 for group in range(GROUPS)]
        # What is kept refers to no reader: in a circle it would stay until the end of a build, which
        # looks for none.
        self._read_shard = lru_cache(KEPT_SHARDS)(partial(_shard_at, folder))
        self._documents = lru_cache(KEPT_TERMS)(documents_in)

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
        entry = self._entry(term)
        return entry is not None and bool((self._documents(entry) == document).any())

    def _entry(self, term: str) -> Entry | None:
        group = group_of(term[0])
        shards = self._shards[group]
        if not shards:
            return None
        return self._read_shard(shard_path(group, shard_in_group(term, shards))).get(term)


def _shard_at(folder: Path, path: str) -> dict[str, Entry]:
    try:
        return decode_shard((folder / path).read_bytes())
    except OSError as error:
        raise ShardDamagedError(f"{path}: {error}") from error
