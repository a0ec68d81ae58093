"""The published hearings: hearings.json beside the site's folder, read again when it changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from forms_backend.bookings.errors import HearingsFileError
from forms_backend.bookings.states import HearingState

FILE_NAME = "hearings.json"
Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Listing:
    """场次 as the site shows it."""

    id: str
    url: str
    title: str
    cause: str
    court: str
    place: str
    directions: str
    contact: str
    starts: datetime
    ends: datetime
    book_until: datetime
    seats: int
    state: HearingState
    sequence: int

    def takes_bookings(self, now: datetime) -> bool:
        """Whether a visitor can still ask for a seat at `now`."""
        return self.state.takes_place and now <= self.book_until and now < self.starts


@dataclass(frozen=True)
class Listings:
    """One state of the file; `stamp` differs when another build wrote it."""

    stamp: Stamp = None
    by_id: Mapping[str, Listing] = field(default_factory=dict)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without offset")
    return moment


def _listing(record: Mapping[str, Any]) -> Listing:
    texts = {
        name: str(record[name])
        for name in ("id", "url", "title", "cause", "court", "place", "directions", "contact")
    }
    return Listing(
        **texts,
        starts=_moment(record["starts"]),
        ends=_moment(record["ends"]),
        book_until=_moment(record["book_until"]),
        seats=int(record["seats"]),
        state=HearingState(record["state"]),
        sequence=int(record["sequence"]),
    )


class HearingsFile:
    """Reads the file of the site in `site_dir`."""

    def __init__(self, site_dir: Path) -> None:
        self._path = site_dir.parent / FILE_NAME
        self._lock = threading.Lock()
        self._loaded = Listings()

    def read(self) -> Listings:
        """The hearings as the last build published them; none before the first build.

        Raises HearingsFileError.
        """
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return Listings()
        stamp = (status.st_mtime_ns, status.st_size)
        with self._lock:
            if self._loaded.stamp != stamp:
                self._loaded = Listings(stamp, self._parse())
            return self._loaded

    def _parse(self) -> Mapping[str, Listing]:
        try:
            records = json.loads(self._path.read_text(encoding="utf-8"))["hearings"]
            return {record["id"]: _listing(record) for record in records}
        except (ValueError, KeyError, TypeError) as error:
            raise HearingsFileError(str(self._path)) from error
