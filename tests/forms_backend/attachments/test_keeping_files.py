"""Rows and files stay together: on commit, on rollback, after a crash at any moment, on deletion."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forms_backend.attachments.errors import AttachmentGoneError, StorageUnavailableError
from forms_backend.attachments.store import FileStore
from forms_backend.database.transactions import Database
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.sealing.errors import DamagedAttachmentError
from forms_backend.submissions.repository import SubmissionRepository
from tests.forms_backend.attachments.sample_files import pdf

INTAKE = Person("shouli", Role.INTAKE, "zhengfawei", name="受理员")
COURT = Person("chengban", Role.HANDLER, "court", name="承办员")
EMPTY = {"staging": 0, "stored": 0, "moving": 0}
KEPT = {"staging": 0, "stored": 1, "moving": 0}
STAGED = {"staging": 1, "stored": 0, "moving": 0}


def ledger(database: Database, number: str) -> list[tuple[str, dict[str, Any]]]:
    with database.engine.connect() as connection:
        query = text("SELECT action, detail FROM ledger_events WHERE number = :n ORDER BY sequence")
        rows = connection.execute(query, {"n": number}).all()
    return [(action, json.loads(detail)) for action, detail in rows]


def test_a_file_is_kept_with_its_submission_and_in_the_ledger(cabinet, send, database) -> None:
    staged = cabinet.stage()
    assert cabinet.on_disk() == STAGED
    receipt = send(staged)
    assert cabinet.on_disk() == KEPT
    (view,) = cabinet.service.of_number(receipt.number)
    assert (view.name, view.size, view.digest, view.came) == (
        "合同.pdf", len(pdf()), staged.digest, Action.RECEIVED
    )  # fmt: skip
    events = ledger(database, receipt.number)
    assert ("attached", {"with": "received", "file_1": staged.digest}) in events
    assert "合同" not in json.dumps(events, ensure_ascii=False)


def test_nothing_readable_is_on_disk_or_in_the_row(cabinet, send, database) -> None:
    send(cabinet.stage())
    for path in cabinet.store.root.rglob("*"):
        if path.is_file():
            assert b"%PDF" not in path.read_bytes()
            assert path.stat().st_mode & 0o077 == 0
            assert path.stat().st_mode & 0o777 == 0o600
    with database.engine.connect() as connection:
        (name,) = connection.execute(text("SELECT name FROM attachments")).one()
    assert "合同".encode() not in bytes(name)


def test_a_rollback_gives_the_file_back_to_the_form(cabinet, send, forms, database) -> None:
    staged = cabinet.stage()
    gone = cabinet.stage("照片.pdf")
    cabinet.service.discard([gone])
    with pytest.raises(AttachmentGoneError):
        send(staged, gone)
    assert cabinet.on_disk() == STAGED
    assert cabinet.service.of_number("TS202611-000001") == ()
    assert send(staged).number == "TS202611-000001"
    assert cabinet.on_disk() == KEPT


def test_a_file_goes_with_one_submission_only(cabinet, send) -> None:
    staged = cabinet.stage()
    first = send(staged)
    with pytest.raises(AttachmentGoneError):
        send(staged, idempotency_key="another-page")
    assert len(cabinet.service.of_number(first.number)) == 1
    assert cabinet.on_disk() == KEPT


def test_the_same_page_sent_again_keeps_its_files_once(cabinet, send) -> None:
    receipts = set()
    for _ in range(3):
        staged = cabinet.stage()
        receipts.add(send(staged, idempotency_key="one-page").number)
        cabinet.service.discard([staged])
    assert len(receipts) == 1
    assert cabinet.on_disk() == KEPT


def test_the_same_text_with_another_file_is_another_submission(cabinet, send) -> None:
    first = send(cabinet.stage(), idempotency_key="one-page")
    second = send(cabinet.stage(content=pdf(b"/More 1")), idempotency_key="one-page")
    assert first.number != second.number


class Crash(BaseException):
    """The process ends here."""


def die(*_args: object, **_options: object) -> None:
    raise Crash


def test_a_crash_before_the_file_moves_leaves_nothing(cabinet, send, clock, monkeypatch) -> None:
    staged = cabinet.stage()
    monkeypatch.setattr(FileStore, "keep", die)
    with pytest.raises(Crash):
        send(staged)
    assert cabinet.on_disk() == {"staging": 1, "stored": 0, "moving": 1}
    clock.move(hours=3)
    assert cabinet.service.sweep() == 1
    assert cabinet.on_disk() == EMPTY


def test_a_crash_before_the_commit_leaves_nothing(cabinet, send, clock, monkeypatch) -> None:
    """Neither moving back nor removing the mark happens, as in a process that is no more."""
    staged = cabinet.stage()
    with monkeypatch.context() as patch:
        patch.setattr(FileStore, "put_back", lambda *_args: None)
        patch.setattr(FileStore, "unmark", lambda *_args: None)
        patch.setattr(SubmissionService, "_receipt_for", die)
        with pytest.raises(Crash):
            send(staged)
    assert cabinet.on_disk() == {"staging": 0, "stored": 1, "moving": 1}
    clock.move(hours=1)
    assert cabinet.service.sweep() == 0
    clock.move(hours=2)
    assert cabinet.service.sweep() == 1
    assert cabinet.on_disk() == EMPTY


def test_a_mark_that_was_left_behind_costs_no_file(cabinet, send, clock, monkeypatch) -> None:
    monkeypatch.setattr(FileStore, "unmark", lambda *_args: None)
    receipt = send(cabinet.stage())
    assert cabinet.on_disk() == {"staging": 0, "stored": 1, "moving": 1}
    clock.move(hours=3)
    assert cabinet.service.sweep() == 0
    assert cabinet.on_disk() == KEPT
    (view,) = cabinet.service.of_number(receipt.number)
    found = cabinet.service.open(INTAKE, receipt.number, view.id)
    assert b"".join(found.content) == pdf()


def test_what_is_not_sent_off_in_two_hours_is_deleted(cabinet, clock) -> None:
    staged = cabinet.stage()
    token = cabinet.service.token("complaint.files", staged)
    clock.move(hours=1, minutes=59)
    assert cabinet.service.redeem("complaint.files", token) == staged
    assert cabinet.service.sweep() == 0
    clock.move(minutes=2)
    with pytest.raises(AttachmentGoneError):
        cabinet.service.redeem("complaint.files", token)
    clock.move(minutes=15)
    assert cabinet.service.sweep() == 1
    assert cabinet.on_disk() == EMPTY


@pytest.mark.parametrize("token", ["", "x", "AAAA", "é", "=" * 40])
def test_a_forged_token_is_good_for_nothing(cabinet, token: str) -> None:
    with pytest.raises(AttachmentGoneError):
        cabinet.service.redeem("complaint.files", token)


def test_a_token_is_good_for_its_own_form_only(cabinet) -> None:
    token = cabinet.service.token("complaint.files", cabinet.stage())
    with pytest.raises(AttachmentGoneError):
        cabinet.service.redeem("consultation.files", token)


def test_only_who_may_see_the_matter_gets_the_file_and_the_ledger_knows(
    cabinet, send, database
) -> None:
    staged = cabinet.stage()
    receipt = send(staged)
    (view,) = cabinet.service.of_number(receipt.number)
    for person, number, which in (
        (COURT, receipt.number, view.id),
        (INTAKE, "TS202611-000002", view.id),
        (INTAKE, receipt.number, view.id + 1),
    ):
        with pytest.raises(MatterNotFoundError):
            cabinet.service.open(person, number, which)
    assert "attachment_read" not in [action for action, _ in ledger(database, receipt.number)]
    download = cabinet.service.open(INTAKE, receipt.number, view.id)
    assert b"".join(download.content) == pdf()
    assert ledger(database, receipt.number)[-1] == ("attachment_read", {"file": staged.digest})


def test_a_damaged_or_missing_file_is_not_handed_out(cabinet, send) -> None:
    receipt = send(cabinet.stage())
    (view,) = cabinet.service.of_number(receipt.number)
    (path,) = (p for p in (cabinet.store.root / "stored").rglob("*") if p.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedAttachmentError, match="改动"):
        cabinet.service.open(INTAKE, receipt.number, view.id)
    path.unlink()
    with pytest.raises(DamagedAttachmentError, match="不在"):
        cabinet.service.open(INTAKE, receipt.number, view.id)


def test_retention_deletes_rows_and_files_and_leaves_the_chain(
    ledger, cabinet, send, service, database
):
    receipt = send(cabinet.stage(), cabinet.stage("二.pdf", pdf(b"/Two 2")))
    with database.write() as session:
        submission = session[SubmissionRepository].find(receipt.number)
        assert cabinet.service.delete_of(session, submission) == 2
        assert cabinet.on_disk()["stored"] == 2
    assert cabinet.on_disk() == EMPTY
    assert cabinet.service.of_number(receipt.number) == ()
    assert ledger.verify().is_intact


def test_a_deletion_that_is_rolled_back_deletes_nothing(cabinet, send, database) -> None:
    receipt = send(cabinet.stage())
    with suppress(Crash), database.write() as session:
        cabinet.service.delete_of(session, session[SubmissionRepository].find(receipt.number))
        raise Crash
    assert cabinet.on_disk() == KEPT
    assert len(cabinet.service.of_number(receipt.number)) == 1


def test_a_deletion_cut_off_after_its_commit_is_finished_by_the_sweep(
    cabinet, send, database, clock, monkeypatch
) -> None:
    receipt = send(cabinet.stage())
    with monkeypatch.context() as patch, database.write() as session:
        patch.setattr(FileStore, "delete", lambda *_args: None)
        patch.setattr(FileStore, "unmark", lambda *_args: None)
        cabinet.service.delete_of(session, session[SubmissionRepository].find(receipt.number))
        session.commit()
    assert cabinet.on_disk() == {"staging": 0, "stored": 1, "moving": 1}
    clock.move(hours=3)
    assert cabinet.service.sweep() == 1
    assert cabinet.on_disk() == EMPTY


def test_a_full_disk_is_said_and_leaves_nothing(cabinet, monkeypatch) -> None:
    monkeypatch.setattr("forms_backend.attachments.store.MAX_STAGED_BYTES", 10)
    with pytest.raises(StorageUnavailableError):
        cabinet.stage()
    assert cabinet.on_disk() == EMPTY
    monkeypatch.undo()

    def fails(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("forms_backend.attachments.store.os.fsync", fails)
    with pytest.raises(StorageUnavailableError):
        cabinet.stage()
    assert cabinet.on_disk() == EMPTY


@pytest.mark.parametrize(
    ("column", "value"),
    [("size", "0"), ("size", "52428801"), ("kind", "'" + "x" * 21 + "'"),
     ("digest", "'" + "x" * 65 + "'"), ("storage_name", "'" + "x" * 33 + "'")],
)  # fmt: skip
def test_limits_of_attachments_hold_in_the_database(
    cabinet, send, database, column: str, value: str
) -> None:
    send(cabinet.stage())
    with pytest.raises(DBAPIError), database.engine.begin() as connection:
        connection.execute(text(f"UPDATE attachments SET {column} = {value}"))
