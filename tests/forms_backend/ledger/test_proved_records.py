"""What somebody with every right on the database does past the program is named, the first row first."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from forms_backend.accounts.tables import Staff
from forms_backend.database.every_table import declared_tables
from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.proved import UNPROVED, proved_columns
from forms_backend.ledger.report import ChainReport, Fault
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import Receipt
from forms_backend.worklists.tables import SavedFilter
from tests.forms_backend.office import TO_DELIVERED, Office


def test_every_table_and_column_is_proved_or_named_with_a_reason() -> None:
    tables = declared_tables().tables
    for name, reason in UNPROVED.items():
        of, _, column = name.partition(".")
        assert of in tables, name
        assert not column or column in tables[of].columns, name
        assert len(reason) > 20, name
    for table in tables.values():
        if table.name in UNPROVED:
            continue
        proved = set(proved_columns(table.name, table.columns.keys()))
        named = {n.partition(".")[2] for n in UNPROVED if n.startswith(f"{table.name}.")}
        assert proved | named == set(table.columns.keys()), table.name
        assert {c.name for c in table.primary_key.columns} <= proved, table.name
    wanted = {
        "submissions", "matters", "matter_clocks", "writings", "booklet_deliveries", "consents",
        "attachments", "seat_bookings", "staff", "visits", "meetings", "agenda_items",
    }  # fmt: skip
    assert not wanted & UNPROVED.keys()


@pytest.fixture
def worked(database: Database, office: Office, submit: Any, clock: Any) -> Receipt:
    """Two complaints, the first answered and delivered."""
    first = submit(consent_case=True)
    office.go(first.number, *TO_DELIVERED)
    submit(title="乙事")
    return first


def without_guards(database: Database, *statements: str) -> None:
    """Do it with every right, and put all triggers back so that nothing else shows."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement))
            connection.execute(text("SET session_replication_role = origin"))
            return
        written = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(connection.execute(written).tuples().all())
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
        for definition in triggers.values():
            connection.execute(text(definition))


def test_what_the_program_does_is_proved(database, ledger, office, worked) -> None:
    report = ledger.verify()
    assert report.is_intact, report
    assert report.checked > 10


@dataclass(frozen=True)
class Attack:
    """What is done by SQL, and what the check names: table, key and fault of the first row, or
    what is said of the chain."""

    name: str
    statements: tuple[str, ...]
    found: tuple[str, str, Fault] | str


def rows(name: str, statement: str, table: str, key: str, fault: Fault) -> Attack:
    return Attack(name, (statement,), (table, key, fault))


