"""What was backed up comes back, on either database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from forms_backend.accounts.tables import Staff, StaffSession
from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.keeping import database_copy as tables
from forms_backend.keeping.backup import write_backup
from forms_backend.keeping.errors import (
    MoveTargetNotEmptyError,
    SourceChangedError,
    TargetNotEmptyError,
)
from forms_backend.keeping.moving import move_database
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.running.settings import Settings
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.tables import Submission
from tests.forms_backend.keeping.whole_databases import LOCK, content, restored


def test_a_backup_of_either_database_restores_into_either(
    filled: Database, backup: Path, target: Database, tmp_path: Path, settings: Settings, clock: Any
) -> None:
    before = content(filled)
    manifest = restored(backup, target, tmp_path / "new", clock)
    after = content(target)
    assert after.pop("ledger_events")[: len(before["ledger_events"])] == before.pop("ledger_events")
    assert after.pop("ledger_head") != before.pop("ledger_head")  # that it was restored is an event
    assert after == before
    assert manifest.rows["submissions"] == 3
    for name in ("one.bin", "two.bin"):
        copy = tmp_path / "new" / "attachments" / "stored" / "ab" / name
        assert (
            copy.read_bytes()
            == (settings.var_dir / "attachments" / "stored" / "ab" / name).read_bytes()
        )
        assert copy.stat().st_mode & 0o777 == 0o600
    schema.check_schema(target)


def test_after_a_restore_the_ledger_holds_and_numbering_goes_on(
    backup: Path,
    target: Database,
    tmp_path: Path,
    clock: Any,
    forms: Any,
    complaint: Any,
    opener: Any,
) -> None:
    restored(backup, target, tmp_path / "new", clock)
    service = SubmissionService(target, PayloadCipher(bytes(32)), CodeKey(bytes(32)), clock, opener)
    receipt = service.accept(forms["complaint"], complaint, channel=Channel.WEB)
    assert receipt.number == "TS202611-000004"
    with target.read() as session:
        assert session.scalar(select(func.max(Submission.id))) == 4
        report = session[LedgerRepository].verify()
    assert (report.is_intact, report.checked) == (True, 5)
    with pytest.raises(DBAPIError), target.engine.begin() as connection:
        connection.execute(text("UPDATE ledger_events SET actor = 'nobody'"))


def test_a_database_with_data_is_replaced_only_when_told(
    filled: Database,
    backup: Path,
    settings: Settings,
    clock: Any,
    service: Any,
    forms: Any,
    complaint: Any,
) -> None:
    service.accept(forms["complaint"], complaint, channel=Channel.WEB)
    before = content(filled)
    with pytest.raises(TargetNotEmptyError, match="--replace"):
        restored(backup, filled, settings.var_dir, clock)
    assert content(filled) == before
    restored(backup, filled, settings.var_dir, clock, replace=True)
    assert len(content(filled)["submissions"]) == 3
    assert (settings.var_dir / "attachments" / "stored" / "ab" / "one.bin").is_file()
    assert [p for p in settings.var_dir.iterdir() if p.name.startswith(".restoring")] == []
    assert len(list(settings.var_dir.glob("attachments-before-*/stored/ab/one.bin"))) == 1


def test_sessions_of_staff_do_not_come_to_life_again(
    backup: Path,
    database: Database,
    office_rows: None,
    settings: Settings,
    tmp_path: Path,
    clock: Any,
) -> None:
    path = tmp_path / "with-session.fabu-backup"
    write_backup(database, settings, path, LOCK, clock())
    restored(path, database, settings.var_dir, clock, replace=True)
    with database.read() as session:
        assert session.scalars(select(StaffSession.ended_at)).all() == [clock()]


@pytest.fixture
def office_rows(database: Database, clock: Any) -> None:
    with database.write() as session:
        session.add(
            Staff(
                login="zhang",
                name="张三",
                unit="court",
                role="handler",
                password_hash="-",
                must_change_password=True,
                totp_last_step=0,
                failures=0,
                created_at=clock(),
            )
        )
        session.flush()
        session.add(
            StaffSession(staff_id=1, token_hash="0" * 64, created_at=clock(), seen_at=clock())
        )


# Moving


def test_a_database_moves_with_every_row(filled: Database, target: Database) -> None:
    moved = move_database(filled, target)
    assert content(target) == content(filled)
    assert moved.rows["submissions"] == 3
    with pytest.raises(MoveTargetNotEmptyError):
        move_database(filled, target)


def test_a_write_during_the_move_undoes_it(
    filled: Database, target: Database, service: Any, forms: Any, complaint: Any, monkeypatch: Any
) -> None:
    original = tables.continue_numbering

    def meanwhile(connection: Any) -> None:
        service.accept(forms["complaint"], complaint, channel=Channel.WEB)
        original(connection)

    monkeypatch.setattr(tables, "continue_numbering", meanwhile)
    with pytest.raises(SourceChangedError, match="停止"):
        move_database(filled, target)
    assert schema.current_revision(target) is None
