"""What one may ask the ledger: its newest events, its end, and whether it is as it was written."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from district.os_reasons import reason_of
from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.errors import PublishedHeadError
from forms_backend.ledger.heads_log import NAME, HeadsLog, Occasion
from forms_backend.ledger.report import ChainReport
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.ledger.wanted import Wanted
from forms_backend.running.clock import Clock
from forms_backend.running.json_logs import log_event


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

    def __init__(self, database: Database, clock: Clock, heads: HeadsLog | None = None) -> None:
        """`heads`: where the end of the ledger is written down; without it nowhere."""
        self._database = database
        self._clock = clock
        self._heads = heads

    def audit(self, limit: int, *, actor: str) -> tuple[tuple[LedgerLine, ...], ChainReport]:
        """The newest events, newest first, and the check of the whole chain; that somebody looked
        is an event too. A heads.log that cannot be read is a fault of the report."""
        with self._database.write() as work:
            ledger = work[LedgerRepository]
            ledger.append(Action.LEDGER_READ, number=None, actor=actor, at=self._clock(), detail={})
            lines = tuple(map(_line, ledger.latest(limit)))
        try:
            return lines, self.verify()
        except (PublishedHeadError, OSError) as error:
            told = f"{NAME}：{reason_of(error)}" if isinstance(error, OSError) else str(error)
            with self._database.snapshot() as work:
                return lines, replace(work[LedgerRepository].verify(), unread=told)

    def look_up(
        self, wanted: Wanted, limit: int, *, actor: str, taken_along: bool = False
    ) -> tuple[LedgerLine, ...]:
        """The newest events that are wanted, newest first; that somebody asked, or took them along
        as a file, is an event too."""
        with self._database.write() as work:
            ledger = work[LedgerRepository]
            lines = tuple(map(_line, ledger.look_up(wanted, limit)))
            ledger.append(
                Action.LEDGER_READ, number=None, actor=actor, at=self._clock(),
                detail=wanted.detail | ({"taken_along": str(len(lines))} if taken_along else {}),
            )  # fmt: skip
            return lines

    def head(self) -> PublishedHead:
        """The end of the ledger now."""
        with self._database.read() as work:
            return work[LedgerRepository].head()

    def write_head_down(self, occasion: Occasion, head: PublishedHead | None = None) -> bool:
        """Note the end of the ledger, or `head` that leaves the house, in heads.log; returns False
        where it is the last line already, or there is nothing to note. Raises OSError."""
        head = head or self.head()
        if self._heads is None or not head.sequence or self._heads.last() == head:
            return False
        self._heads.add(head, occasion, self._clock())
        return True

    def publish_head(self) -> PublishedHead:
        """The end of the ledger for the public, noted first, so that it can be compared later; a
        disk that takes no line keeps nobody from writing it down elsewhere."""
        head = self.head()
        try:
            self.write_head_down(Occasion.PUBLISHED, head)
        except OSError:
            log_event("heads_log_failed", logging.ERROR, exc_info=True)
        return head

    def verify(self, *published: PublishedHead) -> ChainReport:
        """Whether every event and every proved row is as it was written, and the chain runs through
        all heads that were written down, and through `published`. Raises PublishedHeadError."""
        noted = self._heads.all() if self._heads else []
        with self._database.snapshot() as work:
            return work[LedgerRepository].verify(*noted, *published)


def _line(event: LedgerEvent) -> LedgerLine:
    return LedgerLine(
        event.sequence, event.number, Action(event.action), event.actor, event.at, event.detail
    )
