"""Which tables the database has, and how it gets those that this version needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from forms_backend.db import Database, driver_errors_as_ours
from forms_backend.errors import SchemaOutOfDateError

MIGRATIONS = Path(__file__).parent / "migrations"


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
    config = _config()
    engine = database.engine.execution_options(begin="BEGIN IMMEDIATE")
    with driver_errors_as_ours(), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7206702)")
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)
