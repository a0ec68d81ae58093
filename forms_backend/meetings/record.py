"""会议: what is written down of a meeting, its agenda and its decisions. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from district.contact_points import ContactPoints
from district.meetings import HeldAt, MeetingRules
from forms_backend.database.limits import NUMBER_LENGTH, WRITING_LENGTH
from forms_backend.fields.field_rules import (
    InvalidValueError,
    check_length,
    check_one_line,
    check_readable,
    clean_code,
    clean_text,
    read_date,
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
_PLACE_LENGTH = 100
_PEOPLE_LENGTH = 1_000
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


class _Reading:
    """Reads typed values one after another and collects what is wrong with them."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed
        self.problems: dict[str, str] = {}

    def text(self, key: str, longest: int, missing: str = "", *, one_line: bool = False) -> str:
        value = clean_text(self._typed.get(key, ""))
        try:
            check_readable(value)
            check_length(value, longest=longest)
            if one_line:
                check_one_line(value)
            if missing and not value:
                raise InvalidValueError(missing)
        except InvalidValueError as error:
            self.problems[key] = str(error)
        return value

    def day(self, key: str, first: date, last: date, out_of_range: str) -> date:
        try:
            day = read_date(clean_code(self._typed.get(key, "")))
            if not first <= day <= last:
                raise InvalidValueError(out_of_range)
        except InvalidValueError as error:
            self.problems[key] = str(error)
            return first
        return day

    def one_of(self, key: str, known: Collection[str], problem: str) -> str:
        value = self._typed.get(key, "")
        if value not in known:
            self.problems[key] = problem
        return value

    def finish(self, keys: Collection[str]) -> None:
        """Raises InvalidInputError with every mistake, in the order of the form."""
        if self.problems:
            raise InvalidInputError({k: self.problems[k] for k in keys if k in self.problems})


def clean_meeting(
    typed: Mapping[str, str], units: Collection[str], choices: Choices, today: date
) -> Plan:
    """What was typed, checked. The unit that looks after the contact point, and the unit that a
    meeting is held at, take part in any case. Raises InvalidInputError."""
    reading = _Reading(typed)
    kind = reading.one_of("kind", choices.rules.kinds, texts.KIND_MISSING)
    at = choices.rules.kinds[kind].at if kind in choices.rules.kinds else None
    held_on = reading.day("held_on", today - RANGE, today + RANGE, texts.DATE_RANGE)
    starts_at = clean_code(typed.get("starts_at", ""))
    if not _TIME.fullmatch(starts_at):
        reading.problems["starts_at"] = texts.TIME_WRONG
    point = unit = None
    taking_part = set(units)
    if at is HeldAt.POINT:
        point = reading.one_of("point", choices.points.points, texts.POINT_MISSING)
        if point in choices.points.points:
            taking_part.add(choices.points.points[point].unit)
    if at is HeldAt.UNIT:
        unit = reading.one_of("unit", choices.units, texts.UNIT_MISSING)
        taking_part.add(unit)
    if not taking_part <= set(choices.units) | {unit}:
        reading.problems["units"] = texts.UNITS_UNKNOWN
    elif not taking_part - {choices.lead_unit}:
        reading.problems["units"] = texts.UNITS_MISSING
    place = reading.text("place", _PLACE_LENGTH, texts.PLACE_MISSING, one_line=True)
    people = reading.text("people", _PEOPLE_LENGTH)
    reading.finish(MEETING_KEYS)
    return Plan(
        kind, held_on, starts_at, point, unit, frozenset(taking_part), Attendance(place, people)
    )


def clean_numbers(typed: str) -> tuple[str, ...]:
    """The numbers in a line, each once, as they were typed first. Raises InvalidValueError."""
    numbers = dict.fromkeys(filter(None, _BETWEEN_NUMBERS.split(clean_code(typed).upper())))
    if len(numbers) > MAX_NUMBERS or any(len(number) > NUMBER_LENGTH for number in numbers):
        raise InvalidValueError(texts.NUMBERS_WRONG.format(most=MAX_NUMBERS))
    return tuple(numbers)


def clean_point(
    typed: Mapping[str, str], units: Collection[str], held_on: date, today: date
) -> Point:
    """What was typed of one point, checked: minutes from the day of the meeting on, a decision
    only with minutes, a responsible unit of `units` and a last day. Raises InvalidInputError."""
    reading = _Reading(typed)
    title = reading.text("title", TITLE_LENGTH, texts.TITLE_MISSING, one_line=True)
    minutes = reading.text("minutes", WRITING_LENGTH)
    decision = reading.text("decision", DECISION_LENGTH)
    numbers: tuple[str, ...] = ()
    try:
        numbers = clean_numbers(typed.get("numbers", ""))
    except InvalidValueError as error:
        reading.problems["numbers"] = str(error)
    unit = due_on = None
    if decision:
        unit = reading.one_of("unit", units, texts.RESPONSIBLE_MISSING)
        due_on = reading.day("due_on", held_on, held_on + 2 * RANGE, texts.DUE_RANGE)
        if not minutes:
            reading.problems.setdefault("minutes", texts.MINUTES_MISSING)
    elif typed.get("unit") or typed.get("due_on"):
        reading.problems.setdefault("decision", texts.DECISION_MISSING)
    if minutes and held_on > today:
        reading.problems["minutes"] = texts.NOT_YET_HELD
    reading.finish(ITEM_KEYS)
    return Point(Wording(title, minutes, decision), numbers, unit, due_on)


def clean_reason(typed: str) -> str:
    """Why a meeting is called off, checked. Raises InvalidInputError."""
    reading = _Reading({"reason": typed})
    reason = reading.text("reason", REASON_LENGTH, texts.REASON_MISSING)
    reading.finish(("reason",))
    return reason
