"""Where a member of staff gets notices; each method is one transaction with its ledger event."""

from __future__ import annotations

from forms_backend.accounts.address_book import seal_address
from forms_backend.accounts.errors import StaffError
from forms_backend.accounts.repository import StaffRepository
from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher


class ContactService:
    """工作邮箱 of accounts."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def set_email(self, login: str, email: str, *, actor: str) -> None:
        """Empty: no notices. The ledger tells that it changed, not to what. Raises StaffError."""
        sealed = seal_address(self._cipher, login, email)
        with self._database.write() as work:
            staff = work[StaffRepository].lock(login)
            if staff is None or staff.disabled_at is not None:
                raise StaffError(f"没有在用的账号 {login}。")
            staff.email = sealed
            work[LedgerRepository].append(
                Action.STAFF_MAIL_SET, number=None, actor=actor, at=self._clock(),
                detail={"login": login, "set": "yes" if sealed else "no"},
            )  # fmt: skip
