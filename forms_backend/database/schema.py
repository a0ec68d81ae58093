"""Which tables the database has, and how it gets those that this version needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from forms_backend.database.errors import SchemaOutOfDateError
from forms_backend.database.transactions import Database, driver_errors_as_ours

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def newest_revision() -> str | None:
    """The schema version that this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current_revision(database: Database) -> str | None:
    """The schema version of the database, None when it is empty."""
    with driver_errors_as_ours(), database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_schema(database: Database) -> None:
    """Raises SchemaOutOfDateError unless the database has exactly the tables we need."""
    found, needed = current_revision(database), newest_revision()
    if found != needed:
        raise SchemaOutOfDateError(found, needed)


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to `revision` in one transaction; several callers wait for each other."""
    _run(database, revision, up=True)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to `revision`; "base" drops them all, with their content."""
    _run(database, revision, up=False)


def _run(database: Database, revision: str, *, up: bool) -> None:
    engine = database.engine.execution_options(begin="BEGIN IMMEDIATE")
    with driver_errors_as_ours(), engine.begin() as connection:
        migrate_within(connection, revision, up=up)


def migrate_within(connection: Connection, revision: str, *, up: bool) -> None:
    """Bring the tables to `revision` inside the caller's transaction, which took the write lock."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7206702)")
    config = _config()
    config.attributes["connection"] = connection
    (command.upgrade if up else command.downgrade)(config, revision)


def knows(revision: str) -> bool:
    """Whether this program has the migrations up to `revision`."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    return revision in known
