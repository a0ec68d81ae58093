"""How long `fabu ledger verify` takes, and that it names the first broken row.

python -m benchmarks.ledger [--events 100000] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import json
import platform
import pstats
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from os import cpu_count
from pathlib import Path

from sqlalchemy import insert, text, update

from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import FIRST_PREVIOUS_HASH, Entry
from forms_backend.ledger.report import ChainReport
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent, LedgerHead
from forms_backend.sealing.ciphers import HashName

BATCH = 5_000
START = datetime(2026, 1, 1, tzinfo=UTC)
ACTIONS = (Action.RECEIVED, Action.REGISTER, Action.ACCEPT, Action.ASSIGN, Action.REVEALED)


def events(count: int) -> Iterator[dict[str, object]]:
    """A chain that holds, with details as long as those of real events."""
    chance, previous = random.Random(7), FIRST_PREVIOUS_HASH
    for sequence in range(1, count + 1):
        detail = {
            "before": "registered",
            "after": "accepted",
            "unit": "zhengfawei",
            "version": "3",
            "clock": "assign",
            "due_on": "2026-11-20",
            "provisional": "no",
            "basis_digest": f"{chance.getrandbits(256):064x}",
        }
        entry = Entry(
            sequence,
            f"TS2026{sequence % 12:02d}-{sequence // 8:06d}",
            chance.choice(ACTIONS).value,
            "staff:shouli",
            START + timedelta(seconds=sequence),
            json.dumps(detail, ensure_ascii=False, sort_keys=True),
            HashName.SHA256.value,
            previous,
        )
        previous = entry.hash()
        yield {**vars(entry), "hash": previous}


def fill(database: Database, count: int) -> None:
    """Write the chain in large transactions; the head names its end."""
    rows: list[dict[str, object]] = []
    with database.write() as session:
        for row in events(count):
            rows.append(row)
            if len(rows) == BATCH or row["sequence"] == count:
                session.execute(insert(LedgerEvent), rows)
                last, rows = row, []
        session.execute(update(LedgerHead).values(sequence=last["sequence"], hash=last["hash"]))


def verify(database: Database) -> tuple[ChainReport, str]:
    """The report, and how long it took by the clock and of the processor alone."""
    started, used = time.perf_counter(), time.process_time()
    with database.read() as session:
        report = session[LedgerRepository].verify()
    seconds, of_processor = time.perf_counter() - started, time.process_time() - used
    return report, f"{seconds:.2f} s (processor: {of_processor:.2f} s)"


def break_row(database: Database, sequence: int) -> None:
    """What somebody with the rights of an administrator could do."""
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_events_no_update"))
        connection.execute(
            text("UPDATE ledger_events SET actor = 'x' WHERE sequence = :n"), {"n": sequence}
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'ledger.sqlite3'}")
        schema.upgrade(database)
        fill(database, arguments.events)
        print(f"{cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
        for _ in range(3):
            report, took = verify(database)
            assert report.is_intact
            print(f"verify {report.checked:,} events: {took}")
        if arguments.profile:
            with cProfile.Profile() as profile:
                verify(database)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(18)
        broken = arguments.events * 9 // 10
        break_row(database, broken)
        report, took = verify(database)
        assert report.broken_at == broken
        print(f"row {broken:,} changed: named in {took}")
        database.close()


if __name__ == "__main__":
    main()
