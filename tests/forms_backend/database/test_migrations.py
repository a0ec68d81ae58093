"""Every migration goes up and down on both databases, and the tables are what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from forms_backend.database import schema, transactions
from forms_backend.database.errors import SchemaOutOfDateError
from forms_backend.database.tables import Base
from forms_backend.database.transactions import Database
from forms_backend.submissions.channel import Channel

FIRST_TABLES = {"submissions", "consents", "number_counters", "ledger_events", "ledger_head"}
TABLES = FIRST_TABLES | {
    "assists", "attachments", "staff", "staff_sessions", "matters", "matter_clocks", "writings",
    "issued_reports", "indicator_values", "intakes", "merged_matters", "visits", "visit_problems",
    "outbox_messages", "seat_hearings", "seat_bookings", "saved_filters", "search_entries",
    "search_blocks",
    "meetings", "meeting_units", "meeting_cancellations", "agenda_items", "agenda_matters",
    "subscription_requests", "subscriptions", "booklet_deliveries",
    "quarantine", "sign_in_pauses", "account_requests", "list_columns", "drafts",
    "register_samples", "register_entries", "register_moves", "register_files",
    "register_origins", "register_approvals", "wechat_reminders",
    "absences", "bell_entries", "report_editions",
    "filings", "filing_steps", "filing_summaries", "assessment_marks",
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'new' / 'fabu.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgresql")
    database = Database(url)
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_up_and_down_and_up_again(empty: Database) -> None:
    with pytest.raises(SchemaOutOfDateError, match="fabu migrate"):
        schema.check_schema(empty)
    schema.upgrade(empty)
    assert tables(empty) == TABLES
    schema.check_schema(empty)
    schema.upgrade(empty)
    schema.downgrade(empty, "0001")
    assert tables(empty) == FIRST_TABLES
    schema.upgrade(empty)
    schema.downgrade(empty, "base")
    assert tables(empty) == set()
    schema.upgrade(empty)
    schema.check_schema(empty)


def test_tables_are_what_the_models_say(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        found = {
            (table, check["name"], str(check["sqltext"]).replace("(", "").replace(")", ""))
            for table in TABLES
            for check in inspect(connection).get_check_constraints(table)
        }
    wanted = {
        (table.name, check.name, str(check.sqltext).replace("(", "").replace(")", ""))
        for table in Base.metadata.tables.values()
        for check in table.constraints
        if hasattr(check, "sqltext")
    }
    if empty.engine.dialect.name == "sqlite":  # PostgreSQL rewrites the text of a condition
        assert found == wanted
    assert {check[:2] for check in found} == {check[:2] for check in wanted}


def test_servers_that_start_together_migrate_once(empty: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: schema.upgrade(empty), range(4)))
    schema.check_schema(empty)


def test_sqlite_is_safe_against_power_cuts(tmp_path, monkeypatch, waiting_for_the_disk) -> None:
    monkeypatch.setattr(transactions, "_prepare_sqlite", waiting_for_the_disk)
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    with database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    database.close()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 15_000,
        "foreign_keys": 1,
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE number_counters SET last = 1000000",
        "UPDATE number_counters SET last = 0",
        "INSERT INTO ledger_head VALUES (2, 0, 'x')",
        "INSERT INTO consents (submission_id, key, text, given_at) "
        "VALUES (999, 'k', 't', '2026-01-01 00:00:00+00:00')",
    ],
)
def test_limits_hold_in_the_database_too(empty: Database, statement: str) -> None:
    schema.upgrade(empty)
    with empty.engine.begin() as connection:
        connection.execute(text("INSERT INTO number_counters VALUES ('TS', '202611', 1)"))
    with pytest.raises(DBAPIError), empty.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_text_longer_than_its_column_is_refused(service, database, forms) -> None:
    service.accept(forms["complaint"], {"name": "x"}, channel=Channel.WEB)
    for column, limit in (
        ("form_id", 40),
        ("category", 40),
        ("notice_version", 40),
        ("number", 20),
    ):
        with pytest.raises(DBAPIError), database.engine.begin() as connection:
            connection.execute(
                text(f"UPDATE submissions SET {column} = :value"),
                {"value": "x" * (limit + 1)},
            )
