"""The memory of limits: windows that move, counters that end, and nothing kept for ever."""

from __future__ import annotations

import time

import pytest
from limits import parse
from limits.strategies import MovingWindowRateLimiter

from forms_backend.web import limit_storage
from forms_backend.web.limit_storage import WindowMemory


class Stopwatch:
    """A monotonic clock that the test moves."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return time.time()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    stopwatch = Stopwatch()
    monkeypatch.setattr(limit_storage, "time", stopwatch)
    return stopwatch


def test_a_window_moves(watch: Stopwatch) -> None:
    limiter = MovingWindowRateLimiter(WindowMemory())
    rate = parse("2 per minute")
    assert [limiter.hit(rate, "a") for _ in range(3)] == [True, True, False]
    assert limiter.hit(rate, "b")
    watch.now += 59
    assert not limiter.hit(rate, "a")
    watch.now += 2
    assert limiter.hit(rate, "a"), "a refused hit must not count"
    assert limiter.get_window_stats(rate, "a").remaining == 1


def test_a_counter_ends_some_time_after_its_first_hit(watch: Stopwatch) -> None:
    storage = WindowMemory()
    assert [storage.incr("proof", 10) for _ in range(2)] == [1, 2]
    watch.now += 9
    assert storage.get("proof") == 2
    watch.now += 1
    assert (storage.get("proof"), storage.incr("proof", 10)) == (0, 1)


def test_what_has_ended_is_forgotten(watch: Stopwatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit_storage, "HITS_BETWEEN_CLEANINGS", 10)
    storage = WindowMemory()
    for visitor in range(5):
        storage.acquire_entry(f"window {visitor}", 3, 60)
        storage.incr(f"counter {visitor}", 60)
    watch.now += 61
    for _ in range(10):
        storage.acquire_entry("another", 100, 60)
    storage.incr("counter", 60)
    watch.now += 61
    storage.acquire_entry("one more", 100, 60)
    assert storage.reset() == 3, "looked through again only after as many hits"
    assert storage.check()


def test_a_clock_that_is_set_back_locks_nobody_out(watch: Stopwatch, monkeypatch) -> None:
    storage = WindowMemory()
    assert storage.acquire_entry("a", 1, 60)
    monkeypatch.setattr(watch, "time", lambda: 0.0)
    watch.now += 61
    assert storage.acquire_entry("a", 1, 60)
    assert storage.get_expiry("nothing") == 0.0
    storage.clear("a")
    assert storage.get_moving_window("a", 1, 60) == (0.0, 0)


def test_several_hits_at_once_are_counted_whole_or_not_at_all(watch: Stopwatch) -> None:
    storage = WindowMemory()
    assert storage.acquire_entry("a", 5, 60, amount=3)
    assert not storage.acquire_entry("a", 5, 60, amount=3)
    watch.now += 10
    assert storage.acquire_entry("a", 5, 60, amount=2)
    start, hits = storage.get_moving_window("a", 5, 60)
    assert hits == 5
    assert start == pytest.approx(time.time() - 10, abs=2)
    watch.now += 50
    assert storage.get_moving_window("a", 5, 60)[1] == 2
    assert [storage.incr("b", 10, amount=n) for n in (2, 3)] == [2, 5]
    assert storage.get_expiry("b") == pytest.approx(time.time() + 10, abs=2)


def test_one_key_is_forgotten_and_the_others_stay(watch: Stopwatch) -> None:
    storage = WindowMemory()
    for key in ("a", "b"):
        storage.acquire_entry(key, 1, 60)
        storage.incr(key, 60)
    storage.clear("a")
    storage.clear("nobody")
    assert (storage.get("a"), storage.get("b")) == (0, 1)
    assert storage.acquire_entry("a", 1, 60)
    assert not storage.acquire_entry("b", 1, 60)
    assert storage.reset() == 3
    assert storage.reset() == 0
    assert storage.get("b") == 0
