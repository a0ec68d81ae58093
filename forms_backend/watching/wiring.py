"""Alerts for the auditor: one service, with the limits that the operator sets."""

from __future__ import annotations

from forms_backend.running.parts import Parts
from forms_backend.watching.alerts import Limits
from forms_backend.watching.service import WatchService


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    settings = ground.settings
    limits = Limits(
        reads=settings.audit_reads,
        exported=settings.audit_exported,
        confidential=settings.audit_confidential,
        night_from=settings.audit_night_from,
        night_until=settings.audit_night_until,
    )
    parts.add(WatchService(ground.database, ground.clock, limits))
