"""审计提醒 for the auditor: computed from the ledger whenever they are asked for, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import LOCAL_ZONE, Clock, local_date
from forms_backend.watching.alerts import Alert, Limits, alerts_of
from forms_backend.watching.repository import WatchRepository

RECENT = timedelta(days=7)
"""So far back an alert counts as new for who has never looked."""


@dataclass(frozen=True)
class Told:
    """The alerts of some days; `seen_until` is when the auditor looked last."""

    alerts: tuple[Alert, ...]
    seen_until: datetime | None

    def is_new(self, alert: Alert) -> bool:
        return self.seen_until is None or alert.last_at > self.seen_until


class WatchService:
    """Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock, limits: Limits) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits

    @property
    def limits(self) -> Limits:
        return self._limits

    def look(self, days: int, *, actor: str) -> Told:
        """The alerts of so many days, today included; that the auditor looked is an event."""
        now = self._clock()
        with self._database.write() as work:
            seen = work[WatchRepository].last_look(actor)
            found = alerts_since(
                work, local_date(now) - timedelta(days=days - 1), now, self._limits
            )
            work[LedgerRepository].append(
                Action.ALERTS_READ, number=None, actor=actor, at=now,
                detail={"count": str(len(found))},
            )  # fmt: skip
        return Told(found, seen)

    def new_count(self, actor: str) -> int:
        """How many alerts came or grew since that auditor looked last."""
        now = self._clock()
        with self._database.read() as work:
            seen = work[WatchRepository].last_look(actor)
            since = local_date(max(seen, now - RECENT) if seen else now - RECENT)
            found = alerts_since(work, since, now, self._limits)
        return sum(Told(found, seen).is_new(alert) for alert in found)


def alerts_since(work: Work, since: date, until: datetime, limits: Limits) -> tuple[Alert, ...]:
    """The alerts from the beginning of that day to the moment `until`."""
    start = datetime.combine(since, time(), LOCAL_ZONE)
    return alerts_of(work[WatchRepository].readings(start, until), limits)
