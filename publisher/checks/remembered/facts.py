"""What a check keeps of every manuscript, so that the next one reads those alone that changed.

One SQLite file that may be deleted at any time. Values are pickles, as in `publisher.memory`, which
says why they may be.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from publisher.checks.duplicates import Compared, compared
from publisher.checks.remembered.groups import Groups
from publisher.checks.remembered.neighbours import filters_of, mentions_of, names_of
from publisher.last_build import key_of
from publisher.model.documents.document import Document, Unread
from publisher.model.library import Entry
from publisher.model.published_files import referred_files
from publisher.model.words import Words

_TABLES = """
create table state (digest text not null, findings blob not null);
create table entry (
    path text primary key, kind text not null, day text, published int not null,
    value blob not null, body_line int not null, text blob, shingles blob not null
) without rowid;
create table has (name blob, path text, primary key (name, path)) without rowid;
create table filters (name blob, path text, primary key (name, path)) without rowid;
create table mentions (name blob, path text, primary key (name, path)) without rowid;
"""
_INDEXES = """
create index has_path on has (path);
create index filters_path on filters (path);
create index mentions_path on mentions (path);
"""

CALENDAR = "calendar"
"""Stands where paths of manuscripts do, for the names that the publicity calendar mentions."""

_TOGETHER = 500
"""Manuscripts that are put down at once: a statement for each costs more, all of them much memory."""

_NAMES = ("has", "filters", "mentions")


@dataclass(frozen=True)
class Standing:
    """The findings of the last check, by group, and the paths of its stale texts."""

    groups: Groups
    stale: frozenset[str]


@dataclass(frozen=True)
class Fact:
    """`entry` without its words: front matter, links and places to link to. `files`: paths below
    content/ that its page refers to."""

    entry: Entry
    compared: Compared | None
    files: frozenset[str]


def fact_of(entry: Entry, host: str) -> Fact:
    """What is kept of `entry`. A text under a header with mistakes is compared with no other, as in a
    check of everything."""
    bare = replace(entry, words=Words(lines=entry.lines), images=())
    text = None if isinstance(entry.meta, Unread) else compared(entry)
    return Fact(bare, text, frozenset(referred_files(entry, host)))


class Facts:
    """An open store. Raises sqlite3.Error, and whatever a damaged pickle raises."""

    def __init__(self, database: sqlite3.Connection, host: str, *, is_new: bool = False) -> None:
        self._database, self._host, self._is_new = database, host, is_new

    def standing(self) -> Standing:
        row = self._database.execute("select findings from state").fetchone()
        standing: Standing = pickle.loads(row[0])  # noqa: S301
        return standing

    def put_standing(self, digest: str, standing: Standing) -> None:
        self._database.execute("delete from state")
        self._database.execute("insert into state values (?, ?)", (digest, _packed(standing)))

    def put(self, facts: Iterable[Fact]) -> None:
        """Keep them in place of what stands under their paths."""
        left = iter(facts)
        while some := list(islice(left, _TOGETHER)):
            self._put(some)

    def _put(self, facts: Sequence[Fact]) -> None:
        rows: list[tuple[object, ...]] = []
        names: dict[str, list[tuple[bytes, str]]] = {table: [] for table in _NAMES}
        for fact in facts:
            entry, text = fact.entry, fact.compared
            found = (names_of(entry), filters_of(entry), mentions_of(entry, self._host))
            for table, own in zip(_NAMES, found, strict=True):
                names[table] += _keyed(own, entry.path)
            shingles = text.shingles if text else b""
            row = (entry.path, entry.kind.value, _day_of(entry), entry.meta.is_published)
            value = _packed((entry, fact.files))
            digest = text.digest if text else None
            rows.append((*row, value, entry.body_line, digest, shingles))
        if not self._is_new:
            paths = [(row[0],) for row in rows]
            for table in _NAMES:
                self._database.executemany(f"delete from {table} where path = ?", paths)  # noqa: S608
        self._database.executemany(
            "insert or replace into entry values (?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        for table, pairs in names.items():
            self._add(table, pairs)

    def put_mentions(self, names: Iterable[str], path: str) -> None:
        """Keep which names a file mentions that is no manuscript."""
        self._add("mentions", _keyed(names, path))

    def _add(self, table: str, pairs: Iterable[tuple[bytes, str]]) -> None:
        statement = f"insert or ignore into {table} values (?, ?)"  # noqa: S608 — ours
        self._database.executemany(statement, pairs)

    def fact(self, path: str) -> Fact | None:
        row = self._database.execute("select * from entry where path = ?", (path,)).fetchone()
        if row is None:
            return None
        entry, files = pickle.loads(row[4])  # noqa: S301
        return Fact(entry, _compared(row[0], *row[5:]), files)

    def entries(self, paths: Iterable[str]) -> list[Entry]:
        found = (self.fact(path) for path in sorted(paths))
        return [fact.entry for fact in found if fact is not None]

    def mentioning(self, names: Iterable[str]) -> set[str]:
        return self._paths("mentions", names)

    def having(self, names: Collection[str], besides: Collection[str]) -> set[str]:
        """Paths of all that have one of `names`, and of one case for each filter that is there
        because of others than `besides`."""
        found = self._paths("has", names)
        for name in names:
            rows = self._database.execute(
                "select path from filters where name = ?", (key_of(name),)
            )
            found.update(next(([path] for (path,) in rows if path not in besides), []))
        return found - set(besides)

    def newest(self, day: str, besides: Sequence[str]) -> set[str]:
        """Paths of the newest document of each kind up to `day` (ISO), by which a column is fresh or
        stale, and of one that is or was published."""
        marks = ", ".join("?" * len(besides))
        others = f"from entry where path not in ({marks})"
        rows = self._database.execute(
            f"select path, max(day) {others} and day <= ? group by kind", (*besides, day)
        )
        any_row = self._database.execute(f"select path, 1 {others} and published limit 1", besides)
        return {path for path, _ in (*rows, *any_row)}

    def texts(self, kind: str, besides: Collection[str]) -> list[Compared]:
        """The texts of a kind that are compared with each other."""
        rows = self._database.execute(
            "select path, body_line, text, shingles from entry where kind = ? and text is not null",
            (kind,),
        )
        return [Compared(*row) for row in rows if row[0] not in besides]

    def _paths(self, table: str, names: Iterable[str]) -> set[str]:
        statement = f"select path from {table} where name = ?"  # noqa: S608 — ours
        keys = map(key_of, names)
        return {path for key in keys for (path,) in self._database.execute(statement, (key,))}


@contextmanager
def facts_at(path: Path, digest: str, host: str) -> Iterator[Facts | None]:
    """The store that belongs to the check with this digest of its inputs; None where there is none.
    What was put there stays if nothing is raised."""
    if not path.is_file():
        yield None
        return
    with closing(sqlite3.connect(path, timeout=10)) as database, database:
        database.execute("pragma synchronous = off")
        row = database.execute("select digest from state").fetchone()
        yield Facts(database, host) if row == (digest,) else None


@contextmanager
def fresh_facts(path: Path, host: str) -> Iterator[Facts]:
    """A new store in place of the one at `path`, which is there when all is in it."""
    aside = path.with_suffix(f".{os.getpid()}")  # another check may be making its own
    aside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(aside)) as database, database:
            database.execute("pragma synchronous = off")
            database.executescript(_TABLES)
            yield Facts(database, host, is_new=True)
            database.executescript(_INDEXES)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _keyed(names: Iterable[str], path: str) -> list[tuple[bytes, str]]:
    return [(key_of(name), path) for name in names]


def _day_of(entry: Entry) -> str | None:
    """The day by which a document counts for its column; None where it does not."""
    meta = entry.meta
    counts = isinstance(meta, Document) and meta.is_published and not meta.is_withdrawn
    return meta.date.date().isoformat() if counts and isinstance(meta, Document) else None


def _compared(path: str, body_line: int, digest: bytes | None, shingles: bytes) -> Compared | None:
    return None if digest is None else Compared(path, body_line, digest, shingles)


def _packed(value: Any) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
