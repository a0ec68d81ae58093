"""What was made anonymous already, as the ledger has it."""

from __future__ import annotations

from sqlalchemy import Select, select

from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent


def anonymised_numbers() -> Select[tuple[str | None]]:
    """The numbers of matters and records that were made anonymous."""
    return select(LedgerEvent.number).where(
        LedgerEvent.action == Action.ANONYMISED.value, LedgerEvent.number.is_not(None)
    )
