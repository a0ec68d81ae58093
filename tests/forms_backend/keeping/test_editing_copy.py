"""The repository of 编辑 goes into the backup with drafts that stand nowhere else, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forms_backend.database.transactions import Database
from forms_backend.keeping.archive import EDITING
from forms_backend.keeping.backup import write_backup
from forms_backend.keeping.editing_copy import holds_repository, restore_repository
from forms_backend.keeping.errors import (
    NoEditingKeptError,
    RepositoryNotFreeError,
    RepositoryUnreadableError,
)
from forms_backend.keeping.restore import Backup, examine
from forms_backend.running.settings import Settings
from forms_backend.sealing.errors import DamagedBackupError
from tests.forms_backend.keeping.whole_databases import LOCK, restored
from tests.forms_backend.manuscripts.newsroom import EDITOR, TEXT, Newsroom, git

DRAFT = TEXT.replace("原来的一段", "只在草稿里的一段")


@pytest.fixture
def room(tmp_path: Path, clock: Any) -> Newsroom:
    made = Newsroom(tmp_path, clock)
    made.edit(DRAFT)
    made.desk.start("policy", "given-up", EDITOR)
    made.desk.discard("given-up", made.head("given-up"), EDITOR)
    return made


@pytest.fixture
def kept(
    database: Database,
    make_settings: Callable[..., Settings],
    room: Newsroom,
    tmp_path: Path,
    clock: Any,
) -> Backup:
    """The backup of a machine with editing."""
    settings = make_settings(database_url="sqlite:///unused.sqlite3", editing_repository=room.bare)
    settings.var_dir.mkdir(exist_ok=True)
    path = tmp_path / "a.fabu-backup"
    write_backup(database, settings, path, LOCK, clock())
    assert [one.name for one in settings.var_dir.iterdir() if one.name.startswith(".bundle")] == []
    return examine(path, LOCK)


def refs(folder: Path) -> str:
    return git(folder, "for-each-ref", "--format=%(refname) %(objectname)")


def test_every_branch_comes_back_as_it_was(kept: Backup, room: Newsroom, tmp_path: Path) -> None:
    assert holds_repository(kept)
    assert kept.manifest.attachments == 0
    place = tmp_path / "new/editing.git"
    branches = restore_repository(kept, place)
    assert refs(place) == refs(room.bare)
    assert {"main", "draft/ld-wage"} < set(branches)
    assert any(one.startswith("discarded/given-up-") for one in branches)
    assert git(place, "show", "draft/ld-wage:cases_library/2026/ld-wage.md") == DRAFT.strip()
    assert git(place, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(place, "rev-parse", "--is-bare-repository") == "true"
    git(place, "fsck", "--strict")
    assert [one.name for one in place.parent.iterdir()] == ["editing.git"]


def test_nothing_is_written_over(kept: Backup, room: Newsroom, tmp_path: Path) -> None:
    before = refs(room.bare)
    with pytest.raises(RepositoryNotFreeError, match="没有覆盖"):
        restore_repository(kept, room.bare)
    assert refs(room.bare) == before
    (tmp_path / "file").touch()
    with pytest.raises(RepositoryNotFreeError):
        restore_repository(kept, tmp_path / "file")
    (tmp_path / "empty").mkdir()
    assert restore_repository(kept, tmp_path / "empty")


def test_the_rest_of_the_backup_restores_as_ever(
    kept: Backup, database: Database, tmp_path: Path, clock: Any
) -> None:
    restored(kept.path, database, tmp_path / "var2", clock, replace=True)
    assert not (tmp_path / "var2" / EDITING).exists()


def test_a_machine_without_editing_has_none(backup: Path, tmp_path: Path) -> None:
    found = examine(backup, LOCK)
    assert not holds_repository(found)
    with pytest.raises(NoEditingKeptError):
        restore_repository(found, tmp_path / "x")


def test_a_repository_without_branches_is_left_out_and_one_that_is_none_is_told(
    database: Database, make_settings: Callable[..., Settings], tmp_path: Path, clock: Any
) -> None:
    git(tmp_path, "init", "-q", "--bare", "empty.git")
    for name, works in (("empty.git", True), ("nothing.git", False)):
        settings = make_settings(
            database_url="sqlite:///unused.sqlite3", editing_repository=tmp_path / name
        )
        settings.var_dir.mkdir(exist_ok=True)
        path = tmp_path / f"{name}.fabu-backup"
        if works:
            write_backup(database, settings, path, LOCK, clock())
            assert not holds_repository(examine(path, LOCK))
        else:
            with pytest.raises(RepositoryUnreadableError):
                write_backup(database, settings, path, LOCK, clock())
            assert not path.exists()


def test_a_bundle_that_was_changed_is_found(kept: Backup, tmp_path: Path) -> None:
    data = bytearray(kept.path.read_bytes())
    data[len(data) // 2] ^= 1
    changed = tmp_path / "changed.fabu-backup"
    changed.write_bytes(data)
    with pytest.raises(DamagedBackupError):
        examine(changed, LOCK)
