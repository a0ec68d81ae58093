"""How a row becomes a digest, which rows a transaction wrote, and what events say of them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, text, update

from forms_backend.accounts.tables import Staff
from forms_backend.database.transactions import Database, insert_row
from forms_backend.ledger.actions import Action
from forms_backend.ledger.baseline import write_baseline
from forms_backend.ledger.chain import Entry
from forms_backend.ledger.proved import record_digest, record_key, written_records
from forms_backend.ledger.replay import Replay, first_fault
from forms_backend.ledger.report import Fault
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
from forms_backend.ledger.wanted import Wanted
from forms_backend.sealing.ciphers import HASHES, HashName
from tests.forms_backend.ledger.test_proved_records import without_guards

MOMENT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def test_a_digest_is_over_the_same_text_for_ever() -> None:
    """Ledgers of earlier versions hold digests of exactly this."""
    row = {
        "title": "甲事",
        "id": 1,
        "gone": None,
        "on": date(2026, 11, 20),
        "at": MOMENT,
        "text": b"x",
    }
    for name, digest_of in HASHES.items():
        written = (
            '{"at":"2026-11-20T07:30:00.000000+00:00","id":1,"on":"2026-11-20",'
            f'"text":"{digest_of(b"x")}","title":"甲事"}}'
        )
        assert record_digest(row, name) == digest_of(written.encode())


def test_what_an_event_says_of_rows_is_the_same_text_for_ever() -> None:
    said = written_records({"乙": {record_key([2, "a"]): None}, "a": {record_key([1]): "d"}})
    assert said == '{"a":{"1":"d"},"乙":{"2/a":null}}'


def entry(sequence: int, records: dict[str, dict[str, str | None]] | None) -> Entry:
    text_of = None if records is None else json.dumps(records)
    return Entry(sequence, None, "note", "li", MOMENT, "{}", "sha256", "", text_of)


def test_the_first_row_that_is_not_as_written_is_that_of_the_oldest_event() -> None:
    rows: dict[str, dict[str, Any]] = {key: {"id": int(key)} for key in ("1", "2", "9", "10")}
    digests = {key: record_digest(row, "sha256") for key, row in rows.items()}
    replay = Replay()
    replay.read(entry(1, None))
    replay.read(entry(2, {"a": {"9": digests["9"], "10": digests["10"], "7": "gone later"}}))
    replay.read(entry(3, {"a": {"1": digests["1"], "7": None}, "lost": {"1": "x"}}))
    changed = {key: {"id": 0} for key in ("1", "9", "10")}
    faults = [*replay.faults("a", [*changed.items(), ("2", rows["2"])]), *replay.rest()]
    told = [(f.table, f.key, f.fault, f.made_by) for f in faults]
    assert told == [
        ("a", "1", Fault.CHANGED, 3), ("a", "9", Fault.CHANGED, 2), ("a", "10", Fault.CHANGED, 2),
        ("a", "2", Fault.ADDED, None), ("lost", "1", Fault.DELETED, 3),
    ]  # fmt: skip
    first = first_fault(reversed(faults))
    assert first is not None
    assert (first.key, first.made_by) == ("9", 2)
    assert first_fault(faults[3:4]) == faults[3]
    assert first_fault([faults[3], faults[4]]) == faults[4]
    assert first_fault([]) is None


# Whichever way a transaction writes rows, its last event names them


def account(login: str, **more: object) -> dict[str, object]:
    return {
        "login": login, "name": login, "unit": "court", "role": "handler", "password_hash": "-",
        "must_change_password": False, "totp_last_step": 0, "failures": 0, "created_at": MOMENT,
    } | more  # fmt: skip


WAYS = {
    "one": lambda work: work.execute(insert(Staff).values(account("a"))),
    "one with its values beside": lambda work: work.execute(insert(Staff), account("a")),
    "one at once": lambda work: insert_row(work, Staff(**account("a"))),
    "one with its key": lambda work: work.execute(insert(Staff), account("a", id=71)),
    "several": lambda work: work.execute(insert(Staff), [account("a"), account("b")]),
    "several with keys": lambda work: work.execute(
        insert(Staff), [account("a", id=71), account("b", id=72)]
    ),
    "an object": lambda work: work.add(Staff(**account("a"))),
    "an update with parameters": lambda work: work.execute(
        update(Staff).where(Staff.login == bindparam("of")).values(unit="police"), {"of": "duban"}
    ),
}


def named_by_the_last_event(database: Database) -> dict[str, str | None]:
    """Accounts by key, with their digests."""
    with database.read() as work:
        [event] = work[LedgerRepository].latest(1)
        found: dict[str, str | None] = json.loads(event.records or "")["staff"]
        return found


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_is_written_is_named_by_the_event(way: str, database, office, ledger) -> None:
    before = ledger.head().sequence
    with database.write() as work:
        WAYS[way](work)
    assert ledger.head().sequence == before + 1
    report = ledger.verify()
    assert report.is_intact, report.verdict()
    said = named_by_the_last_event(database)
    assert len(said) == (2 if "several" in way else 1)
    assert all(said.values())


def test_a_statement_sees_what_was_changed_before_it_in_the_transaction(
    database, office, ledger
) -> None:
    with database.write() as work:
        work.get_one(Staff, 1).failures = 9  # unproved: no row is named for it
        work.execute(update(Staff).where(Staff.failures == 9).values(unit="police"))
    assert ledger.verify().is_intact
    assert list(named_by_the_last_event(database)) == ["1"]


def test_what_is_only_read_or_unproved_writes_no_event(database, office, ledger) -> None:
    before = ledger.head()
    with database.write() as work:
        work.get_one(Staff, 1)
        work.execute(text("SELECT 1"))
    assert ledger.head() == before


# Questions about events


@pytest.fixture
def three_events(database):
    for n, action in enumerate((Action.NOTE, Action.RECEIVED, Action.NOTE)):
        with database.write() as work:
            at = MOMENT.replace(minute=n)
            work[LedgerRepository].append(
                action, number="TS-1", actor="visitor", at=at, detail={"n": str(n)}
            )
    return database


def test_the_first_the_last_and_those_of_a_kind(three_events) -> None:
    with three_events.read() as work:
        events = work[LedgerRepository]
        assert events.first_moment() == MOMENT.replace(minute=0)
        last = events.last_of("TS-1", Action.NOTE)
        assert last is not None
        assert last.sequence == 3
        assert events.last_of("TS-2", Action.NOTE) is None
        assert [d["n"] for d in events.details_of(Action.NOTE)] == ["0", "2"]
        assert [e.sequence for e in events.events_of("TS-1")] == [1, 2, 3]
        assert [e.sequence for e in events.latest(2)] == [3, 2]


def test_the_end_of_a_moment_is_without_the_events_of_that_very_moment(three_events) -> None:
    with three_events.read() as work:
        events = work[LedgerRepository]
        assert events.head_before(MOMENT.replace(minute=0)).sequence == 0
        assert events.head_before(MOMENT.replace(minute=2)).sequence == 2
        assert events.head_before(MOMENT.replace(minute=3)) == events.head()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(since=MOMENT.replace(minute=1)), [3, 2]),
        (Wanted(until=MOMENT.replace(minute=1)), [1]),
        (Wanted(before=2), [1]),
        (Wanted(number="TS-2"), []),
    ],
    ids=["since", "until", "before", "number"],
)
def test_a_day_begins_with_its_first_moment_and_ends_before_the_next(
    wanted: Wanted, found: list[int], three_events
) -> None:
    with three_events.read() as work:
        assert [e.sequence for e in work[LedgerRepository].look_up(wanted, 9)] == found


def test_an_end_that_was_taken_away_is_a_fault(three_events, ledger) -> None:
    without_guards(three_events, "DELETE FROM ledger_head")
    assert ledger.verify().reason == "末尾的行被删去"


def test_a_baseline_goes_on_in_the_algorithm_of_the_ledger(sqlite_url, clock) -> None:
    database = Database(sqlite_url, HashName.SM3)
    with database.write() as work:
        work.add(Staff(**account("a")))
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE staff SET unit = 'police'"))
        write_baseline(connection, moved_to="0099")
    with database.read() as work:
        assert {e.algorithm for e in work[LedgerRepository].latest(9)} == {"sm3"}
    assert LedgerService(database, clock).verify().is_intact
    database.close()
