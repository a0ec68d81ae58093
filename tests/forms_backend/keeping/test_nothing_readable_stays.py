"""After the end of keeping, no file holds what was erased: not the database, not its log, not `var/`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from district.casework.retention import load_retention
from forms_backend.attachments.scanning import NullScanner
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.attachments.tables import Attachment
from forms_backend.database.transactions import Database
from forms_backend.keeping.retention import RetentionService
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.tables import Matter, Writing
from forms_backend.outbox.queue import KEPT, OutboxQueue
from forms_backend.outbox.service import Message, Outbox, OutboxChannel, OutboxState
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.tables import SearchEntry, Submission
from tests.forms_backend.attachments.workbench import workshop

CIPHER = PayloadCipher(bytes(32))
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
SECRET_WORDS = ("张三丰", "13800138000", "示例童装有限公司", "三个月内重复检查同一事项")


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.close()


def files_with(var: Path, needle: bytes) -> list[str]:
    """Every file below `var` that holds these bytes."""
    return sorted(
        str(path.relative_to(var))
        for path in var.rglob("*")
        if path.is_file() and needle in path.read_bytes()
    )


def test_no_file_holds_what_was_erased(
    sqlite: Database, clock: Any, forms: Any, complaint: dict[str, Any], opener: Any, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    store = FileStore(var, FileCipher(bytes(32)))
    outbox = Outbox(CIPHER, {OutboxChannel.MAIL})
    service = SubmissionService(sqlite, CIPHER, CodeKey(bytes(32)), clock, opener)
    receipts = [
        service.accept(
            forms["complaint"],
            complaint | {"title": f"{complaint['title']}之{n}", "consent_case": True},
            channel=Channel.WEB,
        )
        for n in range(30)
    ]
    needles: list[bytes] = []
    with sqlite.write() as work:
        for row in work.scalars(select(Submission)).all():
            row.state = "cleared"
            work.get_one(Matter, row.id).closed_at = LONG_AGO
            text = CIPHER.encrypt(row.number, b"an answer that is long enough to be found" * 3)
            written = store.stage(io.BytesIO(b"evidence" * 40), 320, LONG_AGO)
            store.keep(written.storage_name)
            [stored] = (var / "attachments" / "stored").rglob(f"*{written.storage_name}*")
            name = CIPHER.encrypt(row.number, "证据照片.pdf".encode())
            work.add(
                Writing(
                    submission_id=row.id, action="deliver", need="answer", actor="staff:x",
                    at=LONG_AGO, payload=text,
                )
            )  # fmt: skip
            work.add(
                Attachment(
                    submission_id=row.id, action="received", kind="pdf", size=320, name=name,
                    storage_name=written.storage_name, digest=written.digest, at=LONG_AGO,
                )
            )  # fmt: skip
            outbox.post(
                work,
                Message(
                    kind="visitor", channel=OutboxChannel.MAIL,
                    dedupe_key=f"visitor:deliver:{row.number}:3", subject="x",
                    body="正文", recipient="zhang@example.com",
                ),
                at=LONG_AGO,
            )  # fmt: skip
            needles += [row.payload[20:60], text[20:60], name[17:40], stored.read_bytes()[30:70]]
        needles += [row.codewords[:40] for row in work.scalars(select(SearchEntry)).all()]
        work.execute(update(OutboxMessage).values(state=OutboxState.FAILED.value))
        work.flush()
        needles += [
            row.envelope[20:60] for row in work.scalars(select(OutboxMessage)) if row.envelope
        ]
    assert len(needles) > 150
    assert all(files_with(var, needle) for needle in needles[:20])  # it was there to be found
    attachments = AttachmentService(sqlite, CIPHER, store, workshop(tmp_path), NullScanner(), clock)
    retention = RetentionService(sqlite, CIPHER, load_retention(), attachments, clock)
    assert retention.run(actor="system") == len(receipts)
    needles += [word.encode() for word in SECRET_WORDS]
    left = {needle: files for needle in needles if (files := files_with(var, needle))}
    assert left == {}
    report = LedgerService(sqlite, clock).verify()
    assert report.is_intact, report.verdict()


def test_a_reader_at_that_moment_is_told(sqlite: Database) -> None:
    with sqlite.write() as work:
        work.connection().exec_driver_sql("INSERT INTO number_counters VALUES ('TS', '202611', 1)")
    assert sqlite.clear_leftovers()
    assert Path(f"{sqlite.engine.url.database}-wal").stat().st_size == 0


def test_what_was_given_up_half_a_year_ago_is_forgotten(database: Database, clock: Any) -> None:
    with database.write() as work:
        for n, age in enumerate((KEPT + timedelta(days=1), timedelta(days=1))):
            message = Message(
                kind="visitor", channel=OutboxChannel.MAIL, dedupe_key=f"visitor:{n}",
                subject="x", body="y", recipient="a@example.com",
            )  # fmt: skip
            Outbox(CIPHER, {OutboxChannel.MAIL}).post(work, message, at=clock() - age)
        work.flush()
        work.execute(update(OutboxMessage).values(state=OutboxState.FAILED.value))
    OutboxQueue(database, CIPHER, clock).forget_finished()
    with database.read() as work:
        assert [m.dedupe_key for m in work.scalars(select(OutboxMessage))] == ["visitor:1"]
