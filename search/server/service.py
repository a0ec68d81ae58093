"""Searching the index in a directory: what pages, the API and the command line call."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

from district.layers import NATIONAL
from district.synonyms import synonyms_of
from search.dates import DateRange
from search.results import SearchResults
from search.server.answering import SORT_BY_RELEVANCE, Filters, Request, answer
from search.server.index_directory import IndexDirectory
from search.server.reader import Snapshot, open_snapshot
from search.server.turnstile import Turnstile
from search.synonyms import table_of

RECENT = 256
"""Answers kept of each commit: what many ask is asked again within minutes."""
AT_ONCE = 2
"""Searches at a time: one computes while the other waits for the disk or adds up columns."""


@dataclass(frozen=True)
class _Opened:
    """A snapshot, what the marker's file looked like when it was opened, and answers given from it."""

    snapshot: Snapshot
    stamp: tuple[int, int, int] | None
    recent: dict[Hashable, SearchResults] = field(default_factory=dict)

    def remember(self, key: Hashable, results: SearchResults) -> None:
        """Keep an answer in place of the oldest; single steps on a dict need no lock."""
        if len(self.recent) >= RECENT:
            self.recent.pop(next(iter(self.recent.copy()), None), None)
        self.recent[key] = results


class SearchService:
    """Searches the index in a directory, always as last committed; safe to share between threads."""

    def __init__(self, index_dir: Path, config_dir: Path = NATIONAL) -> None:
        """ConfigError when synonyms.yml of `config_dir` is wrong."""
        self._synonyms = table_of(synonyms_of(config_dir))
        self._directory = IndexDirectory(Path(index_dir))
        self._lock = threading.Lock()
        """Held while a new commit is opened, and by nobody who searches."""
        self._opened: _Opened | None = None
        self._turnstile = Turnstile(AT_ONCE)

    def page_count(self) -> int:
        """Pages in the index; IndexUnavailableError when it cannot be searched. For /readyz."""
        return self._current().snapshot.pages

    def search(
        self,
        text: str,
        limit: int = 10,
        offset: int = 0,
        filters: Filters | None = None,
        sort: str = SORT_BY_RELEVANCE,
        dates: DateRange | None = None,
    ) -> SearchResults:
        """The pages that contain all of `text`, or else the closest ones.

        Values of one filter are alternatives, different filters all apply. Whatever the text, there
        is an answer, with a sentence for the reader in `note`; IndexUnavailableError is the only error.
        """
        request = Request(text, filters or {}, dates or DateRange(), limit, offset, sort)
        opened = self._current()
        key = (text, limit, offset, sort, request.dates, _hashable(request.filters))
        known = opened.recent.get(key)
        if known is None:
            with self._turnstile:
                known = answer(opened.snapshot, request, self._synonyms)
            opened.remember(key, known)
        return known

    def _current(self) -> _Opened:
        try:
            stat = self._directory.marker_path.stat()
            stamp = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
        except OSError:
            stamp = None
        opened = self._opened
        if opened is None or stamp is None or stamp != opened.stamp:
            with self._lock:
                if self._opened is opened:
                    self._opened = _Opened(open_snapshot(self._directory), stamp)
                opened = self._opened
        assert opened is not None
        return opened


def _hashable(filters: Filters) -> Hashable:
    return tuple((name, tuple(values)) for name, values in sorted(filters.items()))
