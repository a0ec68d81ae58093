"""What somebody asks the ledger for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Wanted:
    """What narrows a look into the ledger; empty and None leave open.

    `number`: events on that matter, and of lists that showed it. `until` does not count any more.
    `address`: a class of addresses, see `address_class`; of what staff did alone.
    `before`: only what stands before that sequence, for the next page.
    """

    number: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    readings_only: bool = False
    address: str = ""
    before: int | None = None

    @property
    def detail(self) -> dict[str, str]:
        """What the ledger says of the question itself."""
        found = {
            "asked_number": self.number,
            "asked_account": self.actor,
            "asked_address": self.address,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        return {key: value for key, value in found.items() if value}
