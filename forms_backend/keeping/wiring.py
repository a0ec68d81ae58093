"""Retention, built once, and when it runs."""

from __future__ import annotations

from collections.abc import Callable

from district.casework.retention import load_retention
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.actors import SYSTEM
from forms_backend.keeping.data_requests import DataRequestService
from forms_backend.keeping.retention import RetentionService
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task

FIRST_AFTER_SECONDS = 60.0
EVERY_SECONDS = 24 * 60 * 60.0


def build(parts: Parts) -> None:
    """Raises ConfigError when retention.yml is wrong."""
    ground = parts.ground
    rules = load_retention(ground.directory)
    retention = RetentionService(
        ground.database, ground.cipher, rules, parts[AttachmentService], ground.clock
    )
    parts.add(retention)
    parts.add(DataRequestService(ground.database, ground.cipher, retention, rules, ground.clock))
    parts.from_time_to_time(daily_retention(retention))


def daily_retention(
    retention: RetentionService,
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> Task:
    """Soon after the start, then daily: what the rules say is over becomes anonymous."""

    def run(_is_stopping: Callable[[], bool]) -> dict[str, object]:
        return {"anonymised": retention.run(actor=SYSTEM)}

    return Task("retention", first_after=first_after, every=every, work=run)
