"""Work beside the server: what happens from time to time although nobody asks for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from forms_backend.running.json_logs import log_event

STOP_SECONDS = 20.0


@dataclass(frozen=True)
class Task:
    """`work` runs `first_after` seconds after the start and then `every` so many.

    `work` gets a question, whether the server is stopping, that long work asks in between; it
    returns what is worth a log line, or nothing. `in_every_process`: also where another server
    than `fabu serve` runs the application, and the other tasks are timers of the system.
    """

    name: str
    first_after: float
    every: float
    work: Callable[[Callable[[], bool]], Mapping[str, Any] | None]
    in_every_process: bool = False


@contextmanager
def running(tasks: Sequence[Task], *, stop_seconds: float = STOP_SECONDS) -> Iterator[None]:
    """While the block runs, each task has a thread of its own.

    A failure is logged as `<name>_failed` and tried again, whatever it was: a thread that ended
    would leave everybody without it until the next start.
    """
    stop = threading.Event()
    with ExitStack() as stack:
        for task in tasks:
            # A message that hangs in a time-out must not keep the process from ending.
            thread = threading.Thread(
                target=_repeat, args=(task, stop), name=f"fabu-{task.name}", daemon=True
            )
            thread.start()
            stack.callback(thread.join, stop_seconds)
        stack.callback(stop.set)  # the last one in is the first to run: all threads stop together
        yield


def run_until_exit(tasks: Sequence[Task]) -> None:
    """The tasks `in_every_process`, for as long as this process lives."""
    for task in tasks:
        if task.in_every_process:
            threading.Thread(
                target=_repeat,
                args=(task, threading.Event()),
                name=f"fabu-{task.name}",
                daemon=True,
            ).start()


def _repeat(task: Task, stop: threading.Event) -> None:
    wait = task.first_after
    while not stop.wait(wait):
        wait = task.every
        try:
            told = task.work(stop.is_set)
        except Exception:
            log_event(f"{task.name}_failed", logging.ERROR, exc_info=True)
        else:
            if told:
                log_event(task.name, **told)
