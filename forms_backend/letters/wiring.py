"""Letters, built once."""

from __future__ import annotations

from forms_backend.letters.service import LetterService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    parts.add(
        LetterService(
            ground.database,
            ground.cipher,
            parts[CaseworkRules],
            ground.config,
            ground.forms,
            ground.clock,
        )
    )
