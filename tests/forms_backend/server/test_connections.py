"""When a connection is closed, told from what it has sent and taken."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from forms_backend.running.metrics import Metrics
from forms_backend.server.connections import (
    Closing,
    ConnectionLimits,
    GuardedChannel,
    GuardedServer,
)

LIMITS = ConnectionLimits(
    together=10, per_sender=2, header_seconds=5, body_seconds=7, idle_seconds=20, send_seconds=9
)
HALF = SimpleNamespace(body_bytes_received=2048 * 3)


def channel(**now):
    """One that nobody opened, as it stands at the moment 0."""
    made = object.__new__(GuardedChannel)
    plain = {
        "total_outbufs_len": 0, "last_activity": 0.0, "requests": [], "request": None,
        "_began": None, "_header_ended": None, "_was_refused": False, "_parser": None,
        "lingers_since": None,
    }  # fmt: skip
    vars(made).update(plain | now)
    return made


@pytest.mark.parametrize(
    ("state", "limit", "why"),
    [
        ({"total_outbufs_len": 1}, 9, Closing.SLOW_READER),
        ({}, 20, Closing.IDLE),
        ({"request": HALF, "_began": 0.0}, 5, Closing.SLOW_HEADER),
        ({"request": HALF, "_began": 0.0, "_header_ended": 0.0}, 10, Closing.SLOW_BODY),
        ({"requests": [HALF]}, 1000, None),
    ],
)
def test_it_is_closed_just_beyond_its_limit(state, limit, why) -> None:
    assert channel(**state).overstays(limit, LIMITS) is None
    assert channel(**state).overstays(limit + 0.1, LIMITS) is why


@pytest.mark.parametrize(("error", "is_refused"), [(None, False), (ValueError(), True)])
def test_only_what_was_refused_lingers(error, is_refused) -> None:
    made = channel(_parser=SimpleNamespace(error=error))
    made._note_refusal()
    assert made._was_refused is is_refused


def test_open_connections_are_counted_for_whoever_watches() -> None:
    server, metrics = object.__new__(GuardedServer), Metrics()
    open_ones = {number: channel() for number in range(3)}
    state = {"_sockets": open_ones, "limits": LIMITS, "_metrics": metrics, "_told_at": 0.0}
    vars(server).update(state | {"_closings": Counter()})
    server.maintenance(1.0)
    assert "fabu_connections_open{} 3" in metrics.render()
