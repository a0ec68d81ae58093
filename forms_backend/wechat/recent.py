"""WeChat sends a message up to three times when five seconds pass: each is answered once.

A later try gets the answer of the first one, or waits for it with the time that is left.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from dataclasses import dataclass, field

KEPT_SECONDS = 60.0
MOST_KEPT = 2_000
ANSWER_WITHIN_SECONDS = 4.0
_WORKERS = 4


@dataclass
class RecentAnswers:
    """The answers of the last minute, in memory alone. `within`: seconds that a try may take."""

    within: float = ANSWER_WITHIN_SECONDS
    _answers: dict[str, tuple[float, Future[str]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_WORKERS, thread_name_prefix="fabu-wechat")
    )

    def answer(self, key: str, work: Callable[[], str]) -> str | None:
        """What `work` gives, done once for each `key`; None when it takes too long.

        Raises what `work` raised; a later try does the work again.
        """
        with self._lock:
            self._forget()
            known = self._answers.get(key)
            future = known[1] if known else self._pool.submit(work)
            if known is None:
                self._answers[key] = (time.monotonic(), future)
        try:
            return future.result(self.within)
        except TooLateError:
            return None
        except BaseException:
            with self._lock:
                self._answers.pop(key, None)
            raise

    def _forget(self) -> None:
        """Drop what is older than a minute, and the oldest when there are too many."""
        limit = time.monotonic() - KEPT_SECONDS
        while self._answers:
            oldest = next(iter(self._answers))
            if self._answers[oldest][0] > limit and len(self._answers) < MOST_KEPT:
                return
            del self._answers[oldest]
