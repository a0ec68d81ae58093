"""会议: what is written down of a meeting, its agenda and its decisions. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from district.casework.meetings import HeldAt, MeetingRules
from district.contact_points import ContactPoints
from forms_backend.database.limits import NUMBER_LENGTH, WRITING_LENGTH
from forms_backend.fields.field_rules import InvalidValueError, clean_code
from forms_backend.fields.typed_forms import (
    ChoiceField,
    CodeField,
    DayField,
    TextField,
    TypedForm,
)
from forms_backend.identity.errors import InvalidInputError
from forms_backend.meetings import messages as texts

PREFIX = "HY"
RANGE = timedelta(days=366)
"""How far from today a meeting may be written down, or planned."""
MAX_NUMBERS = 20
MEETING_KEYS = ("kind", "held_on", "starts_at", "point", "unit", "place", "units", "people")
ITEM_KEYS = ("title", "numbers", "minutes", "decision", "unit", "due_on")
TITLE_LENGTH = 100
DECISION_LENGTH = 1_000
REASON_LENGTH = 500
_PLACE = TextField("place", 100, texts.PLACE_MISSING)
_PEOPLE = TextField("people", 1_000, many_lines=True)
_TITLE = TextField("title", TITLE_LENGTH, texts.TITLE_MISSING)
_MINUTES = TextField("minutes", WRITING_LENGTH, many_lines=True)
_DECISION = TextField("decision", DECISION_LENGTH, many_lines=True)
_REASON = TextField("reason", REASON_LENGTH, texts.REASON_MISSING, many_lines=True)
_BETWEEN_NUMBERS = re.compile(r"[\s,，、;；]+")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", flags=re.ASCII)


@dataclass(frozen=True)
class Attendance:
    """Where it was and who came; kept encrypted."""

    place: str
    people: str

    def encode(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def decode(cls, payload: bytes) -> Attendance:
        return cls(**json.loads(payload))


@dataclass(frozen=True)
class Plan:
    """A meeting as it is planned and held."""

    kind: str
    held_on: date
    starts_at: str
    point: str | None
    unit: str | None
    units: frozenset[str]
    attendance: Attendance


@dataclass(frozen=True)
class Wording:
    """What one point of the agenda says; kept encrypted."""

    title: str
    minutes: str = ""
    decision: str = ""

    def encode(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def decode(cls, payload: bytes) -> Wording:
        return cls(**json.loads(payload))


@dataclass(frozen=True)
class Point:
    """议题: one point of the agenda, with the numbers of the matters that it is about."""

    wording: Wording
    numbers: tuple[str, ...]
    unit: str | None
    due_on: date | None


class Standing(StrEnum):
    """Where a decision (议定事项) stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"

    @property
    def label(self) -> str:
        return texts.STANDING_LABELS[self.value]


def standing_of(due_on: date, *, done: bool, today: date) -> Standing:
    """Done, overdue from the day after its last day, or open."""
    if done:
        return Standing.DONE
    return Standing.OVERDUE if due_on < today else Standing.OPEN


@dataclass(frozen=True)
class Choices:
    """What there is to choose from."""

    rules: MeetingRules
    points: ContactPoints
    units: Collection[str]
    lead_unit: str


def clean_meeting(
    typed: Mapping[str, str], units: Collection[str], choices: Choices, today: date
) -> Plan:
    """What was typed, checked. The unit that looks after the contact point, and the unit that a
    meeting is held at, take part in any case. Raises InvalidInputError."""
    form = TypedForm(typed)
    kind = form.read(ChoiceField("kind", choices.rules.kinds, texts.KIND_MISSING))
    at = choices.rules.kinds[kind].at if kind in choices.rules.kinds else None
    held_on = form.read(DayField("held_on", today - RANGE, today + RANGE, texts.DATE_RANGE))
    starts_at = form.read(CodeField("starts_at", _TIME, texts.TIME_WRONG))
    point = unit = None
    taking_part = set(units)
    if at is HeldAt.POINT:
        point = form.read(ChoiceField("point", choices.points.points, texts.POINT_MISSING))
        if point in choices.points.points:
            taking_part.add(choices.points.points[point].unit)
    if at is HeldAt.UNIT:
        unit = form.read(ChoiceField("unit", choices.units, texts.UNIT_MISSING))
        taking_part.add(unit)
    if not taking_part <= set(choices.units) | {unit}:
        form.refuse("units", texts.UNITS_UNKNOWN)
    elif not taking_part - {choices.lead_unit}:
        form.refuse("units", texts.UNITS_MISSING)
    place, people = form.read(_PLACE), form.read(_PEOPLE)
    if problems := form.problems(MEETING_KEYS):
        raise InvalidInputError(problems)
    return Plan(
        kind, held_on, starts_at, point, unit, frozenset(taking_part), Attendance(place, people)
    )


class _NumbersField:
    """The numbers in a line, each once, as they were typed first."""

    key = "numbers"

    def read(self, typed: str) -> tuple[str, ...]:
        numbers = dict.fromkeys(filter(None, _BETWEEN_NUMBERS.split(clean_code(typed).upper())))
        if len(numbers) > MAX_NUMBERS or any(len(number) > NUMBER_LENGTH for number in numbers):
            raise InvalidValueError(texts.NUMBERS_WRONG.format(most=MAX_NUMBERS))
        return tuple(numbers)

    def blank(self, _typed: str) -> tuple[str, ...]:
        return ()


def clean_point(
    typed: Mapping[str, str], units: Collection[str], held_on: date, today: date
) -> Point:
    """What was typed of one point, checked: minutes from the day of the meeting on, a decision
    only with minutes, a responsible unit of `units` and a last day. Raises InvalidInputError."""
    form = TypedForm(typed)
    title, minutes, decision = form.read(_TITLE), form.read(_MINUTES), form.read(_DECISION)
    numbers = form.read(_NumbersField())
    unit = due_on = None
    if decision:
        unit = form.read(ChoiceField("unit", units, texts.RESPONSIBLE_MISSING))
        due_on = form.read(DayField("due_on", held_on, held_on + 2 * RANGE, texts.DUE_RANGE))
        if not minutes:
            form.refuse("minutes", texts.MINUTES_MISSING)
    elif typed.get("unit") or typed.get("due_on"):
        form.refuse("decision", texts.DECISION_MISSING)
    if minutes and held_on > today:
        form.refuse("minutes", texts.NOT_YET_HELD)
    if problems := form.problems(ITEM_KEYS):
        raise InvalidInputError(problems)
    return Point(Wording(title, minutes, decision), numbers, unit, due_on)


def clean_reason(typed: str) -> str:
    """Why a meeting is called off, checked. Raises InvalidInputError."""
    form = TypedForm({_REASON.key: typed})
    reason = form.read(_REASON)
    if problems := form.problems((_REASON.key,)):
        raise InvalidInputError(problems)
    return reason
