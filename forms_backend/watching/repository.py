"""What was read, inside a transaction that the caller holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from forms_backend.database.work import Repository
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.tables import Matter
from forms_backend.submissions.tables import Submission
from forms_backend.watching.alerts import EXPORTS, WATCHED, Reading

_BATCH = 1_000
_WATCHED = sorted(action.value for action in WATCHED)


class WatchRepository(Repository):
    """Queries on events of reading."""

    def readings(self, since: datetime, until: datetime) -> Sequence[Reading]:
        """Everything that was read from `since` to `until`, both included; whether a matter is confidential
        is asked as it stands now."""
        secret = self._confidential()
        return [
            Reading(
                actor,
                Action(action),
                at,
                number,
                number in secret,
                _count(detail) if Action(action) in EXPORTS else 1,
            )
            for actor, action, at, number, detail in self._newest_until(since)
            if at <= until
        ]

    def _newest_until(
        self, since: datetime
    ) -> Iterator[tuple[str, str, datetime, str | None, str]]:
        """From the end of the ledger back to that moment: what came before is not looked through."""
        query = (
            select(
                LedgerEvent.actor,
                LedgerEvent.action,
                LedgerEvent.at,
                LedgerEvent.number,
                LedgerEvent.detail,
            )
            .where(LedgerEvent.action.in_(_WATCHED))
            .order_by(LedgerEvent.sequence.desc())
        )
        with self._session.execute(query.execution_options(yield_per=_BATCH)) as found:
            for row in found.tuples():
                if row[2] < since:
                    return
                yield row

    def _confidential(self) -> frozenset[str]:
        query = (
            select(Submission.number)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(Matter.confidential.is_(True))
        )
        return frozenset(self._session.scalars(query))

    def last_look(self, actor: str) -> datetime | None:
        """When that auditor looked at the alerts last."""
        return self._session.scalar(
            select(LedgerEvent.at)
            .where(LedgerEvent.action == Action.ALERTS_READ.value, LedgerEvent.actor == actor)
            .order_by(LedgerEvent.sequence.desc())
            .limit(1)
        )


def _count(detail: str) -> int:
    told = str(json.loads(detail).get("count", "1"))
    return int(told) if told.isdecimal() else 1
