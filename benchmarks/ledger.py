"""How long `fabu ledger verify` takes over events and the rows that they wrote, one row an event, and
that it names the first of either that is not as it was.

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
from forms_backend.ledger.proved import record_digest, written_records
from forms_backend.ledger.report import ChainReport
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent, LedgerHead
from forms_backend.matters.tables import Writing
from forms_backend.sealing.ciphers import HashName
from forms_backend.submissions.tables import Submission

BATCH = 5_000
TABLE = "writings"
WRITING_BYTES = 600
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
            written_records({TABLE: {str(sequence): record_digest(writing(sequence), "sha256")}}),
        )
        previous = entry.hash()
        yield {**vars(entry), "hash": previous}


def writing(sequence: int) -> dict[str, object]:
    """The row that an event wrote: as long as a short answer is once it is encrypted."""
    return {
        "id": sequence,
        "submission_id": 1,
        "action": Action.SUBMIT_ANSWER.value,
        "need": "answer",
        "actor": "staff:shouli",
        "at": START + timedelta(seconds=sequence),
        "payload": random.Random(sequence).randbytes(WRITING_BYTES),
    }


def submission() -> Submission:
    """What all rows belong to."""
    digest = "0" * 64
    return Submission(
        id=1, number="TS202601-000001", form_id="complaint", channel="web", state="received",
        received_at=START, notice_version="1", payload=b"x", payload_digest=digest,
        idempotency_hash=digest, query_code_hash=digest,
    )  # fmt: skip


def fill(database: Database, count: int) -> None:
    """Write the chain in large transactions; the head names its end."""
    rows: list[dict[str, object]] = []
    with database.engine.begin() as connection:
        for row in events(count):
            rows.append(row)
            if len(rows) == BATCH or row["sequence"] == count:
                connection.execute(insert(LedgerEvent), rows)
                last, rows = row, []
        connection.execute(update(LedgerHead).values(sequence=last["sequence"], hash=last["hash"]))
    with database.write() as work:
        work.add(submission())
    with database.engine.begin() as connection:
        for first in range(1, count + 1, BATCH):
            these = range(first, min(first + BATCH, count + 1))
            connection.execute(insert(Writing), [writing(n) for n in these])


def verify(database: Database) -> tuple[ChainReport, str]:
    """The report, and how long it took by the clock and of the processor alone."""
    started, used = time.perf_counter(), time.process_time()
    with database.read() as session:
        report = session[LedgerRepository].verify()
    seconds, of_processor = time.perf_counter() - started, time.process_time() - used
    return report, f"{seconds:.2f} s (processor: {of_processor:.2f} s)"


def change_record(database: Database, key: int) -> None:
    """A text in the place of another."""
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE writings SET payload = 'x' WHERE id = :n"), {"n": key})


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
            assert report.is_intact, report.verdict()
            print(f"verify {report.checked:,} events: {took}")
        if arguments.profile:
            with cProfile.Profile() as profile:
                verify(database)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(18)
        broken = arguments.events * 9 // 10
        change_record(database, broken)
        report, took = verify(database)
        assert report.record is not None
        assert report.record.made_by == broken
        print(f"row of event {broken:,} changed: named in {took}")
        break_row(database, broken)
        report, took = verify(database)
        assert report.broken_at == broken
        print(f"row {broken:,} changed: named in {took}")
        database.close()


if __name__ == "__main__":
    main()
