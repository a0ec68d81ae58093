"""Jobs of documents' pages, kept so that one whose words changed is made again without planning the site;
and what the site is planned from, for when facts changed that other pages show.

One SQLite file in `.fabu-cache/`; values are pickles, as in `publisher.memory`. It tells of the site
whose manifest it names and of no other.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from publisher.last_build import work_folder
from publisher.model.library import Entry
from publisher.pages.view import PageJob
from publisher.rendering.manifest import MANIFEST
from publisher.rendering.render import RenderSettings

_TABLES = """
create table if not exists state (value blob not null);
create table if not exists ground (value blob not null);
create table if not exists template (name text primary key, code blob not null) without rowid;
create table if not exists later (path text primary key, entry blob not null) without rowid;
create table if not exists page (
    path text primary key, digest text not null, face text not null, job blob not null
) without rowid;
"""


@dataclass(frozen=True)
class SiteState:
    """`manifest`: digest of the site's manifest; `composed`: paths of manuscripts that other files
    hold whole, such as booklets; `until`: when something goes live or ends by itself."""

    manifest: str
    settings: RenderSettings
    composed: frozenset[str]
    until: datetime | None = None


@dataclass(frozen=True)
class KeptPage:
    """`job` lacks its entry; `face`: of the document, see `publisher.model.face`."""

    job: PageJob
    face: str


class KeptPages:
    """Open within `kept_pages`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def state(self) -> SiteState | None:
        row = self._database.execute("select value from state").fetchone()
        found = pickle.loads(row[0]) if row else None  # noqa: S301 — ours, see publisher.memory
        return found if isinstance(found, SiteState) else None

    def page(self, path: str) -> KeptPage | None:
        """The page of the manuscript at `path`."""
        row = self._database.execute(
            "select job, face from page where path = ?", (path,)
        ).fetchone()
        return KeptPage(pickle.loads(row[0]), row[1]) if row else None  # noqa: S301

    def forget(self) -> None:
        """What is there tells of a site that is about to be another one."""
        with suppress(sqlite3.Error):
            self._database.execute("delete from state")
            self._database.commit()

    def faces(self) -> dict[str, str]:
        """The face of every document, by the path of its manuscript."""
        return dict(self._database.execute("select path, face from page"))

    def ground(self) -> object:
        """What was put down last as what the site is planned from; None where nothing was."""
        row = self._database.execute("select value from ground").fetchone()
        return pickle.loads(row[0]) if row else None  # noqa: S301

    def later(self) -> dict[str, Entry]:
        """The entries that have other words since `ground` was put down, by path."""
        rows = self._database.execute("select path, entry from later")
        return {path: pickle.loads(entry) for path, entry in rows}  # noqa: S301

    def put_later(self, entries: Iterable[Entry]) -> None:
        """To be followed by `put_state`."""
        rows = [(entry.path, _packed(entry)) for entry in entries]
        self._database.executemany("insert or replace into later values (?, ?)", rows)

    def keep(
        self, state: SiteState, ground: object, pages: Iterable[tuple[PageJob, str, str]]
    ) -> None:
        """Put down what a site was planned from and all its documents' pages: (job, its digest, face of
        its document). Pages with the digest that they had stay as they are."""
        database = self._database
        rows = database.execute("select path, digest, face from page")
        before = {path: (digest, face) for path, digest, face in rows}
        now: set[str] = set()
        changed = []
        for job, digest, face in pages:
            if job.entry is None:
                continue
            path = job.entry.path
            now.add(path)
            if before.get(path) != (digest, face):
                changed.append((path, digest, face, _packed(replace(job, entry=None))))
        database.executemany(
            "delete from page where path = ?", [(path,) for path in before.keys() - now]
        )
        database.executemany("insert or replace into page values (?, ?, ?, ?)", changed)
        database.execute("delete from ground")
        database.execute("delete from later")
        database.execute("insert into ground values (?)", (_packed(ground),))
        self.put_state(state)

    def templates(self) -> dict[str, bytes]:
        """Compiled templates, as `environment.COMPILED` packs them, of the program that made the site."""
        return dict(self._database.execute("select name, code from template"))

    def put_templates(self, packed: dict[str, bytes]) -> None:
        """To be followed by `put_state`. Those of another program go."""
        self._database.execute("delete from template")
        self._database.executemany("insert into template values (?, ?)", packed.items())

    def put_state(self, state: SiteState) -> None:
        self._database.execute("delete from state")
        self._database.execute("insert into state values (?)", (_packed(state),))
        self._database.commit()


def _packed(value: Any) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def manifest_digest(site_dir: Path) -> str:
    """Tells one state of a site's pages from others. Raises OSError where there is no manifest."""
    return blake2b((site_dir / MANIFEST).read_bytes(), digest_size=16).hexdigest()


@contextmanager
def kept_pages(root: Path, site_dir: Path) -> Iterator[KeptPages | None]:
    """What is kept for the site in `site_dir`; None where nothing can be stored."""
    database = _opened(_file(root, site_dir))
    if database is None:
        yield None
        return
    with closing(database):
        yield KeptPages(database)


def forget_pages(root: Path, site_dir: Path) -> None:
    """What is kept tells of a site that is about to be another one; where nothing is, nothing is made."""
    if _file(root, site_dir).is_file():
        with kept_pages(root, site_dir) as kept:
            if kept is not None:
                kept.forget()


def _file(root: Path, site_dir: Path) -> Path:
    return work_folder(root, "pages", site_dir).with_suffix(".sqlite")


def _opened(path: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        with suppress(sqlite3.Error, OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(path, timeout=10)
            try:
                database.execute("pragma synchronous = off")
                database.executescript(_TABLES)
            except sqlite3.Error:
                database.close()
                path.unlink()  # no database, or a damaged one
                continue
            return database
    return None
