"""Which requests wait for the threads that work, and which do not."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest

from forms_backend.server import lanes
from forms_backend.server.lanes import LanedDispatcher


class Asked:
    """A connection with one request; `may_end` holds it up."""

    def __init__(self, path="/healthz", command="GET", error=None, may_end=None):
        self.requests = [SimpleNamespace(path=path, command=command, error=error)]
        self.is_answered = threading.Event()
        self._may_end = may_end

    def service(self):
        if self._may_end:
            self._may_end.wait(10)
        self.is_answered.set()

    def cancel(self):
        """Of waitress, at the end."""


@pytest.fixture
def busy():
    """Two threads, both held up, and a request that waits for one of them."""
    may_end = threading.Event()
    dispatcher = LanedDispatcher({"/healthz", "/fazhi/healthz"})
    dispatcher.set_thread_count(2)
    for _ in range(3):
        dispatcher.add_task(Asked("/forms/complaint", "POST", may_end=may_end))
    yield dispatcher
    may_end.set()
    dispatcher.shutdown()


@pytest.mark.parametrize("path", ["/healthz", "/fazhi/healthz"])
@pytest.mark.parametrize("command", ["GET", "HEAD"])
def test_who_asks_whether_it_lives_waits_behind_nobody(busy, path, command):
    asked = Asked(path, command)
    busy.add_task(asked)
    assert asked.is_answered.wait(5)


@pytest.mark.parametrize(
    "asked",
    [Asked("/readyz"), Asked("/x/healthz"), Asked(command="POST"), Asked(error="bad request")],
)
def test_everybody_else_takes_the_ordinary_way(busy, asked):
    busy.add_task(asked)
    assert not asked.is_answered.wait(0.1)
    assert busy.queue[-1] is asked


def test_threads_that_do_not_get_on_are_not_called_alive(busy, monkeypatch):
    now = time.monotonic()
    monkeypatch.setattr(lanes.time, "monotonic", lambda: now + lanes.STUCK_SECONDS + 1)
    asked = Asked()
    busy.add_task(asked)
    assert busy.queue[-1] is asked


def test_who_asks_too_often_waits_like_others(busy, monkeypatch):
    monkeypatch.setattr(lanes, "MOST_QUICK", 1)
    may_end = threading.Event()
    held = [Asked(may_end=may_end) for _ in range(4)]
    for one in held:
        busy.add_task(one)
        time.sleep(0.05)
    assert held[-1] in busy.queue
    may_end.set()
