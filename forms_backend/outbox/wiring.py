"""The parts of notices, built once."""

from __future__ import annotations

from dataclasses import dataclass

from district.models import SiteConfig
from forms_backend.database.transactions import Database
from forms_backend.matters.rules import CaseworkRules
from forms_backend.notices.daily import DailyNotices
from forms_backend.outbox.channels import build_senders
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.sender import OutboxSender
from forms_backend.outbox.service import Outbox
from forms_backend.outbox.worker import NotifyWorker
from forms_backend.running.clock import Clock
from forms_backend.running.metrics import Metrics
from forms_backend.running.notify_settings import NotifySettings
from forms_backend.sealing.keys import PayloadCipher


@dataclass(frozen=True)
class Notify:
    """Queue, sender and daily notices of one application."""

    queue: OutboxQueue
    sender: OutboxSender
    daily: DailyNotices

    def worker(self) -> NotifyWorker:
        """A thread, not yet started."""
        return NotifyWorker(self.sender, self.queue, self.daily)


def build_notify(
    settings: NotifySettings, config: SiteConfig, database: Database, cipher: PayloadCipher,
    rules: CaseworkRules, outbox: Outbox, metrics: Metrics, clock: Clock,
) -> Notify:  # fmt: skip
    """Nothing starts, connects or writes."""
    queue = OutboxQueue(database, cipher, clock)
    return Notify(
        queue,
        OutboxSender(queue, build_senders(settings, config.site.name, clock), metrics),
        DailyNotices(
            database, cipher, rules.calendar, config, outbox, clock,
            hour=settings.digest_hour, stuck_days=settings.stuck_days,
        ),
    )  # fmt: skip
