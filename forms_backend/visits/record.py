"""走访: what is noted of a visit, and what it came to. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.fields.typed_forms import ChoiceField, DayField, TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError
from forms_backend.submissions.state import State
from forms_backend.visits import messages as visit_messages

PREFIX = "ZF"
OLDEST = timedelta(days=60)
KEYS = ("point", "visited_on", "firm", "people", "notes")
_TEXTS = (
    TextField("firm", 100, visit_messages.VISIT_MISSING["firm"], many_lines=True),
    TextField("people", 500, visit_messages.VISIT_MISSING["people"], many_lines=True),
    TextField("notes", WRITING_LENGTH, many_lines=True),
)


class Level(StrEnum):
    """升级阶梯: how high a problem has climbed (DOMAIN §0.15)."""

    POINT = "point"
    UNIT = "unit"
    COMMITTEE = "committee"

    @property
    def label(self) -> str:
        return visit_messages.LEVEL_LABELS[self.value]


def level_of(state: State, unit: str | None) -> Level:
    """The contact point until a unit has it; the committee where units need to be coordinated."""
    if state in (State.COORDINATING, State.REEXAMINING, State.VERIFYING):
        return Level.COMMITTEE
    return Level.UNIT if unit else Level.POINT


@dataclass(frozen=True)
class Noted:
    """What people said and who they were; kept encrypted."""

    firm: str
    people: str
    notes: str

    def encode(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def decode(cls, payload: bytes) -> Noted:
        return cls(**json.loads(payload))


@dataclass(frozen=True)
class VisitLog:
    """A visit as it is written down."""

    point: str
    visited_on: date
    noted: Noted


def clean_visit(typed: Mapping[str, str], points: Collection[str], today: date) -> VisitLog:
    """What was typed, checked. Raises InvalidInputError with every mistake by input."""
    form = TypedForm(typed)
    point = form.read(ChoiceField("point", points, visit_messages.VISIT_POINT_MISSING))
    outside = visit_messages.VISIT_DATE_RANGE.format(days=OLDEST.days)
    visited = form.read(DayField("visited_on", today - OLDEST, today, outside))
    noted = Noted(**{field.key: form.read(field) for field in _TEXTS})
    if problems := form.problems(KEYS):
        raise InvalidInputError(problems)
    return VisitLog(point, visited, noted)
