"""What one may ask the ledger: its newest events, its end, and whether it is as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.report import ChainReport
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock


@dataclass(frozen=True)
class LedgerLine:
    """One event as the auditor reads it."""

    sequence: int
    number: str | None
    action: Action
    actor: str
    at: datetime
    detail: str


class LedgerService:
    """Reading and proving; topics write their events in their own transactions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def audit(self, limit: int, *, actor: str) -> tuple[tuple[LedgerLine, ...], ChainReport]:
        """The newest events, newest first, and the check of the whole chain; that somebody looked
        is an event too."""
        with self._database.write() as work:
            ledger = work[LedgerRepository]
            ledger.append(Action.LEDGER_READ, number=None, actor=actor, at=self._clock(), detail={})
            lines = tuple(
                LedgerLine(e.sequence, e.number, Action(e.action), e.actor, e.at, e.detail)
                for e in ledger.latest(limit)
            )
        return lines, self.verify()

    def head(self) -> PublishedHead:
        """The end of the ledger now."""
        with self._database.read() as work:
            return work[LedgerRepository].head()

    def verify(self, *published: PublishedHead) -> ChainReport:
        """Whether every event and every proved row is as it was written, and the chain runs through
        `published`."""
        with self._database.snapshot() as work:
            return work[LedgerRepository].verify(*published)
