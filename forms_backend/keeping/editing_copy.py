"""The repository of 编辑 in a backup: every branch, drafts that nobody has pushed anywhere among them.

As one git bundle, which is a file that git reads like a remote. It stands behind the attachments; a
backup of a machine without editing has none.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from forms_backend.keeping.archive import EDITING, ArchiveWriter, Member, read_archive
from forms_backend.keeping.errors import (
    NoEditingKeptError,
    RepositoryNotFreeError,
    RepositoryUnreadableError,
)
from forms_backend.keeping.restore import Backup
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.git import GitRepository


def add_repository(archive: ArchiveWriter, repository: Path, var_dir: Path) -> None:
    """Add the repository as it is now; nothing for one without a branch. Raises RepositoryUnreadableError."""
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=var_dir) as folder:
        bundle = Path(folder, EDITING)
        try:
            is_made = GitRepository(repository).bundle(bundle)
        except EditingError as error:
            raise RepositoryUnreadableError(str(error)) from error
        if is_made:
            archive.add_file(EDITING, bundle)


def holds_repository(backup: Backup) -> bool:
    """Whether a backup that was examined has one."""
    return EDITING in backup.manifest.checksums


def restore_repository(backup: Backup, place: Path) -> list[str]:
    """A bare repository at `place` as it was, in a folder that is not there yet or is empty; returns its
    branches. Hooks are none of it. Raises NoEditingKeptError, RepositoryNotFreeError,
    RepositoryUnreadableError, OSError; nothing is left behind then."""
    if not holds_repository(backup):
        raise NoEditingKeptError
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise RepositoryNotFreeError(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=place.parent) as folder:
        bundle, made = Path(folder, EDITING), Path(folder, "repository")

        def visit(member: Member) -> None:
            if member.name == EDITING:
                with bundle.open("wb") as file:
                    for block in member.blocks():
                        file.write(block)

        read_archive(backup.path, backup.lock, visit)
        made.mkdir(mode=0o700)
        try:
            branches = GitRepository(made).fill(bundle)
        except EditingError as error:
            raise RepositoryUnreadableError(str(error)) from error
        if place.is_dir():
            place.rmdir()
        made.rename(place)
    return branches
