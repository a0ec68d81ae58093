"""kill -9 of the real server under parallel visitors: what was acknowledged is kept, once.

A kill or two here; `make bench-forms BENCH="--kills 200 --clients 50"` does two hundred.
"""

from __future__ import annotations

from argparse import Namespace

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
    with running(server, database, uri, Namespace(workers=2, threads=8)) as one:
        tally, problems = survives_kills(one, kills, CLIENTS)
    assert problems == []
    assert len(tally.acknowledged) >= CLIENTS
    assert tally.broken_connections > 0, "no visitor noticed the kills"
