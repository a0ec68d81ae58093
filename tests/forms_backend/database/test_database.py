"""Transactions on SQLite and PostgreSQL: who waits for whom, what a dead connection does, and rows
that are inserted without a flush."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import func, select, text

from forms_backend.database import transactions as db
from forms_backend.database.errors import DatabaseUnavailableError
from forms_backend.database.tables import NumberCounter
from forms_backend.database.transactions import BUSY_TIMEOUT_MS, Database, insert_row, sqlite_path
from tests.databases import create_database


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(NumberCounter)) or 0


def write(database: Database, month: str = "202611") -> None:
    with database.write() as session:
        session.add(NumberCounter(prefix="TS", month=month, last=1))


def test_another_process_is_asked_every_millisecond_for_the_lock(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    other = sqlite3.connect(sqlite_path(sqlite_url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 40:
            other.execute("ROLLBACK")

    monkeypatch.setattr(db.time, "sleep", pause)
    write(database)
    assert pauses == [0.001] * 40
    assert count(database) == 1
    with database.engine.connect() as connection:
        waits = connection.execute(text("PRAGMA busy_timeout")).scalar()
    assert waits == BUSY_TIMEOUT_MS, "everything but the write lock waits as before"
    other.close()
    database.close()


def test_threads_queue_for_one_writer(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 50)
    refused: list[Exception] = []

    def also() -> None:
        try:
            write(database)
        except DatabaseUnavailableError as error:
            refused.append(error)

    with database.write():
        assert count(database) == 0, "reading waits for nobody"
        other = threading.Thread(target=also)
        other.start()
        other.join()
    assert len(refused) == 1
    write(database)
    assert count(database) == 1


@pytest.fixture
def cut(postgresql_server: str) -> Iterator[Database]:
    """A database whose pooled connection the server has closed."""
    url = create_database(postgresql_server)
    database = Database(url)
    assert count(database) == 0
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    yield database
    database.close()


def test_a_connection_that_died_while_idle_is_replaced(
    cut: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TRUSTED_SECONDS", 0.0)
    write(cut)
    assert count(cut) == 1


def test_a_connection_that_died_just_now_costs_one_request(
    cut: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "TRUSTED_SECONDS", 3600.0)
    with pytest.raises(DatabaseUnavailableError):
        write(cut)
    write(cut)
    assert count(cut) == 1


def test_a_row_inserted_at_once_is_known_like_any_other(database: Database) -> None:
    row = NumberCounter(prefix="TS", month="202611", last=1)
    with database.write() as session:
        insert_row(session, row)
        assert session.get(NumberCounter, ("TS", "202611")) is row
        row.last = 7
    with database.read() as session:
        assert session.scalars(select(NumberCounter.last)).all() == [7]


def test_nobody_else_reads_the_files_of_the_database(tmp_path) -> None:
    old = tmp_path / "old.sqlite3"
    old.touch(0o644)
    old.chmod(0o644)
    for file in (old, tmp_path / "new.sqlite3"):
        database = Database(f"sqlite:///{file}")
        with database.write() as work:
            work.execute(text("CREATE TABLE one (a INTEGER)"))
        found = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob(f"{file.name}*")}
        assert {f"{file.name}{end}" for end in ("", "-wal", "-shm")} == found.keys()
        assert set(found.values()) == {0o600}
        database.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda work, query: work.scalars(query.with_for_update()).one(),
        lambda work, query: work.execute(query.with_for_update()).scalar_one(),
        lambda work, query: work.get(NumberCounter, ("TS", "202611"), with_for_update=True),
    ],
)
def test_what_is_locked_is_read_anew(database: Database, ask) -> None:
    write(database)
    query = select(NumberCounter)
    with database.write() as work:
        read = work.scalars(query).one()
        read.last = 2
        work.flush()
        work.execute(text("UPDATE number_counters SET last = 5"))  # as if by another meanwhile
        assert work.scalars(query).one().last == 2
        assert ask(work, query) is read
        assert read.last == 5
        read.last = 6
        assert ask(work, query).last == 6, "what was changed and not yet written is not lost"
