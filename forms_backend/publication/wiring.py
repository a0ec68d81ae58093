"""What is told in public, built once."""

from __future__ import annotations

from forms_backend.publication.service import TellingService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    parts.add(TellingService(ground.database, ground.cipher, ground.code_key, ground.clock))
