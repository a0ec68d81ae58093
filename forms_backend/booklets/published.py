"""Which cases readers may see: documents.jsonl beside the site's folder, read again when changed."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

FILE_NAME = "documents.jsonl"
CASE = "case"


@dataclass(frozen=True)
class Published:
    """Ids of the published cases, and a digest that changes with anything that is published."""

    cases: frozenset[str] = frozenset()
    digest: str = ""


class PublishedCases:
    """Reads the file of the site in `site_dir`."""

    def __init__(self, site_dir: Path) -> None:
        self._path = site_dir.parent / FILE_NAME
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._published = Published()

    def read(self) -> Published:
        """What the last build published; nothing before the first one."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return Published()
        stamp = (status.st_mtime_ns, status.st_size)
        with self._lock:
            if stamp != self._stamp:
                self._published, self._stamp = self._parse(), stamp
            return self._published

    def _parse(self) -> Published:
        digest, cases = blake2b(digest_size=16), []
        with self._path.open("rb") as file:
            for line in file:
                digest.update(line)
                record = json.loads(line)
                if record.get("kind") == CASE:
                    cases.append(str(record["id"]))
        return Published(frozenset(cases), digest.hexdigest())
