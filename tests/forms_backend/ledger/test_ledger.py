"""The ledger: append-only for everyone, and a change is named by its row."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import FIRST_PREVIOUS_HASH, Entry, PublishedHead, check_chain
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.sealing.ciphers import HashName


@pytest.fixture
def five_events(database, clock):
    for n in range(1, 6):
        with database.write() as session:
            session[LedgerRepository].append(
                Action.RECEIVED, number=f"TS-{n}", actor="visitor", at=clock(), detail={"n": str(n)}
            )
        clock.move(seconds=1)
    return database


def verify(database):
    with database.read() as session:
        return session[LedgerRepository].verify()


def without_triggers(database, statement: str) -> None:
    """What somebody with the rights of an administrator could do."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE ledger_events DISABLE TRIGGER ALL"))
        else:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER ledger_events_no_{verb}"))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_events SET actor = 'x'", "DELETE FROM ledger_events WHERE sequence = 5"],
)
def test_the_database_refuses_changes(five_events, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), five_events.engine.begin() as connection:
        connection.execute(text(statement))
    assert verify(five_events).is_intact


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE ledger_events SET actor = 'x' WHERE sequence = 3", 3),
        ("UPDATE ledger_events SET number = NULL WHERE sequence = 1", 1),
        ("UPDATE ledger_events SET detail = '{}' WHERE sequence = 5", 5),
        ("UPDATE ledger_events SET algorithm = 'none' WHERE sequence = 2", 2),
        ("DELETE FROM ledger_events WHERE sequence = 2", 2),
        ("DELETE FROM ledger_events WHERE sequence = 5", 5),
        ("DELETE FROM ledger_events", 1),
    ],
)
def test_a_change_is_found_at_its_row(five_events, statement: str, broken_at: int) -> None:
    assert verify(five_events).is_intact
    without_triggers(five_events, statement)
    assert verify(five_events).broken_at == broken_at


def test_a_moved_event_is_found(five_events) -> None:
    with five_events.read() as session:
        hashes = session.execute(
            text("SELECT sequence, hash FROM ledger_events ORDER BY sequence")
        ).all()
    assert len({row.hash for row in hashes}) == 5
    without_triggers(
        five_events, "UPDATE ledger_events SET at = '2020-01-01 00:00:00+00:00' WHERE sequence = 4"
    )
    assert verify(five_events).broken_at == 4


WORDS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.integers(1), st.none() | WORDS, WORDS, WORDS, st.datetimes(timezones=st.just(UTC)), WORDS)
def test_what_is_hashed_is_json(sequence, number, action, actor, at: datetime, detail) -> None:
    """Ledgers of earlier versions were hashed over what the encoder writes."""
    entry = Entry(sequence, number, action, actor, at, detail, HashName.SHA256.value, "0" * 64)
    moment = at.isoformat(timespec="microseconds")
    fields = [sequence, number, action, actor, moment, detail, HashName.SHA256.value, "0" * 64]
    assert entry.canonical() == json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def chained(*previous: str) -> list[tuple[Entry, str]]:
    """Events with right hashes of their own that name these hashes before them."""
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    entries = [
        Entry(n, None, "note", "system", moment, "{}", HashName.SHA256.value, before)
        for n, before in enumerate(previous, 1)
    ]
    return [(entry, entry.hash()) for entry in entries]


def test_an_event_that_names_another_before_it_breaks_the_chain() -> None:
    """Its own hash is right: only the comparison with the event before tells."""
    [(_, first)] = chained(FIRST_PREVIOUS_HASH)
    assert check_chain(chained(FIRST_PREVIOUS_HASH, first), None).is_intact
    for wrong, row in (
        ((FIRST_PREVIOUS_HASH, "ab" * 32), 2),
        ((FIRST_PREVIOUS_HASH, FIRST_PREVIOUS_HASH), 2),
        (("ab" * 32,), 1),
    ):
        report = check_chain(chained(*wrong), None)
        assert (report.broken_at, report.reason) == (row, "与上一行接不上")


@pytest.mark.parametrize(
    ("heads", "broken_at"),
    [([(1, "own")], None), ([(2, "x")], 2), ([(1, "own"), (1, "x")], 1), ([(3, "own")], 3)],
)
def test_every_head_that_was_written_down_is_compared(heads, broken_at) -> None:
    [(_, first)] = chained(FIRST_PREVIOUS_HASH)
    events = chained(FIRST_PREVIOUS_HASH, first)
    published = [
        PublishedHead(at, events[at - 1][1] if of == "own" and at < 3 else "ab" * 32)
        for at, of in heads
    ]
    assert check_chain(events, None, published).broken_at == broken_at
