"""The directory of automatic backups: names that sort by time, the newest, and those to delete."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from forms_backend.running.clock import LOCAL_ZONE

SUFFIX = ".fabu-backup"


def backup_name(now: datetime) -> str:
    """A file name that sorts by time, e.g. "20261120-233000.fabu-backup"."""
    return f"{now.astimezone(LOCAL_ZONE):%Y%m%d-%H%M%S}{SUFFIX}"


def backups_in(directory: Path) -> list[Path]:
    """The backups of a directory, oldest first."""
    return sorted(directory.glob(f"*{SUFFIX}")) if directory.is_dir() else []


def newest_backup(directory: Path) -> datetime | None:
    """When the last backup of a directory was finished, in UTC."""
    found = backups_in(directory)
    return datetime.fromtimestamp(found[-1].stat().st_mtime, LOCAL_ZONE) if found else None


def prune_backups(directory: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep`; returns those deleted."""
    surplus = backups_in(directory)[:-keep]
    for path in surplus:
        path.unlink()
    return surplus
