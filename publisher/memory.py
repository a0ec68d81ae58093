"""What earlier builds read, so that files that did not change are neither opened nor parsed again.

One SQLite file that may be deleted at any time; one that another version of the program or other
settings wrote is begun anew. Values are pickles: who can write in a project's folder can also change
its mkdocs.yml, which names code to run.
"""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from district.project import config_dir, laws_dir
from law.texts.pack import Pack
from publisher.last_build import FOLDER as FOLDER
from publisher.last_build import FRESH, READERS, key_of, make_folder
from publisher.last_build import work_folder as work_folder
from publisher.own_code import LOOKS, code_files

LARGEST = 2 * 1024 * 1024
"""Bytes; no larger file is read as a manuscript."""

_TABLES = """
create table state (digest text not null);
create table kept (
    name blob primary key, stamp text not null, digest blob not null, value blob not null,
    day text not null, found blob not null
) without rowid;
"""


@dataclass(frozen=True)
class Mark:
    """Tells one state of a file from others: `stamp` by its size, times and number, empty where
    the times are too fresh to be trusted; `digest` by its bytes."""

    stamp: str
    digest: bytes


@dataclass(frozen=True)
class Kept:
    """`value` was made from the file in the state `mark`; `found` follows from it on `day` (ISO)."""

    mark: Mark
    value: bytes
    day: str
    found: bytes


def _stamp(file: Path) -> str:
    now, info = time.time_ns(), file.stat()
    if now - max(info.st_mtime_ns, info.st_ctime_ns) < FRESH:
        return ""
    return f"{info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}"


def _digest(file: Path) -> bytes:
    """Raises OSError also for what is no file to read: a pipe would keep the build waiting."""
    info = file.stat()
    if not stat.S_ISREG(info.st_mode) or info.st_size > LARGEST:
        raise OSError
    return blake2b(file.read_bytes(), digest_size=16).digest()


def mark_of(file: Path) -> Mark | None:
    """To be taken before the file is read for its content: a change in between is then noticed the
    next time. None for what cannot be read."""
    try:
        return Mark(_stamp(file), _digest(file))
    except OSError:
        return None


def open_memory(root: Path, *folders: Path) -> Memory:
    """The memory of what is read in `folders` of the project at `root`."""
    return Memory(root, folders, state_digest(root))


def state_digest(root: Path) -> str:
    """Digest of all but the manuscripts: our own code but what gives pages their looks, the settings, the
    texts of laws, and the releases of what reads."""
    releases = " ".join(f"{name}={version(name)}" for name in READERS)
    texts = Pack(laws_dir(root)).state
    digest = blake2b(f"{sys.version} {releases} {texts}".encode(), digest_size=16)
    settings = (f for f in config_dir(root).rglob("*") if f.is_file() and f.suffix != ".pyc")
    code = (file for file in code_files() if not any(map(file.is_relative_to, LOOKS)))
    for file in (*code, *sorted(settings)):
        data = file.read_bytes()
        digest.update(key_of(f"{file}\0{len(data)}\n"))
        digest.update(data)
    return digest.hexdigest()


class Memory:
    """Open while one build or check reads; `save` ends it.

    `state`: digest of all that values depend on besides the files they are made from; `folders`:
    what is read. Where nothing can be stored, nothing is remembered, and everything is read as
    without a memory.
    """

    def __init__(self, root: Path, folders: Sequence[Path], state: str) -> None:
        self._path = work_folder(root, "readings", *folders).with_suffix(".sqlite")
        self._used: set[bytes] = set()
        self._database = self._opened(state)

    def recall(self, name: str, file: Path) -> Kept | None:
        """What stands under `name`, if `file` is still what it was made from."""
        key = key_of(name)
        row = self._run("select * from kept where name = ?", key)
        if row is None:
            return None
        _, stamp, digest, value, day, found = row
        try:
            now = _stamp(file)
            if (not now or now != stamp) and _digest(file) != digest:
                return None
        except OSError:
            return None
        if now and now != stamp:
            self._run("update kept set stamp = ? where name = ?", now, key)
        self._used.add(key)
        return Kept(Mark(now, digest), value, day, found)

    def keep(self, name: str, kept: Kept) -> None:
        key, mark = key_of(name), kept.mark
        row = (key, mark.stamp, mark.digest, kept.value, kept.day, kept.found)
        self._run("insert or replace into kept values (?, ?, ?, ?, ?, ?)", *row)
        self._used.add(key)

    def save(self) -> None:
        """Put down what is new and drop what nobody asked for."""
        if self._database is None:
            return
        with contextlib.suppress(sqlite3.Error), closing(self._database) as database:
            names = {name for (name,) in database.execute("select name from kept")}
            gone = [(name,) for name in names - self._used]
            database.executemany("delete from kept where name = ?", gone)
            database.commit()
        self._database = None

    def _run(self, statement: str, *values: Any) -> Any:
        """The first row. A file that fails on the way is given up."""
        if self._database is None:
            return None
        try:
            return self._database.execute(statement, values).fetchone()
        except sqlite3.Error:
            self._database.close()
            self._database = None
            return None

    def _opened(self, state: str) -> sqlite3.Connection | None:
        try:
            make_folder(self._path.parent)
            try:
                return _with_tables(self._path, state)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    return None
                self._path.unlink()  # no database at all, or a damaged one
                return _with_tables(self._path, state)
        except (OSError, sqlite3.Error):
            return None


def _with_tables(path: Path, state: str) -> sqlite3.Connection:
    """The file with what belongs to `state`, empty where it held something else."""
    database = sqlite3.connect(path, timeout=10)
    try:
        database.execute("pragma synchronous = off")
        tables = {name for (name,) in database.execute("select name from sqlite_master")}
        found = database.execute("select digest from state").fetchone() if tables else None
        if found is None or found[0] != state:
            for table in ("state", "kept"):
                database.execute(f"drop table if exists {table}")
            for statement in _TABLES.split(";"):
                database.execute(statement)
            database.execute("insert into state values (?)", (state,))
            database.commit()
    except sqlite3.Error:
        database.close()
        raise
    return database
