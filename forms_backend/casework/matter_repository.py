"""Reading and writing matters, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, update
from sqlalchemy.orm import Session, defer

from forms_backend.casework.permissions import Facts, Person
from forms_backend.casework.roles import Role
from forms_backend.casework.states import Action, State
from forms_backend.casework.transitions import OPEN_STATES, STATES, Owner
from forms_backend.errors import StaleMatterError
from forms_backend.matter_models import Matter, MatterClock, Writing
from forms_backend.models import LedgerEvent, Submission
from site_config.deadlines import ClockKind


class WorkList(StrEnum):
    """工作列表, in the order of their tabs."""

    MINE = "mine"
    UNIT = "unit"
    OVERDUE = "overdue"
    SOON = "soon"
    REVIEW = "review"
    BOUNCED = "bounced"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            "mine": "待我办理",
            "unit": "本单位在办",
            "overdue": "已超期",
            "soon": "临期",
            "review": "待审核",
            "bounced": "退单与协调",
            "closed": "已办结销号",
        }[self.value]


Pair = tuple[Submission, Matter]


class MatterRepository:
    """Queries on matters."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, number: str) -> Pair | None:
        """Submission and matter of that number."""
        row = self._session.execute(
            select(Submission, Matter)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(Submission.number == number)
        ).one_or_none()
        return (row[0], row[1]) if row else None

    def submissions_without_matter(self) -> Sequence[Submission]:
        """Submissions from before casework existed."""
        return self._session.scalars(
            select(Submission)
            .outerjoin(Matter, Matter.submission_id == Submission.id)
            .where(Matter.submission_id.is_(None))
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
            select(LedgerEvent.action, LedgerEvent.actor).where(
                LedgerEvent.number == submission.number
            )
        )
        for action, actor in events:
            known = Action(action)
            performed[known] = performed.get(known, frozenset()) | {actor}
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
            rated=matter.satisfied is not None,
            answer_delivered=matter.answer_delivered_at is not None,
            answer_sure_on=due.get(ClockKind.ANSWER),
            take_sure_on=due.get(ClockKind.TAKE),
            performed=performed,
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
            Writing(submission_id=submission_id, action=action.value, need=need, actor=actor,
                    at=at, payload=payload)
        )  # fmt: skip
        self._session.flush()

    def writings(self, submission_id: int) -> Sequence[Writing]:
        """Texts of a matter, oldest first."""
        return self._session.scalars(
            select(Writing).where(Writing.submission_id == submission_id).order_by(Writing.id)
        ).all()

    def work_list(
        self, person: Person, which: WorkList, today: date, *, offset: int, limit: int
    ) -> Sequence[Pair]:
        """One page of a list, most urgent first."""
        order = (
            (Submission.id.desc(),) if which is WorkList.CLOSED else (Matter.sure_on, Submission.id)
        )
        query = (
            select(Submission, Matter)
            .join(Matter, Matter.submission_id == Submission.id)
            .options(defer(Submission.payload))
            .where(_visible(person), _listed(person, which, today))
            .order_by(*order)
            .offset(offset)
            .limit(limit)
        )
        return [(row[0], row[1]) for row in self._session.execute(query)]

    def counts(self, person: Person, today: date) -> dict[WorkList, int]:
        """How many matters each list has: one walk over what the person may see."""
        lists = tuple(WorkList)
        columns = [func.count(case((_listed(person, which, today), 1))) for which in lists]
        query = (
            select(*columns)
            .select_from(Submission)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(_visible(person))
        )
        return dict(zip(lists, self._session.execute(query).one(), strict=True))


def _visible(person: Person) -> ColumnElement[bool]:
    """The same rule as `permissions.may_see`, for the database."""
    own = Matter.lead_unit if person.role.leads else Matter.unit
    return and_(
        own == person.unit,
        or_(
            Matter.confidential.is_(False),
            Matter.accused_unit.is_(None),
            Matter.accused_unit != person.unit,
        ),
    )


def _states(states: frozenset[State]) -> ColumnElement[bool]:
    return Submission.state.in_(sorted(state.value for state in states))


def _mine(person: Person) -> ColumnElement[bool]:
    """What `permissions.is_owner` says."""
    owner = Owner.UNIT if person.role is Role.HANDLER else Owner(person.role.value)
    waiting = _states(frozenset(s for s, rule in STATES.items() if rule.owner is owner))
    if owner is not Owner.UNIT:
        return waiting
    return and_(waiting, or_(Matter.handler.is_(None), Matter.handler == person.login))


def _listed(person: Person, which: WorkList, today: date) -> ColumnElement[bool]:
    """What belongs into a list, of all that the person may see."""
    is_open = _states(OPEN_STATES)
    if which is WorkList.CLOSED:
        return ~is_open
    conditions: dict[WorkList, ColumnElement[bool]] = {
        WorkList.MINE: _mine(person),
        WorkList.UNIT: true(),
        WorkList.OVERDUE: Matter.sure_on < today,
        WorkList.SOON: and_(Matter.yellow_on <= today, Matter.sure_on >= today),
        WorkList.REVIEW: _states(
            frozenset({State.REVIEWING, State.EXTENSION, State.REFUSING, State.DONE})
        ),
        WorkList.BOUNCED: or_(Matter.bounces > 0, _states(frozenset({State.COORDINATING}))),
    }
    return and_(is_open, conditions[which])
