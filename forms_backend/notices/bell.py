"""提醒 in the staff zone, with or without a mail server: what the person is to know of, until seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms_backend.accounts.address_book import people_at_work
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.matters.assist_repository import AssistRepository
from forms_backend.matters.happening import Happening
from forms_backend.matters.states.permissions import Asked, Facts, may_see
from forms_backend.matters.tables import Matter
from forms_backend.notices.repository import BellRepository
from forms_backend.notices.rules import audiences, told
from forms_backend.notices.tables import BellEntry
from forms_backend.running.clock import Clock, local_date
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission

KEPT = timedelta(days=90)
SHOWN = 100
NOT_RUNG = frozenset({Action.RECEIVED})
"""What comes in stands in 待我办理 with its count; two hundred a day would drown the rest."""


@dataclass(frozen=True)
class Ring:
    """One line of the bell: nothing that a visitor wrote."""

    number: str
    action: Action
    state: State
    at: datetime
    is_new: bool


def facts_of(
    submission: Submission, matter: Matter, asked: frozenset[Asked] = frozenset()
) -> Facts:
    """What decides who is told: enough for that, without the history."""
    return Facts(
        state=State(submission.state),
        lead_unit=matter.lead_unit,
        unit=matter.unit,
        handler=matter.handler,
        accused_unit=matter.accused_unit,
        confidential=matter.confidential,
        asked=asked,
    )


def ring(work: Work, submission: Submission, matter: Matter, what: Happening) -> None:
    """Within the transaction in which it happens: an entry for everybody whom it concerns, by the
    same rules as the mails."""
    facts = facts_of(submission, matter)
    wanted = audiences(what.action, what.before or facts, facts)
    if not wanted or what.action in NOT_RUNG:
        return
    people = people_at_work(work, local_date(what.at))
    concerned = told(people, facts, wanted, except_actor=what.actor)
    ring_people(work, submission, what.action, concerned, what.at)


def ring_people(
    work: Work, submission: Submission, action: Action, people: Iterable[Person], at: datetime
) -> None:
    """An entry for each of these; what is older than it is kept for is forgotten."""
    bell = work[BellRepository]
    bell.forget(at - KEPT)
    bell.add(
        BellEntry(staff_id=one.id, submission_id=submission.id, action=action.value, at=at)
        for one in people
    )


class BellService:
    """What one person was told; never of a matter that the person may not know of any more."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def unseen(self, person: Person) -> int:
        """How many are new, at most SHOWN."""
        return len(self._rings(person, unseen_only=True))

    def rings(self, person: Person) -> Sequence[Ring]:
        """The newest SHOWN, seen or not."""
        return self._rings(person, unseen_only=False)

    def _rings(self, person: Person, *, unseen_only: bool) -> Sequence[Ring]:
        with self._database.read() as work:
            return rings_for(work, person, unseen_only=unseen_only)

    def see(self, person: Person, number: str | None = None) -> None:
        """The person has opened that matter; None: has read everything."""
        with self._database.read() as work:  # most pages have nothing new: they wait for no lock
            if not work[BellRepository].has_unseen(person.id, number):
                return
        with self._database.write() as work:
            work[BellRepository].see(person.id, number, self._clock())


def rings_for(work: Work, person: Person, *, unseen_only: bool) -> Sequence[Ring]:
    """The newest SHOWN of matters that the person may see now, whatever it was when it rang."""
    found = work[BellRepository].of(person.id, SHOWN, unseen_only=unseen_only)
    asked = work[AssistRepository].asked_of(submission.id for _, submission, _ in found)
    return [
        Ring(
            submission.number,
            Action(entry.action),
            State(submission.state),
            entry.at,
            entry.seen_at is None,
        )
        for entry, submission, matter in found
        if may_see(person, facts_of(submission, matter, asked.get(submission.id, frozenset())))
    ]
