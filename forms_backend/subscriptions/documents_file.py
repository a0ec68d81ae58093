"""What is published: documents.jsonl beside the site's folder, read again when a build replaced it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from search.document import MalformedLineError, parse_line, read_lines

FILE_NAME = "documents.jsonl"
Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Published:
    """One document as a mail names it; `facets` holds labels, as the file does."""

    id: str
    url: str
    kind: str
    title: str
    published: date
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class DocumentsFile:
    """Reads the file of the site in `site_dir`; safe to share between threads."""

    def __init__(self, site_dir: Path) -> None:
        self._path = site_dir.parent / FILE_NAME
        self._lock = threading.Lock()
        self._stamp: Stamp = None
        self._documents: tuple[Published, ...] = ()

    def read(self) -> tuple[Published, ...]:
        """Every dated document of the last build; none before the first build."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return ()
        stamp = (status.st_mtime_ns, status.st_size)
        with self._lock:
            if self._stamp != stamp:
                self._documents = tuple(_dated(self._path))
                self._stamp = stamp
            return self._documents


def _dated(path: Path) -> Iterator[Published]:
    """Lines that are no dated document are for `fabu index` to name, and no news for anybody."""
    for line in read_lines(path):
        try:
            found = parse_line(line)
            day = date.fromisoformat(found.date)
        except (MalformedLineError, ValueError):
            continue
        yield Published(found.id, found.url, found.kind, found.title, day, found.facets)


def newest_first(documents: Iterable[Published]) -> list[Published]:
    """By day of publication, then by title."""
    return sorted(documents, key=lambda d: (-d.published.toordinal(), d.title))
