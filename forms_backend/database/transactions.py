"""The database behind the backend: SQLite (WAL) in one file, or PostgreSQL; same code for both.

`Database.write()` is one transaction that takes the write lock at once, `Database.read()` one that
does not. Errors of the driver leave this module as errors of ours.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, Table, create_engine, event, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InvalidatePoolError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached
from sqlalchemy.pool import ConnectionPoolEntry

from forms_backend.database.errors import (
    ConflictError,
    DatabaseDamagedError,
    DatabaseReadOnlyError,
    DatabaseUnavailableError,
)
from forms_backend.database.work import Work
from forms_backend.sealing.ciphers import HashName

LEDGER_HASH = "ledger_hash"
"""Key in a session's `info`: the hash that chains the events written in it."""
_DAMAGED = ("file is not a database", "disk image is malformed")
"""What SQLite says of a file that it cannot read."""
PRIVATE, OTHERS = 0o600, 0o077
"""The mode of a database file, and the bits that let others in."""
BUSY_TIMEOUT_MS = 15_000
POLL_SECONDS = 0.001
"""How often a process asks for SQLite's write lock."""
POOL_TIMEOUT_SECONDS = 15
CONNECT_TIMEOUT_SECONDS = 5
TRUSTED_SECONDS = 1.0
"""So long after its last use a connection is taken to be alive."""


def normalise_database_url(value: str) -> str:
    """The URL with the driver that we use. Raises ValueError for anything but a SQLite file or PostgreSQL."""
    try:
        url = make_url(value)
    except ArgumentError as error:
        raise ValueError("应为数据库地址，如 sqlite:///var/fabu.sqlite3") from error
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if backend != "sqlite":
        raise ValueError(f"只支持 sqlite 和 postgresql，实际为 {backend}")
    if not url.database or url.database == ":memory:":
        raise ValueError("SQLite 须存成文件，如 sqlite:///var/fabu.sqlite3")
    return value


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite URL, None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _prepare_sqlite(engine: Engine) -> None:
    """WAL and full fsync on each connection; we begin transactions ourselves, not the driver."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten with zeros
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that reads first and writes later can fail with SQLITE_BUSY at
        # once, whatever the time-out; so writers take the lock at the start.
        statement = connection.get_execution_options().get("begin", "BEGIN")
        if statement == "BEGIN":
            connection.exec_driver_sql(statement)
        else:
            _begin_when_free(connection, statement)


def _keep_to_ourselves(engine: Engine, file: Path) -> None:
    """Nobody else on the machine reads the file: it is made with mode 600, and one that an older
    version left open is closed. SQLite gives the files beside it (-wal, -shm) the same mode."""

    @event.listens_for(engine, "do_connect")
    def restrict(_dialect: Any, _record: Any, _arguments: Any, _options: Any) -> None:
        # What cannot be changed, as on a disk that is mounted read-only, is another's to say.
        with suppress(OSError):
            file.touch(PRIVATE, exist_ok=True)
            for path in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
                if path.exists() and path.stat().st_mode & OTHERS:
                    path.chmod(PRIVATE)


def _begin_when_free(connection: Connection, statement: str) -> None:
    """Ask for the write lock every millisecond. SQLite by itself pauses ever longer, up to a tenth
    of a second: a second process would find the lock taken again and again."""
    end = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql(statement)
                return
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() > end:
                    raise
            time.sleep(POLL_SECONDS)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _is_busy(error: OperationalError) -> bool:
    return str(getattr(error.orig, "sqlite_errorname", "")).startswith("SQLITE_BUSY")


def create_database_engine(url: str) -> Engine:
    """An engine for `url`. Parameters never appear in its error messages."""
    url = normalise_database_url(url)
    file = sqlite_path(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, hide_parameters=True, pool_timeout=POOL_TIMEOUT_SECONDS)
        _keep_to_ourselves(engine, file)
        _prepare_sqlite(engine)
        return engine
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )
    _ping_after_a_pause(engine)
    return engine


def _ping_after_a_pause(engine: Engine) -> None:
    """Whether a connection still answers is asked only after it has lain idle: the pool's own
    `pool_pre_ping` asks each time, and a busy hour pays a round trip for every transaction."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ping(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        now = time.monotonic()
        if now - record.info.get("idle_since", now) < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # the pool drops all and opens new ones


