"""The ledger, built once, and its end written down from time to time."""

from __future__ import annotations

from collections.abc import Callable

from forms_backend.ledger.heads_log import HeadsLog, Occasion
from forms_backend.ledger.service import LedgerService
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task

FIRST_AFTER_SECONDS = 10.0
EVERY_SECONDS = 30.0
"""What was changed after the last head that was written down cannot be proven: so every minute at
the latest."""


def build(parts: Parts) -> None:
    """Nothing is read before somebody asks."""
    ground = parts.ground
    ledger = LedgerService(ground.database, ground.clock, HeadsLog(ground.settings.var_dir))
    parts.add(ledger)
    parts.from_time_to_time(heads_written_down(ledger))


def heads_written_down(ledger: LedgerService) -> Task:
    """A line in heads.log when there are new events; in every process that serves."""

    def run(_is_stopping: Callable[[], bool]) -> None:
        ledger.write_head_down(Occasion.SERVING)

    return Task(
        "heads",
        first_after=FIRST_AFTER_SECONDS,
        every=EVERY_SECONDS,
        work=run,
        in_every_process=True,
    )
