"""Meetings with their agenda, minutes and decisions; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError, NotAllowedError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.permissions import may_see
from forms_backend.meetings import messages as texts
from forms_backend.meetings.access import MeetingFacts, may_answer_for, may_be_discussed, may_write
from forms_backend.meetings.record import PREFIX, Plan, Point, Wording, clean_reason
from forms_backend.meetings.repository import MeetingRepository, OnAgenda, point_name, reason_name
from forms_backend.meetings.tables import AgendaItem, Meeting, MeetingCancellation
from forms_backend.meetings.views import MeetingReader, MeetingView, may_read, wording_of
from forms_backend.running.clock import Clock, local_date, local_month
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.repository import SubmissionRepository


class MeetingService:
    """联席会议 and 会商."""

    def __init__(
        self, database: Database, cipher: PayloadCipher, rules: CaseworkRules, clock: Clock
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._rules = rules
        self._clock = clock

    def may_plan(self, person: Person) -> bool:
        """Whether `person` writes meetings: 受理岗 and 督办岗 of a unit that leads matters."""
        routing = self._rules.routing
        leads = (routing.lead_unit, routing.alternate_lead)
        return any(may_write(person, unit) for unit in leads)

    def plan(self, person: Person, plan: Plan) -> str:
        """Keep a new meeting; returns its number. Raises NotAllowedError."""
        if not self.may_plan(person):
            raise NotAllowedError
        now = self._clock()
        with self._database.write() as work:
            number = work[SubmissionRepository].take_number(PREFIX, local_month(now))
            meeting = Meeting(
                number=number,
                kind=plan.kind,
                held_on=plan.held_on,
                starts_at=plan.starts_at,
                point=plan.point,
                unit=plan.unit,
                lead_unit=person.unit,
                login=person.login,
                created_at=now,
                version=1,
                payload=self._cipher.encrypt(number, plan.attendance.encode()),
            )
            work.add(meeting)
            work.flush()
            work[MeetingRepository].set_units(meeting, plan.units)
            _record(work, Action.MEETING_PLANNED, person, number, now, _plan_detail(plan))
            return number

    def change(self, person: Person, number: str, version: int, plan: Plan) -> None:
        """Another date, place or company. Raises MatterNotFoundError, NotAllowedError,
        StaleMatterError, InvalidInputError; then nothing was written."""
        now = self._clock()
        with self._database.write() as work:
            meetings = work[MeetingRepository]
            meeting, _ = self._writable(work, person, number, version)
            facts = MeetingFacts(
                self._rules.meetings.kinds[plan.kind].at, meeting.lead_unit, plan.units
            )
            items = meetings.items(meeting)
            if plan.held_on > local_date(now) and any(item.minuted_at for item in items):
                raise InvalidInputError({"held_on": texts.MINUTED_ALREADY})
            on_agenda = meetings.matters(items).values()
            if not all(may_be_discussed(facts, m.facts) for ms in on_agenda for m in ms):
                raise InvalidInputError({"units": texts.UNITS_CONFIDENTIAL})
            meeting.kind, meeting.held_on, meeting.starts_at = (
                plan.kind,
                plan.held_on,
                plan.starts_at,
            )
            meeting.point, meeting.unit = plan.point, plan.unit
            meeting.payload = self._cipher.encrypt(number, plan.attendance.encode())
            meetings.set_units(meeting, plan.units)
            _record(work, Action.MEETING_CHANGED, person, number, now, _plan_detail(plan))

    def cancel(self, person: Person, number: str, version: int, reason: str) -> None:
        """Call a meeting off, for the reason that was typed. It stays as it is: nobody changes it,
        writes minutes or carries anything to it. A point that was carried up to it counts as not
        carried any more and can go to another meeting; the ledger keeps where it was. What was held
        cannot be called off. Raises as `change` does."""
        now = self._clock()
        with self._database.write() as work:
            meetings = work[MeetingRepository]
            meeting, _ = self._changeable(work, person, number)
            items = meetings.items(meeting)
            matters = meetings.matters(items)
            if meetings.was_held(items):
                raise InvalidInputError({"meeting": texts.HELD_ALREADY})
            sealed = self._cipher.encrypt(reason_name(number), clean_reason(reason).encode())
            meetings.take_turn(meeting, version)
            work.add(
                MeetingCancellation(
                    meeting_id=meeting.id, login=person.login, cancelled_at=now, reason=sealed
                )
            )
            detail = {"held_on": meeting.held_on.isoformat(), "kind": meeting.kind}
            _record(work, Action.MEETING_CANCELLED, person, number, now, detail)
            for item in items:
                item.came_from_id = None
                for one in matters[item.id]:
                    _record_matter(
                        work,
                        Action.MEETING_CANCELLED,
                        person,
                        one.number,
                        meeting,
                        item.position,
                        now,
                    )

    def open(self, person: Person, number: str) -> MeetingView:
        """What the person may read of a meeting; that it was read goes into the ledger. Raises
        MatterNotFoundError, also when the person may not know of it."""
        now = self._clock()
        with self._database.write() as work:
            meeting, facts = work[MeetingRepository].find(person, number, self._rules.meetings)
            _record(work, Action.MEETING_READ, person, number, now, {})
            reader = MeetingReader(work, self._cipher, self._rules.meetings)
            return reader.view(person, meeting, facts, local_date(now))

    def put_point(
        self, person: Person, number: str, position: int | None, version: int, point: Point
    ) -> int:
        """A new point of the agenda, or (with `position`) what it now says; returns its position.
        Raises as `change` does, NotAllowedError also once the decision was carried out."""
        now = self._clock()
        with self._database.write() as work:
            meetings = work[MeetingRepository]
            meeting, facts = self._writable(work, person, number, version)
            matters = self._check_matters(work, person, facts, point.numbers)
            if point.unit and not may_answer_for(point.unit, facts, [m.facts for m in matters]):
                raise InvalidInputError({"unit": texts.RESPONSIBLE_CONFIDENTIAL})
            if position is None:
                item, before = self._new_item(work, meeting), set[int]()
            else:
                item = self._readable_item(work, person, meeting, position)
                before = {one.id for one in meetings.matters([item])[item.id]}
            if item.done_at is not None:
                raise NotAllowedError
            self._fill(meeting, item, point, now)
            work.flush()
            meetings.set_matters(item, [one.id for one in matters])
            _record(work, Action.AGENDA_WRITTEN, person, number, now, _point_detail(item, point))
            for one in matters:
                if one.id not in before:
                    _record_matter(
                        work,
                        Action.PUT_ON_AGENDA,
                        person,
                        one.number,
                        meeting,
                        item.position,
                        now,
                    )
            return item.position

    def finish(self, person: Person, number: str, position: int, version: int) -> None:
        """The decision was carried out. Raises as `put_point` does."""
        now = self._clock()
        with self._database.write() as work:
            meeting, _ = self._writable(work, person, number, version)
            item = self._readable_item(work, person, meeting, position)
            if item.due_on is None or item.done_at is not None:
                raise NotAllowedError
            item.done_at, item.done_by = now, person.login
            _record(work, Action.DECISION_DONE, person, number, now, {"agenda": str(position)})

    def carry(self, person: Person, number: str, position: int, version: int, to: str) -> int:
        """Put a point that was discussed on the agenda of the next rung, the meeting `to`, with its
        title and its matters; returns the position there. Raises as `put_point` does."""
        now = self._clock()
        with self._database.write() as work:
            meetings = work[MeetingRepository]
            meeting, _ = self._writable(work, person, number, version)
            item = self._readable_item(work, person, meeting, position)
            target = self._target(work, person, meeting, to)
            if item.minuted_at is None or meetings.went_to([item]):
                raise NotAllowedError
            # Its agenda changes as well; and nobody calls it off meanwhile.
            meetings.take_turn(target, target.version)
            matters = meetings.matters([item])[item.id]
            facts = meetings.facts([target], self._rules.meetings)[target.id]
            if not all(may_be_discussed(facts, one.facts) for one in matters):
                raise InvalidInputError({"to": texts.CARRY_CONFIDENTIAL})
            upper = self._new_item(work, target)
            upper.came_from_id = item.id
            title = wording_of(self._cipher, number, item).title
            self._seal(target, upper, Wording(title))
            work.flush()
            meetings.set_matters(upper, [one.id for one in matters])
            detail = {"agenda": str(position), "to": point_name(to, upper.position)}
            _record(work, Action.AGENDA_CARRIED, person, number, now, detail)
            for one in matters:
                _record_matter(
                    work, Action.PUT_ON_AGENDA, person, one.number, target, upper.position, now
                )
            return upper.position

    def _changeable(self, work: Work, person: Person, number: str) -> tuple[Meeting, MeetingFacts]:
        meetings = work[MeetingRepository]
        meeting, facts = meetings.find(person, number, self._rules.meetings)
        if not may_write(person, meeting.lead_unit) or meetings.cancellations([meeting]):
            raise NotAllowedError
        return meeting, facts

    def _writable(
        self, work: Work, person: Person, number: str, version: int
    ) -> tuple[Meeting, MeetingFacts]:
        meeting, facts = self._changeable(work, person, number)
        work[MeetingRepository].take_turn(meeting, version)
        return meeting, facts

    def _readable_item(
        self, work: Work, person: Person, meeting: Meeting, position: int
    ) -> AgendaItem:
        item = work[MeetingRepository].item(meeting, position)
        if not may_read(person, meeting, item, work[MeetingRepository].matters([item])[item.id]):
            raise MatterNotFoundError(meeting.number)
        return item

    def _target(self, work: Work, person: Person, meeting: Meeting, to: str) -> Meeting:
        try:
            target, _ = work[MeetingRepository].find(person, to, self._rules.meetings)
        except MatterNotFoundError as error:
            raise InvalidInputError({"to": texts.CARRY_TO_MISSING}) from error
        fits = (
            may_write(person, target.lead_unit)
            and target.kind == self._rules.meetings.next_of(meeting.kind)
            and target.held_on >= meeting.held_on
            and not work[MeetingRepository].cancellations([target])
        )
        if not fits:
            raise InvalidInputError({"to": texts.CARRY_TO_MISSING})
        return target

    def _check_matters(
        self, work: Work, person: Person, meeting: MeetingFacts, numbers: Sequence[str]
    ) -> list[OnAgenda]:
        known = work[MeetingRepository].matters_by_number(numbers)
        strange = [n for n in numbers if n not in known or not may_see(person, known[n].facts)]
        if strange:
            told = texts.NUMBERS_UNKNOWN.format(numbers="、".join(strange))
            raise InvalidInputError({"numbers": told})
        closed = [n for n in numbers if not may_be_discussed(meeting, known[n].facts)]
        if closed:
            told = texts.NUMBERS_CONFIDENTIAL.format(numbers="、".join(closed))
            raise InvalidInputError({"numbers": told})
        return [known[number] for number in numbers]

    def _new_item(self, work: Work, meeting: Meeting) -> AgendaItem:
        items = work[MeetingRepository].items(meeting)
        item = AgendaItem(
            meeting_id=meeting.id, position=items[-1].position + 1 if items else 1, payload=b""
        )
        work.add(item)
        return item

    def _fill(self, meeting: Meeting, item: AgendaItem, point: Point, now: datetime) -> None:
        self._seal(meeting, item, point.wording)
        item.unit, item.due_on = point.unit, point.due_on
        if not point.wording.minutes:
            item.minuted_at = None
        elif item.minuted_at is None:
            item.minuted_at = now

    def _seal(self, meeting: Meeting, item: AgendaItem, wording: Wording) -> None:
        place = point_name(meeting.number, item.position)
        item.payload = self._cipher.encrypt(place, wording.encode())


def _plan_detail(plan: Plan) -> Mapping[str, str]:
    return {
        "kind": plan.kind,
        "held_on": plan.held_on.isoformat(),
        "point": plan.point or "",
        "unit": plan.unit or "",
        "units": " ".join(sorted(plan.units)),
    }


def _point_detail(item: AgendaItem, point: Point) -> Mapping[str, str]:
    return {
        "agenda": str(item.position),
        "matters": " ".join(point.numbers),
        "minuted": "yes" if item.minuted_at else "no",
        "unit": point.unit or "",
        "due_on": _iso(point.due_on),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _record_matter(
    work: Work,
    action: Action,
    person: Person,
    number: str,
    meeting: Meeting,
    position: int,
    now: datetime,
) -> None:
    """In the course of the matter as well: it came before a meeting, or that was called off."""
    detail = {"meeting": point_name(meeting.number, position), "kind": meeting.kind}
    _record(work, action, person, number, now, detail)


def _record(
    work: Work,
    action: Action,
    person: Person,
    number: str,
    now: datetime,
    detail: Mapping[str, str],
) -> None:
    work[LedgerRepository].append(action, number=number, actor=person.actor, at=now, detail=detail)
