"""The outbox of an application: what is written, what waits, what sends it."""

from __future__ import annotations

from collections.abc import Callable

from forms_backend.outbox.channels import build_senders, configured_channels
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.sender import OutboxSender
from forms_backend.outbox.service import Outbox
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task

PAUSE_SECONDS = 2.0


def build(parts: Parts) -> None:
    """Nothing starts, connects or writes."""
    ground = parts.ground
    queue = OutboxQueue(ground.database, ground.cipher, ground.clock)
    senders = build_senders(ground.settings, ground.config.site.name, ground.clock)
    parts.add(Outbox(ground.cipher, configured_channels(ground.settings)))
    parts.add(queue)
    parts.add(OutboxSender(queue, senders, ground.metrics))
    parts.from_time_to_time(sending(parts[OutboxSender]))


def sending(sender: OutboxSender, *, pause: float = PAUSE_SECONDS) -> Task:
    """Empties the outbox. Every process may run one: claims keep two from sending the same message."""

    def send(is_stopping: Callable[[], bool]) -> None:
        sender.send_due(is_stopping)

    return Task("outbox", first_after=0.0, every=pause, work=send)
