"""What a person sees of a meeting: the points that concern them, decrypted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from district.casework.meetings import MeetingRules
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.matters.states.permissions import may_see
from forms_backend.meetings.access import MeetingFacts, may_read_item, may_write
from forms_backend.meetings.record import Attendance, Standing, Wording, standing_of
from forms_backend.meetings.repository import (
    MeetingRepository,
    OnAgenda,
    Reference,
    point_name,
    reason_name,
)
from forms_backend.meetings.tables import AgendaItem, Meeting
from forms_backend.sealing.keys import PayloadCipher


@dataclass(frozen=True)
class MatterOnAgenda:
    """A matter by its number; `is_open_to` whether the person may open it."""

    number: str
    is_open_to: bool


@dataclass(frozen=True)
class PointView:
    """One point that the person may read."""

    position: int
    wording: Wording
    matters: tuple[MatterOnAgenda, ...]
    minuted_at: datetime | None
    unit: str | None
    due_on: date | None
    standing: Standing | None
    done_at: datetime | None
    done_by: str | None
    came_from: Reference | None
    went_to: Reference | None
    is_confidential: bool
    """A matter of it is confidential: nothing of the point is taken to where others read."""


@dataclass(frozen=True)
class Cancelled:
    """Who called a meeting off, when and why; the reason is empty once its time is over."""

    login: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class MeetingView:
    """A meeting opened by somebody who may read it. Nobody writes one that was called off.
    `next_kind`: the rung above, if any."""

    number: str
    kind: str
    held_on: date
    starts_at: str
    point: str | None
    unit: str | None
    lead_unit: str
    login: str
    created_at: datetime
    version: int
    units: tuple[str, ...]
    attendance: Attendance
    points: tuple[PointView, ...]
    may_write: bool
    may_cancel: bool
    cancelled: Cancelled | None
    next_kind: str | None


def standing_of_item(item: AgendaItem, today: date) -> Standing | None:
    """Where its decision stands; None without one."""
    if item.due_on is None:
        return None
    return standing_of(item.due_on, done=item.done_at is not None, today=today)


def wording_of(cipher: PayloadCipher, number: str, item: AgendaItem) -> Wording:
    """The texts of one point of the meeting `number`. Raises DecryptionError."""
    return Wording.decode(cipher.decrypt(point_name(number, item.position), item.payload))


class MeetingReader:
    """Puts views together, inside a transaction that the caller holds."""

    def __init__(self, work: Work, cipher: PayloadCipher, rules: MeetingRules) -> None:
        self._cipher = cipher
        self._rules = rules
        self._meetings = work[MeetingRepository]

    def view(
        self, person: Person, meeting: Meeting, facts: MeetingFacts, today: date
    ) -> MeetingView:
        """Everything that `person`, who may open the meeting, may read of it."""
        payload = self._cipher.decrypt(meeting.number, meeting.payload)
        cancelled = self._cancelled(meeting)
        writes = may_write(person, meeting.lead_unit) and cancelled is None
        items = self._meetings.items(meeting)
        cancels = writes and not self._meetings.was_held(items)
        return MeetingView(
            meeting.number,
            meeting.kind,
            meeting.held_on,
            meeting.starts_at,
            meeting.point,
            meeting.unit,
            meeting.lead_unit,
            meeting.login,
            meeting.created_at,
            meeting.version,
            tuple(sorted(facts.units)),
            Attendance.decode(payload),
            self._points(person, meeting, items, today),
            writes,
            cancels,
            cancelled,
            self._rules.next_of(meeting.kind),
        )

    def _cancelled(self, meeting: Meeting) -> Cancelled | None:
        row = self._meetings.cancellations([meeting]).get(meeting.id)
        if row is None:
            return None
        reason = self._cipher.decrypt(reason_name(meeting.number), row.reason).decode()
        return Cancelled(row.login, row.cancelled_at, reason)

    def _points(
        self, person: Person, meeting: Meeting, items: Sequence[AgendaItem], today: date
    ) -> tuple[PointView, ...]:
        matters = self._meetings.matters(items)
        came_from, went_to = self._meetings.came_from(items), self._meetings.went_to(items)
        return tuple(
            PointView(
                item.position,
                wording_of(self._cipher, meeting.number, item),
                _shown(person, matters[item.id]),
                item.minuted_at,
                item.unit,
                item.due_on,
                standing_of_item(item, today),
                item.done_at,
                item.done_by,
                came_from.get(item.id),
                went_to.get(item.id),
                any(one.facts.confidential for one in matters[item.id]),
            )
            for item in items
            if may_read(person, meeting, item, matters[item.id])
        )


def may_read(
    person: Person, meeting: Meeting, item: AgendaItem, matters: tuple[OnAgenda, ...]
) -> bool:
    """Whether the person may read that point."""
    return may_read_item(person, meeting.lead_unit, item.unit, [one.facts for one in matters])


def _shown(person: Person, matters: tuple[OnAgenda, ...]) -> tuple[MatterOnAgenda, ...]:
    return tuple(MatterOnAgenda(one.number, may_see(person, one.facts)) for one in matters)
