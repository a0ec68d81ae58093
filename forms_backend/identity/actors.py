"""Who did it, as the ledger names them: a visitor, the program itself, or an account."""

from __future__ import annotations

VISITOR = "visitor"
SYSTEM = "system"
STAFF = "staff:"
"""Before the login of an account."""


def staff_actor(login: str) -> str:
    """Somebody with an account."""
    return f"{STAFF}{login}"
