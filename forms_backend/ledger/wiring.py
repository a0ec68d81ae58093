"""The ledger, built once."""

from __future__ import annotations

from forms_backend.ledger.service import LedgerService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Nothing is read before somebody asks."""
    parts.add(LedgerService(parts.ground.database, parts.ground.clock))