class _Turn(AbstractContextManager[None]):
    """One writer at a time: SQLite's file has one, and on PostgreSQL nearly all wait for the end of
    the ledger. The threads of a process queue here: who waits for SQLite's file may lose to somebody
    who came later, and a queue of connections in PostgreSQL costs it more than the writing does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            raise DatabaseUnavailableError

    def __exit__(self, *_error: object) -> None:
        self._lock.release()


class Database:
    """Transactions on one database."""

    def __init__(self, url: str, ledger_hash: HashName = HashName.SHA256) -> None:
        self.engine = create_database_engine(url)
        self._info = {LEDGER_HASH: ledger_hash}
        self._writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        self._turn = _Turn()

    @contextmanager
    def write(self) -> Iterator[Work]:
        """One transaction: committed when the block ends, rolled back when it raises.

        Raises ConflictError on a unique value that exists, DatabaseUnavailableError on no answer.
        """
        with (
            driver_errors_as_ours(),
            self._turn,
            Work(self._writer, info=self._info) as work,
            work.begin(),
        ):
            yield work

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A transaction for reading. Raises DatabaseUnavailableError on no answer."""
        with (
            driver_errors_as_ours(),
            Work(self.engine, info=self._info) as work,
            work.begin(),
        ):
            yield work

    @contextmanager
    def snapshot(self) -> Iterator[Work]:
        """As `read`, and everything that is asked is as it was at the first question."""
        engine = self.engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with driver_errors_as_ours(), Work(engine, info=self._info) as work, work.begin():
            yield work

    def ping(self) -> None:
        """Raises DatabaseUnavailableError unless the database answers."""
        with self.read() as work:
            work.execute(text("SELECT 1"))

    def clear_leftovers(self) -> bool:
        """Take what was deleted out of SQLite's write-ahead log, which keeps old pages until it is
        written anew; False when somebody reads at this moment and it could not be emptied.

        PostgreSQL keeps dead rows until its own VACUUM and is not asked here: see the handbook.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        with driver_errors_as_ours(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            busy, _pages, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _is_read_only(error: Exception) -> bool:
    """Whether SQLite says that it may not write; the server then refuses to start, see
    `prepare_matters`, whose first step is a write transaction."""
    name = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
    return str(name).startswith("SQLITE_READONLY")


def ledger_hash_of(session: Session) -> HashName:
    """The hash that chains events written in a session; sessions of others get the default."""
    return HashName(session.info.get(LEDGER_HASH, HashName.SHA256))


def insert_into(session: Session, table: type[DeclarativeBase]) -> sqlite.Insert:
    """An INSERT that takes `on_conflict_do_…`, in the dialect of the session; both spell it alike."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = cast(Callable[[object], sqlite.Insert], postgresql.insert)
    return insert(table) if is_postgresql else sqlite.insert(table)


def insert_row(session: Session, row: DeclarativeBase) -> None:
    """Insert a new mapped object at once: half of the time that a flush takes, which looks through
    everything in the session first. Afterwards the session knows it like any other."""
    values = {name: value for name, value in vars(row).items() if name != "_sa_instance_state"}
    table = cast(Table, row.__table__)
    result = cast(CursorResult[Any], session.execute(insert(table), values))
    for column, value in zip(table.primary_key, result.inserted_primary_key or (), strict=True):
        setattr(row, column.key, value)
    make_transient_to_detached(row)
    session.add(row)


@contextmanager
def driver_errors_as_ours() -> Iterator[None]:
    """Raises ConflictError and DatabaseUnavailableError in place of the driver's errors."""
    try:
        yield
    except IntegrityError as error:
        raise ConflictError from error
    except (OperationalError, PoolTimeoutError) as error:
        if _is_read_only(error):
            raise DatabaseReadOnlyError from error
        raise DatabaseUnavailableError from error
    except DBAPIError as error:
        if any(sign in str(error.orig) for sign in _DAMAGED):
            raise DatabaseDamagedError from error
        if error.connection_invalidated:
            raise DatabaseUnavailableError from error
        raise
