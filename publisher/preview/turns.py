"""One thing after another, on one thread, none longer than a limit.

The project in memory has one reader and one writer at a time, and no text that somebody writes can
keep everybody else waiting: what takes too long is stopped by the system's timer, which reaches only
the main thread of a process. What goes wrong is told in a sentence, and ends nothing.
"""

from __future__ import annotations

import logging
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from district.errors import FabuError

log = logging.getLogger("fabu.preview")

Result = TypeVar("Result")

LIMIT = 5.0
"""Seconds of processor time for one text or page: many times what the longest takes, and no less on a
machine that has much else to do."""

TOO_LONG = "算了 {seconds} 秒还没有算完，停下了。请检查最近改动的地方，或把稿件分成几篇"


class TooLongError(BaseException):
    """Stops what takes too long. No `Exception`, so that nothing on the way catches it."""


@contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """Raises TooLongError within when this thread has worked for `seconds`; never for None, on other
    threads than the main one, and on systems without such a timer. Within another limit, that one goes
    on afterwards with what is left of it."""
    is_main = threading.current_thread() is threading.main_thread()
    if seconds is None or not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    end = time.thread_time() + seconds

    def look(*_: object) -> None:
        left = end - time.thread_time()
        # Once more in a second: a place that lets nothing through may have swallowed the first.
        signal.setitimer(signal.ITIMER_REAL, max(left, 1.0 if left <= 0 else 0.01))
        if left <= 0:
            raise TooLongError

    before = signal.signal(signal.SIGALRM, look)
    outer, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    began = time.monotonic()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - began), 0.01))


def tried(
    work: Callable[[], Result], what: str, seconds: float | None = LIMIT
) -> tuple[Result | None, str]:
    """What `work` gives, and what went wrong in a Chinese sentence; one of the two is empty. `what` it
    was about, for who looks into the log."""
    try:
        with at_most(seconds):
            return work(), ""
    except TooLongError:
        log.error("%s：超过 %s 秒，停下了", what, seconds)
        return None, TOO_LONG.format(seconds=seconds)
    except FabuError as error:
        return None, str(error)
    except Exception as error:
        log.exception("%s", what)
        kind = type(error).__name__
        return None, f"程序自己出了错（{kind}），详情在运行 fabu preview 的窗口里。请告诉维护的人"


class Turns:
    """Work from any thread, done by the one that calls `run`."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = (
            queue.SimpleQueue()
        )

    def ask(self, work: Callable[[], Result]) -> Result:
        """What `work` gives or raises."""
        answer: Future[Result] = Future()
        self._waiting.put((work, answer))
        return answer.result()

    def run(self) -> None:
        """Do what is asked for until `end`."""
        while (asked := self._waiting.get()) is not None:
            work, answer = asked
            try:
                found = work()
            except Exception as error:
                answer.set_exception(error)  # told where it was asked
            else:
                answer.set_result(found)

    def end(self) -> None:
        self._waiting.put(None)
