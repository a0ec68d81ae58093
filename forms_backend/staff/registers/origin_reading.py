"""What an entry is made from, read for the form of the entry: a visit, or a point of a meeting.

Only what the person may read is taken, and that it was read is in the ledger; nothing of a point
that is about a confidential matter, since others read the register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for

from district.registers.models import Register, Source
from forms_backend.database.limits import NUMBER_LENGTH
from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.meetings.service import MeetingService
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import UNIT_INPUT
from forms_backend.registers.origins import Origin, filled_from
from forms_backend.registers.rules import may_enter
from forms_backend.registers.service import RegisterService
from forms_backend.visits.service import VisitService
from forms_backend.web.context import part

HIGHEST = 10_000


@dataclass(frozen=True)
class Offered:
    """What an origin says, by the names that definitions use, and whose it is."""

    unit: str
    values: Mapping[str, str]


def origin_asked_for() -> Origin | None:
    """What the address names; None where an entry is made from nothing. Raises
    MatterNotFoundError for a kind that there is none of."""
    source, number = request.args.get("source", ""), request.args.get("number", "")
    if not source:
        return None
    if source not in list(Source) or not number:
        raise MatterNotFoundError(number)
    position = request.args.get("position", 0, type=int)
    return Origin(Source(source), number[:NUMBER_LENGTH], max(0, min(position, HIGHEST)))


def offered(person: Person, origin: Origin) -> Offered:
    """Raises MatterNotFoundError, also for what the person may not know of, and InvalidInputError
    for what cannot go into a register."""
    return _READERS[origin.source](person, origin)


def typed_from(register: Register, origin: Origin, found: Offered) -> dict[str, str]:
    """What stands in the form at first."""
    return {**filled_from(register, origin.source, found.values), UNIT_INPUT: found.unit}


def origin_url(origin: Origin) -> str:
    """Where it is read."""
    if origin.source is Source.VISIT:
        return url_for("staff.visit", number=origin.number)
    anchor = f"point-{origin.position}"
    return url_for("staff.meeting", number=origin.number, _anchor=anchor)


def registers_from(person: Person, source: Source) -> Sequence[tuple[str, str]]:
    """Keys and names of the registers into which the person may bring something of that kind."""
    registers = part(RegisterService).registers.registers
    return tuple(
        (key, one.name)
        for key, one in registers.items()
        if source in one.sources and may_enter(person, one)
    )


def _visit(person: Person, origin: Origin) -> Offered:
    if origin.position:
        raise MatterNotFoundError(origin.number)
    view = part(VisitService).open(person, origin.number)
    row, noted = view.row, view.noted
    return Offered(
        row.unit,
        {
            "number": row.number,
            "day": row.visited_on.isoformat(),
            "point": row.point,
            "firm": noted.firm,
            "people": noted.people,
            "notes": noted.notes,
        },
    )


def _decision(person: Person, origin: Origin) -> Offered:
    view = part(MeetingService).open(person, origin.number)
    point = next((one for one in view.points if one.position == origin.position), None)
    if point is None:
        raise MatterNotFoundError(origin.number)
    if point.is_confidential:
        raise InvalidInputError({"origin": texts.ORIGIN_CONFIDENTIAL})
    if not point.wording.decision:
        raise InvalidInputError({"origin": texts.ORIGIN_NO_DECISION})
    return Offered(
        point.unit or view.lead_unit,
        {
            "number": origin.text,
            "day": view.held_on.isoformat(),
            "due": point.due_on.isoformat() if point.due_on else "",
            "point": view.point or "",
            "title": point.wording.title,
            "minutes": point.wording.minutes,
            "decision": point.wording.decision,
        },
    )


_READERS: Mapping[Source, Callable[[Person, Origin], Offered]] = {
    Source.VISIT: _visit,
    Source.DECISION: _decision,
}
