"""Emptying the outbox: claim, send, mark; one message after the other."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.queue import Claimed, OutboxQueue
from forms_backend.outbox.service import Envelope, OutboxChannel
from forms_backend.running.json_logs import log_event
from forms_backend.running.metrics import Metrics


class ChannelSender(Protocol):
    """One way out. Raises SendError when the message did not leave."""

    def send(self, envelope: Envelope, message_id: str, created_at: datetime) -> None: ...


@dataclass(frozen=True)
class Sent:
    """What came of a run."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0


def message_id_of(dedupe_key: str) -> str:
    """The same for every attempt, and it tells nothing of the occasion."""
    return "fabu." + hashlib.sha256(dedupe_key.encode()).hexdigest()[:40]


class OutboxSender:
    """Sends what is due."""

    def __init__(
        self,
        queue: OutboxQueue,
        senders: Mapping[OutboxChannel, ChannelSender],
        metrics: Metrics,
    ) -> None:
        self._queue = queue
        self._senders = senders
        self._metrics = metrics

    def send_due(self, should_stop: Callable[[], bool] = lambda: False) -> Sent:
        """Everything that is due now, until `should_stop`."""
        results = {"sent": 0, "postponed": 0, "given_up": 0}
        while not should_stop():
            claimed = self._queue.claim()
            if claimed is None:
                break
            result = self._send(claimed)
            results[result] += 1
            self._metrics.add(
                "fabu_outbox_attempts_total", channel=claimed.channel.value, result=result
            )
        return Sent(**results)

    def _send(self, claimed: Claimed) -> str:
        try:
            sender = self._senders.get(claimed.channel)
            if sender is None:
                raise SendError(Failure.CHANNEL_OFF)
            sender.send(claimed.envelope, message_id_of(claimed.dedupe_key), claimed.created_at)
        except SendError as error:
            given_up = self._queue.mark_failed(claimed, error)
            log_event(
                "outbox_failed",
                logging.ERROR if given_up else logging.WARNING,
                message=claimed.id,
                channel=claimed.channel.value,
                attempt=claimed.attempt,
                error=error.stored,
                given_up=given_up,
            )
            return "given_up" if given_up else "postponed"
        self._queue.mark_sent(claimed)
        log_event("outbox_sent", message=claimed.id, channel=claimed.channel.value)
        return "sent"
