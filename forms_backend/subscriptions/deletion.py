"""Requests that nobody confirmed are deleted after 48 hours."""

from __future__ import annotations

from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock
from forms_backend.subscriptions.repository import SubscriptionRepository
from forms_backend.subscriptions.service import CONFIRM_WITHIN, SYSTEM


def delete_unconfirmed(database: Database, clock: Clock, *, dry_run: bool = False) -> int:
    """One transaction with its ledger event; returns how many. `dry_run` only counts."""
    now = clock()
    with database.read() as work:
        due = work[SubscriptionRepository].count_lapsed(now - CONFIRM_WITHIN)
    if dry_run or not due:
        return due
    with database.write() as work:
        count = work[SubscriptionRepository].delete_lapsed(now - CONFIRM_WITHIN)
        if count:
            work[LedgerRepository].append(
                Action.SUBSCRIPTION_LAPSED, number=None, actor=SYSTEM, at=now,
                detail={"count": str(count)},
            )  # fmt: skip
    return count
