"""Reading and writing matters, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from district.casework.deadlines import ClockKind
from forms_backend.database.work import Repository
from forms_backend.identity.errors import MatterNotFoundError, StaleMatterError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.assist_repository import AssistRepository
from forms_backend.matters.merge_repository import MergeRepository
from forms_backend.matters.states.permissions import Facts, may_see
from forms_backend.matters.tables import Matter, MatterClock, Writing
from forms_backend.running.clock import local_date
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Quarantine, Submission

Pair = tuple[Submission, Matter]
OPINION_GIVEN = frozenset({Action.DELIVER, Action.REEXAMINE})
"""From these on a visitor has 30 days to ask that the outcome be looked at again."""
GIVES_TO_UNIT: Mapping[Action, bool] = {
    Action.ASSIGN: False, Action.DECIDE: True, Action.REASSIGN: True,
}  # fmt: skip
"""Actions that choose a unit, and whether 政法委 has decided by it."""
RATINGS = frozenset({Action.RATE_SATISFIED, Action.RATE_DISSATISFIED})


class MatterRepository(Repository):
    """Queries on matters."""

    def find(self, number: str) -> Pair | None:
        """Submission and matter of that number."""
        row = self._session.execute(
            select(Submission, Matter)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(Submission.number == number)
        ).one_or_none()
        return (row[0], row[1]) if row else None

    def get(self, number: str) -> Pair:
        """As `find`. Raises MatterNotFoundError."""
        pair = self.find(number)
        if pair is None:
            raise MatterNotFoundError(number)
        return pair

    def of_submission(self, submission_id: int) -> Pair:
        """The matter of a submission that has one."""
        session = self._session
        return session.get_one(Submission, submission_id), session.get_one(Matter, submission_id)

    def lock(self, matter: Matter) -> None:
        """Others who want to write this matter wait until the transaction ends. Whatever was read
        before is read again: facts, and what a person may do, are asked after this."""
        query = select(Matter).where(Matter.submission_id == matter.submission_id)
        self._session.scalars(query.with_for_update()).one()
        self._session.expire_all()

    def get_visible(self, person: Person, number: str) -> tuple[Pair, Facts]:
        """The matter, and what the rules must know. Raises MatterNotFoundError, also when
        `person` may not know of it."""
        pair = self.get(number)
        facts = self.facts(*pair)
        if not may_see(person, facts):
            raise MatterNotFoundError(number)
        return pair, facts

    def is_visible(self, person: Person, number: str) -> bool:
        """Whether there is such a matter and `person` may know of it."""
        pair = self.find(number)
        return pair is not None and may_see(person, self.facts(*pair))

    def lock_held_by(self, login: str) -> Sequence[Pair]:
        """The open matters that this person handles, locked until the transaction ends."""
        rows = self._session.execute(
            select(Submission, Matter)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(Matter.handler == login, Matter.closed_at.is_(None))
            .order_by(Submission.id)
            .with_for_update()
        )
        return [(row[0], row[1]) for row in rows]

    def submissions_without_matter(self) -> Sequence[Submission]:
        """Submissions from before casework existed; not what waits in quarantine."""
        return self._session.scalars(
            select(Submission)
            .outerjoin(Matter, Matter.submission_id == Submission.id)
            .outerjoin(Quarantine, Quarantine.submission_id == Submission.id)
            .where(Matter.submission_id.is_(None), Quarantine.submission_id.is_(None))
            .order_by(Submission.id)
        ).all()

    def take_turn(self, matter: Matter, version: int) -> None:
        """Raise the version if it still is `version`; of two who act at once one gets
        StaleMatterError. The row stays locked until the transaction ends."""
        done = self._session.execute(
            update(Matter)
            .where(Matter.submission_id == matter.submission_id, Matter.version == version)
            .values(version=version + 1)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise StaleMatterError
        self._session.expire_all()

    def facts(self, submission: Submission, matter: Matter) -> Facts:
        """What the rules must know."""
        performed: dict[Action, frozenset[str]] = {}
        events = self._session.execute(
            select(LedgerEvent.action, LedgerEvent.actor, LedgerEvent.at)
            .where(LedgerEvent.number == submission.number)
            .order_by(LedgerEvent.sequence)
        )
        opinion_on: date | None = None
        decided = False
        rated = False
        for action, actor, at in events:
            known = Action(action)
            performed[known] = performed.get(known, frozenset()) | {actor}
            if known in OPINION_GIVEN:
                opinion_on = local_date(at)
            if known in GIVES_TO_UNIT:
                decided = GIVES_TO_UNIT[known]
            if known is Action.DELIVER or known in RATINGS:
                rated = known in RATINGS
        due = {
            ClockKind(kind): sure_on
            for kind, sure_on in self._session.execute(
                select(MatterClock.kind, MatterClock.sure_on).where(
                    MatterClock.submission_id == submission.id, MatterClock.stopped_at.is_(None)
                )
            )
        }
        return Facts(
            state=State(submission.state),
            lead_unit=matter.lead_unit,
            unit=matter.unit,
            handler=matter.handler,
            accused_unit=matter.accused_unit,
            confidential=matter.confidential,
            bounces=matter.bounces,
            extended=matter.extended,
            decided=decided,
            rated=rated,
            answer_delivered=matter.answer_delivered_at is not None,
            opinion_on=opinion_on,
            carries=len(MergeRepository(self._session).carried_by(submission.id)),
            answer_sure_on=due.get(ClockKind.ANSWER),
            take_sure_on=due.get(ClockKind.TAKE),
            performed=performed,
            asked=AssistRepository(self._session).asked(submission.id),
        )

    def add_writing(
        self,
        submission_id: int,
        action: Action,
        need: str,
        actor: str,
        at: datetime,
        payload: bytes,
    ) -> None:
        """Keep one encrypted text."""
        self._session.add(
            Writing(
                submission_id=submission_id,
                action=action.value,
                need=need,
                actor=actor,
                at=at,
                payload=payload,
            )
        )
        self._session.flush()

    def writings(self, submission_id: int) -> Sequence[Writing]:
        """Texts of a matter, oldest first."""
        return self._session.scalars(
            select(Writing).where(Writing.submission_id == submission_id).order_by(Writing.id)
        ).all()

    def last_writing(self, submission_id: int, need: str) -> Writing | None:
        """The newest text of a matter for that need."""
        return self._session.scalars(
            select(Writing)
            .where(Writing.submission_id == submission_id, Writing.need == need)
            .order_by(Writing.id.desc())
            .limit(1)
        ).one_or_none()
