"""What the ledger says about the clock of a matter; reports read it back."""

from __future__ import annotations

from forms_backend.matters.tables import Matter


def due_detail(matter: Matter) -> dict[str, str]:
    """The most urgent running clock, its last day, and whether that day is provisional."""
    if not (matter.due_on and matter.due_kind):
        return {}
    return {
        "clock": matter.due_kind,
        "due_on": matter.due_on.isoformat(),
        "provisional": "yes" if matter.provisional else "no",
    }