CHANGED, DELETED, ADDED = Fault.CHANGED, Fault.DELETED, Fault.ADDED
HASH = "0" * 63 + "1"
ATTACKS = [
    rows("reassigned", "UPDATE matters SET unit = 'police' WHERE submission_id = 1",
         "matters", "1", CHANGED),
    rows("another handler", "UPDATE matters SET handler = 'jingguan' WHERE submission_id = 1",
         "matters", "1", CHANGED),
    rows("closed", "UPDATE submissions SET state = 'cleared' WHERE id = 2",
         "submissions", "2", CHANGED),
    rows("backdated", "UPDATE submissions SET received_at = '2026-11-01 00:00:00+00:00' WHERE id = 1",
         "submissions", "1", CHANGED),
    rows("deadline moved", "UPDATE matter_clocks SET due_on = '2027-12-31', sure_on = '2027-12-31' "
         "WHERE id = 1", "matter_clocks", "1", CHANGED),
    rows("clock stopped", "UPDATE matter_clocks SET stopped_at = '2026-11-20 00:00:00+00:00' "
         "WHERE stopped_at IS NULL AND submission_id = 2", "matter_clocks", "8", CHANGED),
    rows("supervisions erased", "UPDATE matters SET supervisions = 9", "matters", "1", CHANGED),
    rows("list date moved", "UPDATE matters SET sure_on = '2027-12-31' WHERE submission_id = 2",
         "matters", "2", CHANGED),
    rows("satisfied", "UPDATE matters SET satisfied = (1 = 1) WHERE submission_id = 1",
         "matters", "1", CHANGED),
    rows("not confidential", "UPDATE matters SET confidential = (1 = 1) WHERE submission_id = 2",
         "matters", "2", CHANGED),
    rows("answer swapped", "UPDATE writings SET payload = (SELECT payload FROM submissions "
         "WHERE id = 2) WHERE id = 2", "writings", "2", CHANGED),
    rows("answer deleted", "DELETE FROM writings WHERE id = 1", "writings", "1", DELETED),
    rows("answer signed by another", "UPDATE writings SET actor = 'staff:duban' WHERE id = 1",
         "writings", "1", CHANGED),
    rows("text swapped", "UPDATE submissions SET payload = (SELECT payload FROM submissions "
         "AS other WHERE other.id = 2) WHERE id = 1", "submissions", "1", CHANGED),
    rows("query code of another", "UPDATE submissions SET query_code_hash = '" + HASH
         + "' WHERE id = 1", "submissions", "1", CHANGED),
    rows("consent made up", "INSERT INTO consents (id, submission_id, key, text, given_at) VALUES "
         "(99, 1, 'more', 'x', '2026-11-20 00:00:00+00:00')", "consents", "99", ADDED),
    rows("consent taken back", "UPDATE consents SET withdrawn_at = '2026-11-20 00:00:00+00:00' "
         "WHERE id = 1", "consents", "1", CHANGED),
    rows("consent deleted", "DELETE FROM consents WHERE id = 1", "consents", "1", DELETED),
    Attack("submission deleted", tuple(
        f"DELETE FROM {table} WHERE {column} = 2"
        for table, column in (("writings", "submission_id"), ("matter_clocks", "submission_id"),
                              ("consents", "submission_id"), ("search_entries", "submission_id"),
                              ("matters", "submission_id"), ("submissions", "id"))
    ), ("matter_clocks", "8", DELETED)),
    rows("role raised", "UPDATE staff SET role = 'admin' WHERE login = 'chengban'",
         "staff", "4", CHANGED),
    rows("password set", "UPDATE staff SET password_hash = 'known' WHERE login = 'duban'",
         "staff", "3", CHANGED),
    rows("account added", "INSERT INTO staff (id, login, name, unit, role, password_hash, "
         "must_change_password, totp_last_step, failures, created_at) SELECT 99, 'eve', name, unit, "
         "role, password_hash, must_change_password, 0, 0, created_at FROM staff WHERE id = 1",
         "staff", "99", ADDED),
    rows("account disabled", "UPDATE staff SET disabled_at = '2026-11-20 00:00:00+00:00' "
         "WHERE login = 'shenhe'", "staff", "6", CHANGED),
    rows("two at once, the older first", "UPDATE matter_clocks SET provisional = NOT provisional",
         "matter_clocks", "1", CHANGED),
    Attack("event changed", ("UPDATE ledger_events SET actor = 'staff:duban' WHERE sequence = 3",),
           "内容被改动过"),
    Attack("event deleted", ("DELETE FROM ledger_events WHERE sequence = 4",), "缺少这一行"),
    Attack("events cut off, head moved", (
        "DELETE FROM ledger_events WHERE sequence > 6",
        "UPDATE ledger_head SET sequence = 6, hash = (SELECT hash FROM ledger_events "
        "WHERE sequence = 6)",
    ), ("matter_clocks", "3", CHANGED)),
    Attack("what events say of rows emptied",
           ("UPDATE ledger_events SET records = NULL WHERE sequence = 2",), "内容被改动过"),
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attacks_by_sql_are_named(attack: Attack, database, ledger, office, worked) -> None:
    without_guards(database, *attack.statements)
    assert_named(ledger.verify(), attack)


def assert_named(report: ChainReport, attack: Attack) -> None:
    assert not report.is_intact
    if isinstance(attack.found, str):
        assert report.reason == attack.found
        return
    assert report.broken_at is None, report.reason
    record = report.record
    assert record is not None
    assert (record.table, record.key, record.fault) == attack.found


def test_there_are_as_many_kinds_as_promised() -> None:
    assert len({attack.name for attack in ATTACKS}) >= 25


def refused(database: Database, statement: str) -> None:
    with (
        pytest.raises(DBAPIError, match=r"append-only|forward only|too long"),
        database.engine.begin() as connection,
    ):
        connection.execute(text(statement))


REFUSED = [
    "INSERT INTO ledger_events SELECT 3, number, action, actor, at, detail, algorithm, "
    "previous_hash || 'x', hash || 'x', records FROM ledger_events WHERE sequence = 3",
    "INSERT INTO ledger_events SELECT 900, number, action, actor, at, detail, algorithm, "
    "'p', 'h', records FROM ledger_events WHERE sequence = 3",
    "UPDATE ledger_head SET sequence = 2, hash = (SELECT hash FROM ledger_events "
    "WHERE sequence = 2)",
    "UPDATE ledger_head SET sequence = sequence + 1",
    "UPDATE ledger_head SET hash = 'x'",
    "DELETE FROM ledger_head",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_go_back(statement: str, database, ledger, worked) -> None:
    refused(database, statement)
    assert ledger.verify().is_intact


@pytest.mark.parametrize(
    "values",
    [
        "3, number, 'note', actor, at, detail, algorithm, previous_hash, hash, records",
        "3, number, 'note', actor, at, detail, algorithm, 'p', 'h', records",
        "(SELECT max(sequence) + 1 FROM ledger_events), number, 'note', actor, at, detail, "
        "algorithm, previous_hash, 'h', records",
        "(SELECT max(sequence) + 1 FROM ledger_events), number, 'note', actor, at, detail, "
        "algorithm, 'p', hash, records",
    ],
)
def test_replacing_an_event_of_sqlite_is_refused(values: str, sqlite_url: str, clock) -> None:
    """INSERT OR REPLACE takes away the row with the same unique value and asks no DELETE trigger."""
    database = Database(sqlite_url)
    for n in range(4):
        with database.write() as work:
            work[LedgerRepository].append(
                Action.NOTE, number=f"TS-{n}", actor="visitor", at=clock(), detail={}
            )
    for statement in (
        f"INSERT OR REPLACE INTO ledger_events SELECT {values} FROM ledger_events WHERE sequence = 3",
        "INSERT OR REPLACE INTO ledger_head VALUES (1, 2, 'x')",
    ):
        refused(database, statement)
    assert LedgerService(database, clock).verify().is_intact
    database.close()


GUARDS_GONE = {
    "sqlite": (
        (("DROP TRIGGER ledger_events_no_update",), "ledger_events_no_update"),
        (("DROP TRIGGER ledger_head_forward",), "ledger_head_forward"),
        (
            (
                "DROP TRIGGER ledger_events_at_end",
                "CREATE TRIGGER ledger_events_at_end BEFORE INSERT ON ledger_events WHEN 1 = 0 "
                "BEGIN SELECT RAISE(ABORT, 'x'); END",
            ),
            "ledger_events_at_end",
        ),
    ),
    "postgresql": (
        (("DROP TRIGGER ledger_events_append_only ON ledger_events",), "ledger_events_append_only"),
        (("ALTER TABLE ledger_head DISABLE TRIGGER ledger_head_forward",), "ledger_head_forward"),
        (
            (
                "CREATE OR REPLACE FUNCTION ledger_events_at_end() RETURNS trigger "
                "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            ),
            "ledger_events_at_end",
        ),
    ),
}


@pytest.mark.parametrize("which", range(3))
def test_a_trigger_that_does_not_stand_is_named(which: int, database, ledger) -> None:
    statements, name = GUARDS_GONE[database.engine.dialect.name][which]
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    report = ledger.verify()
    assert report.missing_guards == (name,)
    assert not report.is_intact


def test_two_servers_that_change_the_same_rows_leave_a_ledger_that_proves_them(
    database_url: str, database, office, clock, ledger
) -> None:
    """The digest of a row is taken while its writer holds it, in the order of the events."""
    servers = [Database(database_url), Database(database_url)]

    def rename(n: int) -> None:
        with servers[n % 2].write() as work:
            row = work.scalars(select(Staff).where(Staff.id == 1 + n % 3).with_for_update()).one()
            row.name = f"{row.name[:3]}{n}"
            work[LedgerRepository].append(
                Action.STAFF_ADDED, number=None, actor="cli:test", at=clock(), detail={}
            )
            row.unit = ("court", "police")[n % 2]  # after the event, within its transaction

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(rename, range(40)))
    for server in servers:
        server.close()
    report = ledger.verify()
    assert report.is_intact, report.verdict()
    assert report.checked == 41


def test_a_transaction_that_is_undone_proves_nothing(database, office, ledger) -> None:
    def fail_halfway() -> None:
        with database.write() as work:
            work.get_one(Staff, 1).unit = "police"
            work.flush()
            raise ZeroDivisionError

    before = ledger.head()
    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert ledger.head() == before
    assert ledger.verify().is_intact


def test_changes_without_an_event_get_one(database, office, ledger) -> None:
    count = ledger.head().sequence
    with database.write() as work:
        work.get_one(Staff, 1).failures = 3  # unproved
    assert ledger.head().sequence == count
    with database.write() as work:
        work.execute(update(Staff).where(Staff.unit == "court").values(unit="police"))
        work.execute(delete(SavedFilter))
    assert ledger.head().sequence == count + 1
    with database.read() as work:
        [event] = work[LedgerRepository].latest(1)
        assert event.action == "records_changed"
        assert list(json.loads(event.records or "")) == ["staff"]
        assert len(json.loads(event.records or "")["staff"]) == 3
    assert ledger.verify().is_intact


def test_events_are_there_for_who_asks_within_the_transaction(database, office, ledger) -> None:
    with database.write() as work:
        events = work[LedgerRepository]
        at = datetime(2026, 11, 20, tzinfo=UTC)
        events.append(Action.NOTE, number="TS-1", actor="visitor", at=at, detail={})
        work.get_one(Staff, 1).unit = "police"
        assert [event.action for event in events.events_of("TS-1")] == ["note"]
        events.append(Action.NOTE, number="TS-1", actor="visitor", at=at, detail={})
        work.get_one(Staff, 2).unit = "police"
        assert len(events.events_of("TS-1")) == 2
    assert ledger.verify().is_intact
