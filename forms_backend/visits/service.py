"""The log of visits with its three lists; each method is one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.fields.field_rules import firm_as_counted
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.states.transitions import Need
from forms_backend.matters.tables import Matter
from forms_backend.running.clock import Clock, local_date, local_month
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.payload import decode_answers
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission
from forms_backend.visits import messages as visit_messages
from forms_backend.visits.record import PREFIX, Level, Noted, VisitLog, level_of
from forms_backend.visits.repository import VisitRepository
from forms_backend.visits.tables import Visit, VisitProblem

MOST_LOOKED_THROUGH = 2_000
BEING_REDONE = frozenset({State.HANDLING, State.EXTENSION, State.REVIEWING, State.ANSWERED})
"""A new answer is being written: the old one no longer counts, the new one not yet."""


@dataclass(frozen=True)
class VisitRow:
    """One line of the log: nothing that was said."""

    number: str
    visited_on: date
    point: str
    unit: str
    login: str
    problems: int


@dataclass(frozen=True)
class Problem:
    """One line of the three lists: what it is, who does what by when, what was replied."""

    number: str
    title: str
    state: State
    level: Level
    unit: str | None
    due_on: date | None
    replied_at: datetime | None
    replied_by: str | None
    reply: str


@dataclass(frozen=True)
class VisitView:
    """A visit opened by somebody who may read it."""

    row: VisitRow
    noted: Noted
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class FirstVisit:
    """首访责任: who visited first and stays responsible."""

    number: str
    login: str
    unit: str


class VisitService:
    """走访日志."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def log(self, person: Person, visit: VisitLog) -> str:
        """Keep a visit; returns its number."""
        now = self._clock()
        with self._database.write() as work:
            number = work[SubmissionRepository].take_number(PREFIX, local_month(now))
            work.add(
                Visit(
                    number=number,
                    visited_on=visit.visited_on,
                    point=visit.point,
                    unit=person.unit,
                    login=person.login,
                    created_at=now,
                    payload=self._cipher.encrypt(number, visit.noted.encode()),
                )
            )
            work.flush()
            work[LedgerRepository].append(
                Action.VISIT_LOGGED,
                number=number,
                actor=person.actor,
                at=now,
                detail={"point": visit.point, "visited_on": visit.visited_on.isoformat()},
            )
            return number

    def is_own(self, person: Person, visit_number: str) -> bool:
        """Whether `person` made that visit, and so writes down its problems."""
        with self._database.read() as work:
            visit = work[VisitRepository].find(visit_number)
            return visit is not None and visit.login == person.login

    def rows(self, person: Person, limit: int) -> tuple[VisitRow, ...]:
        """The newest visits that `person` may see."""
        with self._database.read() as work:
            unit = None if person.role.leads else person.unit
            return tuple(_row(*row) for row in work[VisitRepository].newest(limit, unit))

    def of_firm(self, person: Person, firm: str) -> tuple[VisitRow, ...]:
        """Those among the newest visits that `person` may see whose notes name the firm, for who has
        recorded that its file was opened. One visit may name several firms."""
        wanted = firm_as_counted(firm)
        if not wanted:  # signs alone, which every text "holds"
            return ()
        with self._database.read() as work:
            unit = None if person.role.leads else person.unit
            return tuple(
                _row(visit, problems)
                for visit, problems in work[VisitRepository].newest(MOST_LOOKED_THROUGH, unit)
                if wanted in firm_as_counted(self._firm(visit))
            )

    def _firm(self, visit: Visit) -> str:
        try:
            return Noted.decode(self._cipher.decrypt(visit.number, visit.payload)).firm
        except DecryptionError:
            return ""

    def counts(self, month: date) -> Mapping[str, int]:
        """How often each contact point was visited in the month of that day."""
        first = month.replace(day=1)
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        with self._database.read() as work:
            return work[VisitRepository].counts(first, following)

    def open(self, person: Person, visit_number: str) -> VisitView:
        """A visit and its three lists; that it was read goes into the ledger. Raises
        MatterNotFoundError, also when the person may not know of it."""
        now = self._clock()
        with self._database.write() as work:
            visit = _find(work, person, visit_number)
            work[LedgerRepository].append(
                Action.VISIT_READ, number=visit_number, actor=person.actor, at=now, detail={}
            )
            pairs = work[VisitRepository].problems(visit)
            problems = tuple(self._problem(work, person, *pair) for pair in pairs)
            noted = Noted.decode(self._cipher.decrypt(visit.number, visit.payload))
            return VisitView(_row(visit, len(problems)), noted, problems)

    def _problem(
        self, work: Work, person: Person, submission: Submission, matter: Matter
    ) -> Problem:
        number, state = submission.number, State(submission.state)
        if matter.confidential and not person.role.leads:
            # 检举: whoever visited may belong to the very unit that is accused.
            return Problem(
                number,
                visit_messages.VISIT_CONFIDENTIAL,
                state,
                Level.POINT,
                None,
                None,
                None,
                None,
                "",
            )
        answers = decode_answers(self._cipher.decrypt(number, submission.payload))
        title = next((a.display for a in answers if a.key == "title"), "")
        replied_by, reply = None, ""
        if matter.answer_delivered_at is not None and state not in BEING_REDONE:
            replied_by = _delivered_by(work, number)
            reply = self._reply(work, submission)
        return Problem(
            number,
            title,
            state,
            level_of(state, matter.unit),
            matter.unit,
            matter.due_on,
            matter.answer_delivered_at if reply else None,
            replied_by,
            reply,
        )

    def _reply(self, work: Work, submission: Submission) -> str:
        written = [
            w
            for w in work[MatterRepository].writings(submission.id)
            if (w.action, w.need) == (Action.SUBMIT_ANSWER.value, Need.ANSWER.value)
        ]
        if not written:
            return ""
        return self._cipher.decrypt(submission.number, written[-1].payload).decode()

    def first_visit(self, number: str) -> FirstVisit | None:
        """Who stays responsible for the matter `number`; None when it came another way."""
        with self._database.read() as work:
            visit = work[VisitRepository].at_which_came_up(number)
            return FirstVisit(visit.number, visit.login, visit.unit) if visit else None

    def month(self) -> date:
        """The month that runs."""
        return local_date(self._clock())


def _find(work: Work, person: Person, number: str) -> Visit:
    visit = work[VisitRepository].find(number)
    if visit is None or not (person.role.leads or visit.unit == person.unit):
        raise MatterNotFoundError(number)
    if not person.role.works_on_matters:
        raise MatterNotFoundError(number)
    return visit


def _row(visit: Visit, problems: int) -> VisitRow:
    return VisitRow(visit.number, visit.visited_on, visit.point, visit.unit, visit.login, problems)


def _delivered_by(work: Work, number: str) -> str | None:
    event = work[LedgerRepository].last_of(number, Action.DELIVER)
    found: str | None = json.loads(event.detail).get("delivered_by") if event else None
    return found


@dataclass(frozen=True)
class ComesFromVisit:
    """Links a submission to the visit at which it came up; see submissions.enclosing."""

    number: str

    def keep(self, work: Work, submission: Submission, came: Action, at: datetime) -> None:
        """Raises MatterNotFoundError when there is no such visit."""
        visit = work[VisitRepository].find(self.number)
        if visit is None:
            raise MatterNotFoundError(self.number)
        work.add(VisitProblem(submission_id=submission.id, visit_id=visit.id))
        work.flush()
