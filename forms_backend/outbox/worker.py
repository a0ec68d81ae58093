"""The thread of `fabu serve` that empties the outbox and, once a working day, fills it.

Every process may run one: claims keep two from sending the same message, keys from writing it.
"""

from __future__ import annotations

import logging
import threading
from datetime import date

from forms_backend.notices.daily import DailyNotices
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.sender import OutboxSender
from forms_backend.running.json_logs import log_event

PAUSE_SECONDS = 2.0
STOP_SECONDS = 20.0


class NotifyWorker:
    """Starts with the server and ends with it."""

    def __init__(
        self,
        sender: OutboxSender,
        queue: OutboxQueue,
        daily: DailyNotices,
        *,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._sender = sender
        self._queue = queue
        self._daily = daily
        self._pause = pause
        self._stopping = threading.Event()
        self._written_for: date | None = None
        # A message that hangs in a time-out must not keep the process from ending.
        self._thread = threading.Thread(target=self._run, name="fabu-notify", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End after the message that is being sent; what waits stays in the outbox."""
        self._stopping.set()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.work_once()
            except Exception:
                # Whatever it was, it is in the log, and the next round tries again: a thread that
                # ended would leave everybody without notices until the next start.
                log_event("notify_failed", logging.ERROR, exc_info=True)
            self._stopping.wait(self._pause)

    def work_once(self) -> None:
        """One round: the notices of the day when they are due, then whatever waits."""
        day = self._daily.due_day()
        if day is not None and day != self._written_for:
            written = self._daily.write()
            self._queue.forget_finished()
            self._written_for = day
            log_event("daily_notices", day=day.isoformat(), messages=written)
        self._sender.send_due(self._stopping.is_set)
