"""Reading and writing meetings, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import aliased

from district.casework.meetings import HeldAt, MeetingRules
from forms_backend.database.work import Repository
from forms_backend.identity.errors import MatterNotFoundError, StaleMatterError
from forms_backend.identity.person import Person
from forms_backend.matters.states.permissions import Facts
from forms_backend.matters.tables import Matter
from forms_backend.meetings.access import MeetingFacts, may_open
from forms_backend.meetings.tables import (
    AgendaItem,
    AgendaMatter,
    Meeting,
    MeetingCancellation,
    MeetingUnit,
)
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission


@dataclass(frozen=True)
class OnAgenda:
    """A matter as the agenda knows it."""

    id: int
    number: str
    facts: Facts


@dataclass(frozen=True)
class Decided:
    """A decision with a responsible unit, and the meeting that made it."""

    meeting: Meeting
    item: AgendaItem


@dataclass(frozen=True)
class Reference:
    """One point of one meeting."""

    number: str
    position: int
    kind: str

    @property
    def text(self) -> str:
        return point_name(self.number, self.position)


def point_name(number: str, position: int) -> str:
    """What a point of a meeting is called: "HY202611-000001-2"; also what its cipher is bound to."""
    return f"{number}-{position}"


def reason_name(number: str) -> str:
    """What the cipher of the reason is bound to."""
    return f"{number}-cancelled"


class MeetingRepository(Repository):
    """Queries on meetings."""

    def find(
        self, person: Person, number: str, rules: MeetingRules
    ) -> tuple[Meeting, MeetingFacts]:
        """The meeting of that number. Raises MatterNotFoundError, also when the person may not
        know of it."""
        meeting = self._session.scalars(
            select(Meeting).where(Meeting.number == number)
        ).one_or_none()
        if meeting is None:
            raise MatterNotFoundError(number)
        facts = self.facts([meeting], rules)[meeting.id]
        if not may_open(person, facts):
            raise MatterNotFoundError(number)
        return meeting, facts

    def facts(self, meetings: Sequence[Meeting], rules: MeetingRules) -> Mapping[int, MeetingFacts]:
        """What the rules must know of each, by id."""
        units: dict[int, set[str]] = {meeting.id: set() for meeting in meetings}
        rows = self._session.execute(
            select(MeetingUnit.meeting_id, MeetingUnit.unit).where(
                MeetingUnit.meeting_id.in_(units)
            )
        )
        for meeting_id, unit in rows:
            units[meeting_id].add(unit)
        return {
            m.id: MeetingFacts(_place(rules, m.kind), m.lead_unit, frozenset(units[m.id]))
            for m in meetings
        }

    def set_units(self, meeting: Meeting, units: Iterable[str]) -> None:
        """These units take part, no others."""
        self._session.execute(delete(MeetingUnit).where(MeetingUnit.meeting_id == meeting.id))
        self._session.add_all(MeetingUnit(meeting_id=meeting.id, unit=u) for u in sorted(units))
        self._session.flush()

    def take_turn(self, meeting: Meeting, version: int) -> None:
        """Raise the version if it still is `version`; of two who write at once one gets
        StaleMatterError."""
        done = self._session.execute(
            update(Meeting)
            .where(Meeting.id == meeting.id, Meeting.version == version)
            .values(version=version + 1)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise StaleMatterError
        self._session.expire_all()

    def held_between(self, first: date, last: date) -> Sequence[Meeting]:
        """All meetings of that time, newest first."""
        return self._session.scalars(
            select(Meeting)
            .where(Meeting.held_on >= first, Meeting.held_on <= last)
            .order_by(Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
        ).all()

    def counts(self, meetings: Sequence[Meeting]) -> Mapping[int, tuple[int, int]]:
        """Points on the agenda, and those with minutes, by meeting."""
        rows = self._session.execute(
            select(AgendaItem.meeting_id, func.count(), func.count(AgendaItem.minuted_at))
            .where(AgendaItem.meeting_id.in_([meeting.id for meeting in meetings]))
            .group_by(AgendaItem.meeting_id)
        )
        return {meeting_id: (total, minuted) for meeting_id, total, minuted in rows}

    def cancellations(self, meetings: Sequence[Meeting]) -> Mapping[int, MeetingCancellation]:
        """Those of `meetings` that were called off, by id."""
        rows = self._session.scalars(
            select(MeetingCancellation).where(
                MeetingCancellation.meeting_id.in_([meeting.id for meeting in meetings])
            )
        )
        return {row.meeting_id: row for row in rows}

    def was_held(self, items: Sequence[AgendaItem]) -> bool:
        """Whether the meeting with this agenda took place: a point has minutes, or had them when
        it was carried up."""
        return any(item.minuted_at for item in items) or bool(self.went_to(items))

    def items(self, meeting: Meeting) -> Sequence[AgendaItem]:
        """The agenda, in its order."""
        return self._session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id)
            .order_by(AgendaItem.position)
        ).all()

    def item(self, meeting: Meeting, position: int) -> AgendaItem:
        """One point. Raises MatterNotFoundError."""
        found = self._session.scalars(
            select(AgendaItem).where(
                AgendaItem.meeting_id == meeting.id, AgendaItem.position == position
            )
        ).one_or_none()
        if found is None:
            raise MatterNotFoundError(meeting.number)
        return found

    def matters(self, items: Sequence[AgendaItem]) -> Mapping[int, tuple[OnAgenda, ...]]:
        """The matters of each point, by its id."""
        found: dict[int, list[OnAgenda]] = {item.id: [] for item in items}
        rows = self._session.execute(
            select(AgendaMatter.item_id, Submission, Matter)
            .join(Submission, Submission.id == AgendaMatter.submission_id)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(AgendaMatter.item_id.in_(found))
            .order_by(Submission.id)
        )
        for item_id, submission, matter in rows:
            found[item_id].append(_on_agenda(submission, matter))
        return {item_id: tuple(matters) for item_id, matters in found.items()}

    def matters_by_number(self, numbers: Collection[str]) -> Mapping[str, OnAgenda]:
        """Those of `numbers` that exist."""
        rows = self._session.execute(
            select(Submission, Matter)
            .join(Matter, Matter.submission_id == Submission.id)
            .where(Submission.number.in_(sorted(numbers)))
        )
        return {s.number: _on_agenda(s, m) for s, m in rows}

    def set_matters(self, item: AgendaItem, submission_ids: Iterable[int]) -> None:
        """The point is about these matters, no others."""
        self._session.execute(delete(AgendaMatter).where(AgendaMatter.item_id == item.id))
        self._session.add_all(
            AgendaMatter(item_id=item.id, submission_id=n) for n in sorted(submission_ids)
        )
        self._session.flush()

    def came_from(self, items: Sequence[AgendaItem]) -> Mapping[int, Reference]:
        """The point of the rung below that each was carried up from."""
        lower = aliased(AgendaItem)
        rows = self._session.execute(
            select(AgendaItem.id, Meeting.number, lower.position, Meeting.kind)
            .join(lower, lower.id == AgendaItem.came_from_id)
            .join(Meeting, Meeting.id == lower.meeting_id)
            .where(AgendaItem.id.in_([item.id for item in items]))
        )
        return {item_id: Reference(*where) for item_id, *where in rows}

    def went_to(self, items: Sequence[AgendaItem]) -> Mapping[int, Reference]:
        """The point of the rung above that carries each on."""
        rows = self._session.execute(
            select(AgendaItem.came_from_id, Meeting.number, AgendaItem.position, Meeting.kind)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(AgendaItem.came_from_id.in_([item.id for item in items]))
        )
        return {item_id: Reference(*where) for item_id, *where in rows if item_id is not None}

    def about(self, number: str) -> Sequence[Decided]:
        """Every point that a matter was on, oldest meeting first."""
        rows = self._session.execute(
            select(Meeting, AgendaItem)
            .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
            .join(AgendaMatter, AgendaMatter.item_id == AgendaItem.id)
            .join(Submission, Submission.id == AgendaMatter.submission_id)
            .where(Submission.number == number)
            .order_by(Meeting.held_on, Meeting.id, AgendaItem.position)
        )
        return [Decided(meeting, item) for meeting, item in rows]

    def decisions(self, done_after: datetime) -> Sequence[Decided]:
        """Decisions that are open, or were carried out after that moment, the first due first."""
        rows = self._session.execute(
            select(Meeting, AgendaItem)
            .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
            .where(
                AgendaItem.due_on.is_not(None),
                or_(AgendaItem.done_at.is_(None), AgendaItem.done_at > done_after),
            )
            .order_by(AgendaItem.due_on, AgendaItem.id)
        )
        return [Decided(meeting, item) for meeting, item in rows]

    def from_day_on(self, kind: str, day: date) -> Sequence[Meeting]:
        """Meetings of a kind on `day` or later that were not called off, the next one first."""
        called_off = select(MeetingCancellation.meeting_id)
        return self._session.scalars(
            select(Meeting)
            .where(Meeting.kind == kind, Meeting.held_on >= day, Meeting.id.not_in(called_off))
            .order_by(Meeting.held_on, Meeting.id)
        ).all()


def _place(rules: MeetingRules, kind: str) -> HeldAt:
    # A kind that the file no longer has may have been held anywhere: the strictest rule.
    found = rules.kinds.get(kind)
    return found.at if found else HeldAt.POINT


def _on_agenda(submission: Submission, matter: Matter) -> OnAgenda:
    facts = Facts(
        State(submission.state),
        matter.lead_unit,
        matter.unit,
        matter.handler,
        matter.accused_unit,
        matter.confidential,
    )
    return OnAgenda(submission.id, submission.number, facts)
