"""How the outbox stands, for `/readyz` and `/metrics`.

It warns and never fails: a proxy that took the server out because mails are late would lose
submissions too.
"""

from __future__ import annotations

from dataclasses import asdict

from district.errors import FabuError
from district.models import Site
from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.outbox.channels import configured_channels
from forms_backend.outbox.queue import OutboxQueue, OutboxStats
from forms_backend.outbox.service import OutboxChannel
from forms_backend.running.following_settings import FollowingSettings
from forms_backend.running.metrics import Metrics

LATE_SECONDS = 15 * 60
"""A message that has been due for so long finds nobody who sends it."""


def outbox_stats(database: Database, queue: OutboxQueue) -> OutboxStats | None:
    """None while the database is not fit, which is a check of its own."""
    try:
        schema.check_schema(database)
        return queue.stats()
    except FabuError:
        return None


def outbox_warnings(stats: OutboxStats | None) -> list[str]:
    """What an operator should look at."""
    found = {
        "outbox_late": stats is not None and stats.age_seconds > LATE_SECONDS,
        "outbox_failed": stats is not None and stats.failed > 0,
    }
    return [name for name, is_so in found.items() if is_so]


def sms_warnings(settings: FollowingSettings, site: Site) -> list[str]:
    """Of the two switches for texts to visitors, the gateway and `sms_notices`, when one alone is on."""
    is_on = OutboxChannel.SMS in configured_channels(settings)
    if is_on == site.sms_notices:
        return []
    return ["sms_not_asked" if is_on else "sms_not_set_up"]


def show_outbox(metrics: Metrics, stats: OutboxStats | None) -> None:
    """Put the gauges to `stats`; without them they keep their last value."""
    for name, value in asdict(stats).items() if stats else ():
        metrics.set(f"fabu_outbox_{name}", value)
