"""kill -9 of the real server under parallel visitors: what was acknowledged is kept, once.

A kill or two here; `make bench-forms BENCH="--kills 200 --clients 50"` does two hundred.
"""

from __future__ import annotations

from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.forms import running, survives_kills

CLIENTS = 16


@pytest.mark.parametrize(
    ("server", "database", "kills"),
    [("waitress", "sqlite", 2), ("gunicorn", "postgresql", 1)],
)
def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    request: pytest.FixtureRequest, server: str, database: str, kills: int
) -> None:
    uri = request.getfixturevalue("postgresql_server") if database == "postgresql" else None
    # In a thread of its own: the browser tests leave an event loop running in this one.
    with (
        running(server, database, uri, Namespace(workers=2, threads=8)) as one,
        ThreadPoolExecutor(1) as pool,
    ):
        tally, problems = pool.submit(survives_kills, one, kills, CLIENTS).result()
    assert problems == []
    assert len(tally.acknowledged) >= CLIENTS
    assert tally.broken_connections > 0, "no visitor noticed the kills"
