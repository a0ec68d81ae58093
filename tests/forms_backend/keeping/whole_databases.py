"""A whole database as data, and one call that restores a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from forms_backend.database.transactions import Database
from forms_backend.keeping import restore as restoring
from forms_backend.keeping.archive import Manifest
from forms_backend.keeping.database_copy import known_tables
from forms_backend.keeping.restore import examine
from forms_backend.sealing.sealed_file import BackupKey

LOCK = BackupKey(bytes(32))


def content(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.engine.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in known_tables()
        }


def restored(backup: Path, target: Database, var_dir: Path, clock: Any, **options: Any) -> Manifest:
    found = examine(backup, options.pop("lock", LOCK))
    restoring.restore(found, target, var_dir, clock(), actor="test", **{"replace": False} | options)
    return found.manifest
