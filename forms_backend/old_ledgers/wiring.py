"""Old ledgers: one service, nothing that runs by itself."""

from __future__ import annotations

from forms_backend.matters.rules import CaseworkRules
from forms_backend.old_ledgers.map_file import Terms, terms_of
from forms_backend.old_ledgers.service import OldLedgerService
from forms_backend.running.parts import Parts


def build(parts: Parts) -> None:
    """Needs the rules of casework."""
    ground, rules = parts.ground, parts[CaseworkRules]
    confidential = rules.routing.confidential_categories
    parts.add(terms_of(ground.config, ground.forms, confidential), known_as=Terms)
    parts.add(
        OldLedgerService(ground.database, ground.cipher, ground.code_key, rules, ground.clock)
    )
