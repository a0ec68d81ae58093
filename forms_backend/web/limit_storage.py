"""How often who did what, in the memory of one process.

The storage that comes with `limits` looks through every key it ever saw, a hundred times a second:
after some ten thousand visitors that alone keeps the processor busy, and no key is ever forgotten.
Here a hit looks at its own key, and every few thousand hits what has expired is thrown away. Time
is the one that only goes forward: a clock that is set back must not lock visitors out.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any

from limits.storage import MovingWindowSupport, Storage

SCHEME = "fabu-memory"
HITS_BETWEEN_CLEANINGS = 4_096


class WindowMemory(Storage, MovingWindowSupport):
    """Moving windows and plain counters."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - `limits` reads it from the class

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **_options: Any
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, deque[float]]] = {}
        """Seconds of the window and moments of the hits, oldest first."""
        self._counters: dict[str, tuple[int, float]] = {}
        """Count and the moment it ends."""
        self._hits = 0

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return ValueError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Whether `amount` more hits are within `limit`; only then are they counted."""
        with self._lock:
            now = self._tick()
            _, window = self._windows.setdefault(key, (expiry, deque()))
            _drop_until(window, now - expiry)
            if len(window) + amount > limit:
                return False
            window.extend([now] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Start of the window and how many hits are in it."""
        with self._lock:
            now = time.monotonic()
            _, window = self._windows.get(key, (expiry, deque()))
            hits = [moment for moment in window if moment > now - expiry]
        return time.time() - (now - hits[0] if hits else 0), len(hits)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count up; the counter ends `expiry` seconds after its first hit."""
        with self._lock:
            now = self._tick()
            count, end = self._counters.get(key, (0, 0.0))
            if end <= now:
                count, end = 0, now + expiry
            self._counters[key] = (count + amount, end)
            return count + amount

    def get(self, key: str) -> int:
        """What the counter says."""
        count, end = self._counters.get(key, (0, 0.0))
        return count if end > time.monotonic() else 0

    def get_expiry(self, key: str) -> float:
        """The moment when the counter ends."""
        now = time.monotonic()
        return time.time() + self._counters.get(key, (0, now))[1] - now

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        """Forget everything; returns how many keys there were."""
        with self._lock:
            count = len(self._windows) + len(self._counters)
            self._windows.clear()
            self._counters.clear()
            return count

    def clear(self, key: str) -> None:
        """Forget one key."""
        with self._lock:
            self._windows.pop(key, None)
            self._counters.pop(key, None)

    def _tick(self) -> float:
        now = time.monotonic()
        self._hits += 1
        if self._hits >= HITS_BETWEEN_CLEANINGS:
            self._hits = 0
            self._windows = {
                key: (expiry, window)
                for key, (expiry, window) in self._windows.items()
                if window and window[-1] > now - expiry
            }
            self._counters = {key: c for key, c in self._counters.items() if c[1] > now}
        return now


def _drop_until(window: deque[float], moment: float) -> None:
    while window and window[0] <= moment:
        window.popleft()
