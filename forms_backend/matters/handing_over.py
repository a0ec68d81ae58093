"""移交: the open matters of a colleague who leaves go to another, or back to the whole unit."""

from __future__ import annotations

from collections.abc import Sequence

from forms_backend.accounts.address_book import people_at_work
from forms_backend.accounts.leaving import Leaving
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.assist_repository import AssistRepository, Ended
from forms_backend.matters.happening import NO_NOTICES, MatterNotices
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.states.permissions import Facts, has_in_hand
from forms_backend.matters.tables import Assist
from forms_backend.running.clock import local_date


def hand_over_matters(work: Work, leaving: Leaving, notices: MatterNotices = NO_NOTICES) -> int:
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
    return len(found) + _hand_over_assists(work, leaving, notices)


def _hand_over_assists(work: Work, leaving: Leaving, notices: MatterNotices) -> int:
    """What the person was asked to contribute goes the same way: to the successor, or to the unit. A
    confidential matter is seen by who is named alone: without a successor the request ends, and who
    asked may ask somebody else."""
    matters, count = work[MatterRepository], 0
    for row, submission, matter in work[AssistRepository].awaited_from(leaving.login):
        matters.lock(matter)  # others may give, let go or close meanwhile
        if row.given_at or row.ended_at or matter.closed_at or row.login != leaving.login:
            continue
        count += 1
        ends = matter.confidential and leaving.successor is None
        if ends:
            row.ended_as, row.ended_at = Ended.WITHDRAWN.value, leaving.at
        else:
            row.login = leaving.successor
        detail = {"assist": str(row.id), "former_handler": leaving.login}
        work[LedgerRepository].append(
            Action.ASSIST_WITHDRAWN if ends else Action.HANDED_OVER,
            number=submission.number,
            actor=leaving.actor,
            at=leaving.at,
            detail=detail | ({} if ends else {"handler": leaving.successor or ""}),
        )
        if ends:
            people = _asking(work, row, matters.facts(submission, matter), leaving)
            notices.tell_people(
                work, submission, Action.HANDED_OVER, people, str(row.id), leaving.at
            )
    return count


def _asking(work: Work, row: Assist, facts: Facts, leaving: Leaving) -> Sequence[Person]:
    """Who asked and who handles the matter; where none of them is there any more, its reviewers."""
    everybody = people_at_work(work, local_date(leaving.at))
    there = [one for one in everybody if one.login != leaving.login and has_in_hand(one, facts)]
    main = {row.asked_by, facts.handler}
    return [one for one in there if one.login in main] or [
        one for one in there if one.role is Role.REVIEWER
    ]
