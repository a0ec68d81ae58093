"""Drafts, built once; daily those are dropped that nobody came back to."""

from __future__ import annotations

from collections.abc import Callable

from forms_backend.drafts.service import DraftService
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task

FIRST_AFTER_SECONDS = 120.0
EVERY_SECONDS = 24 * 3600.0


def build(parts: Parts) -> None:
    """Needs nothing but the ground."""
    ground = parts.ground
    drafts = DraftService(ground.database, ground.cipher, ground.clock)
    parts.add(drafts)

    def drop(_is_stopping: Callable[[], bool]) -> dict[str, object]:
        return {"dropped": drafts.drop_over()}

    parts.from_time_to_time(
        Task("drafts", first_after=FIRST_AFTER_SECONDS, every=EVERY_SECONDS, work=drop)
    )
