"""A database with three complaints, its backup, and empty databases to restore it into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from forms_backend.database.transactions import Database
from forms_backend.keeping.backup import write_backup
from forms_backend.running.settings import Settings
from forms_backend.sealing.sealed_file import CHUNK_BYTES
from forms_backend.submissions.channel import Channel
from tests.forms_backend.keeping.whole_databases import LOCK


@pytest.fixture
def settings(make_settings: Callable[..., Settings]) -> Settings:
    """Of the machine that is backed up, with two encrypted attachments."""
    made = make_settings(database_url="sqlite:///unused.sqlite3")
    folder = made.var_dir / "attachments" / "stored" / "ab"
    folder.mkdir(parents=True)
    (folder / "one.bin").write_bytes(b"sealed \x00\xff" * 10)
    (folder / "two.bin").write_bytes(b"x" * (CHUNK_BYTES + 7))
    (made.var_dir / "attachments" / "staging").mkdir()
    (made.var_dir / "attachments" / "staging" / "not-sent-off.bin").touch()
    return made


@pytest.fixture
def filled(database: Database, service: Any, forms: Any, complaint: dict[str, Any]) -> Database:
    """Three complaints, one with a consent, each with its ledger event."""
    for n in range(3):
        changes = {"title": f"第 {n} 件", "consent_case": n == 0}
        service.accept(forms["complaint"], complaint | changes, channel=Channel.WEB)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'fabu.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgresql")
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def backup(filled: Database, settings: Settings, tmp_path: Path, clock: Any) -> Path:
    path = tmp_path / "backups" / "a.fabu-backup"
    write_backup(filled, settings, path, LOCK, clock())
    return path
