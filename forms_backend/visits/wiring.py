"""Visits, built once."""

from __future__ import annotations

from forms_backend.running.parts import Parts
from forms_backend.visits.service import VisitService


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    parts.add(VisitService(ground.database, ground.cipher, ground.clock))
