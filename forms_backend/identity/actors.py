"""Who did it, as the ledger names them: a visitor, the program itself, or an account."""

from __future__ import annotations

VISITOR = "visitor"
SYSTEM = "system"


def staff_actor(login: str) -> str:
    """Somebody with an account."""
    return f"staff:{login}"
