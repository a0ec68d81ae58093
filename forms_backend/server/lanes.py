"""Which thread answers: who asks whether the process lives waits behind nobody's work."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any, cast

from waitress.task import ThreadedTaskDispatcher

MOST_QUICK = 16
"""So many wait in the lane at once; whoever asks more often than that takes the ordinary way."""
STUCK_SECONDS = 30.0
"""When the oldest request waited so long, the threads do not get on, and "alive" would be a lie."""


class LanedDispatcher(ThreadedTaskDispatcher):
    """Threads for requests, and one besides for the `quick_paths`: in a flood all the others are at
    work on proofs, passwords and uploads, and what is asked every few seconds by whatever watches
    the server would wait behind them all."""

    def __init__(self, quick_paths: Collection[str]) -> None:
        super().__init__()
        self._quick_paths = frozenset(quick_paths)
        self._quick = ThreadedTaskDispatcher()

    def set_thread_count(self, count: int) -> None:
        super().set_thread_count(count)
        self._quick.set_thread_count(min(count, 1))

    def add_task(self, task: Any) -> None:
        task.queued_at = time.monotonic()
        if self._is_quick(task):
            self._quick.add_task(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        self._quick.shutdown(cancel_pending, timeout)
        return bool(super().shutdown(cancel_pending, timeout))

    def _is_quick(self, task: Any) -> bool:
        request = task.requests[0]
        return (
            request.error is None
            and request.command in ("GET", "HEAD")
            and request.path in self._quick_paths
            and len(self._quick.queue) < MOST_QUICK
            and not self._is_stuck()
        )

    def _is_stuck(self) -> bool:
        with self.lock:
            oldest = cast(Any, self.queue[0]).queued_at if self.queue else None
        return oldest is not None and time.monotonic() - oldest > STUCK_SECONDS
