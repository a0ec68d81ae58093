"""移交: the open matters of a colleague who leaves go to another, or back to the whole unit."""

from __future__ import annotations

from forms_backend.accounts.leaving import Leaving
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.assist_repository import AssistRepository
from forms_backend.matters.repository import MatterRepository


def hand_over_matters(work: Work, leaving: Leaving) -> int:
    """Each open matter gets its event and a new version, so that nobody acts on an old page; clocks
    run on. Returns how many there were."""
    found = work[MatterRepository].lock_held_by(leaving.login)
    for submission, matter in found:
        matter.handler = leaving.successor
        matter.version += 1
        work[LedgerRepository].append(
            Action.HANDED_OVER,
            number=submission.number,
            actor=leaving.actor,
            at=leaving.at,
            detail={
                "former_handler": leaving.login,
                "handler": leaving.successor or "",
                "version": str(matter.version),
            },
        )
    return len(found) + _hand_over_assists(work, leaving)


def _hand_over_assists(work: Work, leaving: Leaving) -> int:
    """What the person was asked to contribute goes the same way: to the successor, or to the unit."""
    found = work[AssistRepository].awaited_from(leaving.login)
    for row, number in found:
        row.login = leaving.successor
        work[LedgerRepository].append(
            Action.HANDED_OVER,
            number=number,
            actor=leaving.actor,
            at=leaving.at,
            detail={
                "assist": str(row.id),
                "former_handler": leaving.login,
                "handler": leaving.successor or "",
            },
        )
    return len(found)
