"""Lists of meetings, promises and decisions; reading only, and nothing that was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forms_backend.database.transactions import Database
from forms_backend.identity.person import Person
from forms_backend.matters.rules import CaseworkRules
from forms_backend.meetings.access import may_open
from forms_backend.meetings.quarters import Promise, Quarter, judge
from forms_backend.meetings.record import Standing
from forms_backend.meetings.repository import Decided, MeetingRepository
from forms_backend.meetings.views import may_read, standing_of_item, wording_of
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher

DONE_SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class MeetingRow:
    """One line of the list."""

    number: str
    kind: str
    held_on: date
    starts_at: str
    point: str | None
    unit: str | None
    units: tuple[str, ...]
    items: int
    minuted: int
    is_cancelled: bool


@dataclass(frozen=True)
class DecisionRow:
    """议定事项: one line, without what was decided."""

    number: str
    position: int
    kind: str
    unit: str
    due_on: date
    standing: Standing
    done_at: datetime | None
    done_by: str | None


@dataclass(frozen=True)
class Discussed:
    """One point of a meeting that a matter was on, as it stands on the matter's page."""

    number: str
    position: int
    kind: str
    held_on: date
    is_minuted: bool
    is_cancelled: bool
    decision: str
    unit: str | None
    due_on: date | None
    standing: Standing | None
    is_open_to: bool


class MeetingLists:
    """What there is, for one person."""

    def __init__(
        self, database: Database, cipher: PayloadCipher, rules: CaseworkRules, clock: Clock
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._rules = rules
        self._clock = clock

    def this_quarter(self) -> Quarter:
        """The quarter that runs."""
        return Quarter.of(local_date(self._clock()))

    def rows(self, person: Person, quarter: Quarter) -> tuple[MeetingRow, ...]:
        """The meetings of a quarter that `person` may open, newest first."""
        with self._database.read() as work:
            repository = work[MeetingRepository]
            meetings = repository.held_between(quarter.first_day, quarter.last_day)
            facts, counts = (
                repository.facts(meetings, self._rules.meetings),
                repository.counts(meetings),
            )
            cancelled = repository.cancellations(meetings)
            return tuple(
                MeetingRow(
                    m.number,
                    m.kind,
                    m.held_on,
                    m.starts_at,
                    m.point,
                    m.unit,
                    tuple(sorted(facts[m.id].units)),
                    *counts.get(m.id, (0, 0)),
                    m.id in cancelled,
                )
                for m in meetings
                if may_open(person, facts[m.id])
            )

    def promises(self, quarter: Quarter) -> tuple[Promise, ...]:
        """Each contact point's promised meetings: kept, due by a day, or missed. One that was
        called off is neither held nor planned."""
        today, found = local_date(self._clock()), []
        with self._database.read() as work:
            repository = work[MeetingRepository]
            meetings = repository.held_between(quarter.first_day, quarter.last_day)
            counts, cancelled = repository.counts(meetings), repository.cancellations(meetings)
            standing = [m for m in meetings if m.id not in cancelled]
            for point in self._rules.points.points:
                for kind, wanted in self._rules.meetings.promised.items():
                    here = [m for m in standing if (m.point, m.kind) == (point, kind)]
                    held = sum(counts.get(m.id, (0, 0))[1] > 0 for m in here)
                    planned = [m.held_on for m in here if not counts.get(m.id, (0, 0))[1]]
                    found.append(judge(point, kind, wanted, held, planned, quarter, today))
        return tuple(found)

    def decisions(self, person: Person) -> tuple[DecisionRow, ...]:
        """What is not done yet and what was done lately, overdue first."""
        now = self._clock()
        with self._database.read() as work:
            repository = work[MeetingRepository]
            decided = repository.decisions(now - DONE_SHOWN)
            meetings = repository.facts([one.meeting for one in decided], self._rules.meetings)
            matters = repository.matters([one.item for one in decided])
            rows = [
                _decision_row(one, local_date(now))
                for one in decided
                if may_open(person, meetings[one.meeting.id])
                and may_read(person, one.meeting, one.item, matters[one.item.id])
            ]
        order = (Standing.OVERDUE, Standing.OPEN, Standing.DONE)
        return tuple(sorted(rows, key=lambda row: (order.index(row.standing), row.due_on)))

    def of_matter(self, person: Person, number: str) -> tuple[Discussed, ...]:
        """Where a matter that `person` may see was discussed, and what was decided on it. The
        caller has made sure of that, and has written down that the matter was read."""
        with self._database.read() as work:
            repository = work[MeetingRepository]
            found = repository.about(number)
            matters = repository.matters([one.item for one in found])
            meetings = repository.facts([one.meeting for one in found], self._rules.meetings)
            cancelled = repository.cancellations([one.meeting for one in found])
            today = local_date(self._clock())
            return tuple(
                Discussed(
                    one.meeting.number,
                    one.item.position,
                    one.meeting.kind,
                    one.meeting.held_on,
                    one.item.minuted_at is not None,
                    one.meeting.id in cancelled,
                    wording_of(self._cipher, one.meeting.number, one.item).decision,
                    one.item.unit,
                    one.item.due_on,
                    standing_of_item(one.item, today),
                    may_open(person, meetings[one.meeting.id]),
                )
                for one in found
                if may_read(person, one.meeting, one.item, matters[one.item.id])
            )

    def to_carry_to(self, person: Person, kind: str | None, day: date) -> tuple[MeetingRow, ...]:
        """The meetings of the next rung that a point discussed on `day` can go to."""
        if kind is None:
            return ()
        with self._database.read() as work:
            repository = work[MeetingRepository]
            meetings = repository.from_day_on(kind, day)
            facts = repository.facts(meetings, self._rules.meetings)
            return tuple(
                MeetingRow(
                    m.number,
                    m.kind,
                    m.held_on,
                    m.starts_at,
                    m.point,
                    m.unit,
                    tuple(sorted(facts[m.id].units)),
                    0,
                    0,
                    False,
                )
                for m in meetings
                if may_open(person, facts[m.id])
            )


def _decision_row(one: Decided, today: date) -> DecisionRow:
    item = one.item
    assert item.unit is not None
    assert item.due_on is not None
    standing = standing_of_item(item, today) or Standing.OPEN
    return DecisionRow(
        one.meeting.number,
        item.position,
        one.meeting.kind,
        item.unit,
        item.due_on,
        standing,
        item.done_at,
        item.done_by,
    )
