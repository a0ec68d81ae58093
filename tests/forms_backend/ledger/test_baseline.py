"""A database from before rows were proved gets one event that proves what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.baseline import write_baseline
from forms_backend.ledger.chain import FIRST_PREVIOUS_HASH, Entry
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
from forms_backend.ledger.tables import LedgerEvent

MOMENT = "2026-11-01 00:00:00.000000"
STAFF = (
    "INSERT INTO staff (id, login, name, unit, role, password_hash, must_change_password, "
    "totp_last_step, failures, created_at) VALUES (1, 'old', '老同事', 'court', 'handler', '-', "
    f"(1 = 0), 0, 0, '{MOMENT}')"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path, clock) -> Iterator[Database]:
    """The tables of 0012 with two events and an account."""
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgresql")
    database = Database(url)
    schema.upgrade(database, "0012")
    previous = FIRST_PREVIOUS_HASH
    with database.engine.begin() as connection:
        connection.execute(text(STAFF))
        for sequence in (1, 2):
            entry = Entry(
                sequence,
                None,
                Action.SIGNED_IN.value,
                "staff:old",
                clock(),
                "{}",
                "sha256",
                previous,
            )
            values = {**vars(entry), "hash": entry.hash()}
            del values["records"]
            columns = ", ".join(values)
            places = ", ".join(f":{name}" for name in values)
            if request.param == "sqlite":
                values["at"] = values["at"].replace(tzinfo=None).isoformat(" ")
            connection.execute(
                text(f"INSERT INTO ledger_events ({columns}) VALUES ({places})"),
                values,
            )
            previous = entry.hash()
        connection.execute(
            text("UPDATE ledger_head SET sequence = 2, hash = :hash"), {"hash": previous}
        )
    yield database
    database.close()


def test_an_upgrade_writes_one_event_about_every_row(before, clock) -> None:
    schema.upgrade(before)
    report = LedgerService(before, clock).verify()
    assert report.is_intact, report.verdict()
    assert report.checked == 3
    with before.read() as work:
        event = work.scalars(select(LedgerEvent).where(LedgerEvent.sequence == 3)).one()
        assert event.action == "baseline"
        assert event.detail == '{"rows": "1", "schema": "0013"}'
        assert list(json.loads(event.records or "")) == ["staff"]
    with before.engine.begin() as connection:
        connection.execute(text("UPDATE staff SET role = 'admin'"))
    record = LedgerService(before, clock).verify().record
    assert record is not None
    assert (record.table, record.key, record.made_by) == ("staff", "1", 3)


def test_what_is_written_after_an_upgrade_goes_on_from_it(before, clock) -> None:
    schema.upgrade(before)
    with before.write() as work:
        work[LedgerRepository].append(
            Action.NOTE, number="TS-1", actor="visitor", at=clock(), detail={}
        )
    report = LedgerService(before, clock).verify()
    assert report.is_intact
    assert report.checked == 4


def test_an_empty_database_gets_none(database, ledger) -> None:
    with database.engine.begin() as connection:
        write_baseline(connection, moved_to="0013")
    assert ledger.head().sequence == 0


def test_a_later_migration_proves_the_tables_that_it_filled_anew(database, office, ledger) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE staff SET unit = 'police'"))
    assert not ledger.verify().is_intact
    with database.engine.begin() as connection:
        write_baseline(connection, moved_to="0099", tables={"staff"})
    assert ledger.verify().is_intact
