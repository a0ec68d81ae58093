"""The library (稿件库): every document that was read, frozen, with what is needed to check it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import filterfalse
from typing import cast

from publisher.model.documents.case import Case
from publisher.model.documents.document import Document, Kind, Plain, Unread
from publisher.model.front_matter import KeyPath
from publisher.model.kinds import DOCUMENT_KINDS, SPECS
from publisher.model.words import SomeWords, Words
from publisher.prose.body import Body, Link


@dataclass(frozen=True, repr=False, eq=False)
class Entry:
    """One file that was read: its model, its body, and where its keys stand.

    `path` is relative to the project root; `location` identifies the file among its kin: the
    path below the cases or content folder, as other files link to it. `words`: what it says, see
    `publisher.model.words`; of these `links`, `images` and `ids`, the places to link to, are always at
    hand. `unfilled`: the lines of the front matter that still hold the mark of `fabu new` for a text to
    fill in. `signed_by`: the offices whose people reviewed and approved this text.
    """

    path: str
    kind: Kind
    location: str
    meta: Plain
    body_line: int
    digest: str
    words: SomeWords
    links: tuple[Link, ...] = ()
    images: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    unfilled: tuple[int, ...] = ()
    signed_by: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Path and digest say all: equal files give equal models."""
        return f"Entry({self.path!r}, {self.digest!r})"

    @property
    def reading(self) -> Body:
        """The body as it was read, once for all. Raises WordsNotKeptError, as do `header` and `source`."""
        return self.words.at_hand().reading

    @property
    def lines(self) -> dict[KeyPath, int]:
        """Where the keys of the front matter stand."""
        return self.words.lines

    @property
    def header(self) -> str:
        """The front matter as it is written."""
        return self.words.at_hand().header

    @property
    def source(self) -> str:
        """The body as it is written."""
        return self.words.at_hand().source

    @property
    def id(self) -> str:
        """The document's id; for a plain page its path without the ending."""
        return (
            self.meta.id if isinstance(self.meta, Document) else self.location.removesuffix(".md")
        )

    @property
    def document(self) -> Document:
        """The model of a document kind. Raises TypeError for a plain page."""
        if not isinstance(self.meta, Document):
            raise TypeError(f"{self.path} is a plain page")
        return self.meta

    @property
    def url(self) -> str:
        """URL relative to the site's root, with a trailing slash for directories."""
        if self.kind is not Kind.PAGE:
            return f"{SPECS[self.kind].column}/{self.id}/"
        stem = self.location.removesuffix(".md")
        if stem == "index":
            return ""
        return f"{stem.removesuffix('index')}" if stem.endswith("/index") else f"{stem}/"

    def saying(self, words: Words) -> Entry:
        """The same file with these words."""
        body = words.reading
        return replace(self, words=words, links=body.links, images=body.images, ids=body.ids)

    def line_of(self, *path: str | int) -> int:
        """The line of a front-matter key, or of its nearest known ancestor."""
        lines = self.lines
        for length in range(len(path), 0, -1):
            line = lines.get(path[:length])
            if line is not None:
                return line
        return 1


@dataclass(frozen=True)
class Library:
    """All entries in a stable order: newest publication first, then by id.

    `unread`: files whose front matter has mistakes; only their bodies can be checked.
    """

    entries: tuple[Entry, ...]
    unread: tuple[Entry, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Documents (not plain pages) by id; of a duplicate id the first one stays."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.kind in DOCUMENT_KINDS:
                found.setdefault(entry.id, entry)
        return found

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Entry, ...]]:
        groups: dict[Kind, list[Entry]] = {kind: [] for kind in Kind}
        for entry in self.entries:
            groups[entry.kind].append(entry)
        return {kind: tuple(group) for kind, group in groups.items()}

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        return self._by_kind[kind]

    def documents(self) -> Iterator[Entry]:
        """Every entry of a document kind, plain pages left out."""
        return (entry for entry in self.entries if entry.kind in DOCUMENT_KINDS)

    @cached_property
    def by_former_id(self) -> dict[str, Entry]:
        """Documents by the ids that they had before."""
        return {former: entry for entry in self.documents() for former in entry.document.former_ids}

    def live(self, now: datetime) -> Library:
        """The library that readers see at `now`: without drafts, what is in review, what is not
        due yet, what has ended and what was withdrawn."""
        return Library(tuple(e for e in self.entries if e.meta.is_live(now)))

    @cached_property
    def cases(self) -> tuple[tuple[Entry, Case], ...]:
        return tuple((entry, cast(Case, entry.meta)) for entry in self.of(Kind.CASE))


def ordered(entries: list[Entry]) -> Library:
    """A library in its stable order, whatever the order in which files were read."""

    def is_read(entry: Entry) -> bool:
        return not isinstance(entry.meta, Unread)

    def key(entry: Entry) -> tuple[float, str, str]:
        published = entry.meta.published
        return (-published.timestamp() if published else 0.0, entry.id, entry.path)

    return Library(
        entries=tuple(sorted(filter(is_read, entries), key=key)),
        unread=tuple(sorted(filterfalse(is_read, entries), key=lambda entry: entry.path)),
    )
