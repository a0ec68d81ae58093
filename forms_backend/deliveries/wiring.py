"""Deliveries, built once."""

from __future__ import annotations

from forms_backend.deliveries.service import DeliveryService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    parts.add(DeliveryService(ground.database, ground.cipher, ground.clock))
