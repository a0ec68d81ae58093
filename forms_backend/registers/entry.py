"""What stands in one entry: typed fields, read and kept. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from district.registers.models import (
    LONGEST_LINE,
    LONGEST_PARAGRAPH,
    MOST_NUMBER,
    FieldType,
    Register,
    RegisterField,
)
from forms_backend.fields import messages as shared
from forms_backend.fields.field_rules import InvalidValueError, clean_text
from forms_backend.fields.typed_forms import (
    ChoiceField,
    CountField,
    DayField,
    Field,
    TextField,
    TypedForm,
)
from forms_backend.identity.errors import InvalidInputError
from forms_backend.registers import messages as texts

UNIT = "unit"
"""The input for whoever is responsible; every entry has it, whatever the register defines."""
UNIT_INPUT = "responsible_unit"
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_BYTES = 100_000

Values = Mapping[str, str]
"""Clean values by field, days as ISO, numbers as digits; fields that are empty are not in it."""


@dataclass(frozen=True)
class Places:
    """What a unit or a contact point may be: keys. `responsible` are the units whose entries the
    person may write; a field may name any of `units`."""

    units: Collection[str]
    responsible: Collection[str]
    points: Collection[str]


@dataclass(frozen=True)
class _Optional:
    """A field that may be left empty."""

    inner: Field[object]
    required: str
    """What is said of none; without it none is fine."""

    @property
    def key(self) -> str:
        return self.inner.key

    def read(self, typed: str) -> str:
        if not clean_text(typed):
            if self.required:
                raise InvalidValueError(self.required)
            return ""
        value = self.inner.read(typed)
        return value.isoformat() if isinstance(value, date) else str(value)

    def blank(self, _typed: str) -> str:
        return ""


def _input(key: str, field: RegisterField, places: Places) -> _Optional:
    label = field.label
    inner: Field[object]
    match field.type:
        case FieldType.TEXT:
            inner = TextField(key, LONGEST_LINE)
        case FieldType.PARAGRAPH:
            inner = TextField(key, LONGEST_PARAGRAPH, many_lines=True)
        case FieldType.NUMBER:
            wrong = texts.NUMBER_WRONG.format(label=label, most=MOST_NUMBER)
            inner = CountField(key, 0, MOST_NUMBER, wrong)
        case FieldType.DAY:
            first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
            inner = DayField(key, first, last, shared.FIELD_DATE)
        case FieldType.CHOICE:
            wrong = texts.CHOICE_WRONG.format(label=label)
            inner = ChoiceField(key, field.options, wrong)
        case FieldType.UNIT:
            inner = ChoiceField(key, places.units, texts.CHOICE_WRONG.format(label=label))
        case FieldType.POINT:
            inner = ChoiceField(key, places.points, texts.POINT_WRONG.format(label=label))
    is_chosen = field.type in (FieldType.CHOICE, FieldType.UNIT, FieldType.POINT)
    missing = shared.FIELD_CHOICE_REQUIRED if is_chosen else shared.FIELD_REQUIRED
    return _Optional(inner, missing.format(label=label) if field.required else "")


@dataclass(frozen=True)
class Written:
    """An entry as it was typed and found right."""

    unit: str
    values: Values

    def day(self, register: Register, entered: date) -> date:
        """The day by which it belongs to a month."""
        return _day(self.values, register.counted_on) or entered

    def deadline(self, register: Register) -> date | None:
        return _day(self.values, register.deadline)


def _day(values: Values, key: str | None) -> date | None:
    found = values.get(key) if key else None
    return date.fromisoformat(found) if found else None


def input_keys(register: Register) -> tuple[str, ...]:
    """The names of all inputs, in the order of the form."""
    return (*register.fields, UNIT_INPUT)


def clean_entry(register: Register, typed: Mapping[str, str], places: Places) -> Written:
    """What was typed, checked. Raises InvalidInputError with every mistake by input."""
    form = TypedForm(typed)
    values = {key: form.read(_input(key, field, places)) for key, field in register.fields.items()}
    unit = form.read(ChoiceField(UNIT_INPUT, places.responsible, texts.UNIT_WRONG))
    kept = {key: value for key, value in values.items() if value}
    if len(json.dumps(kept, ensure_ascii=False).encode()) > MOST_BYTES:
        form.refuse(register.heading, texts.TOO_MUCH)
    if problems := form.problems(input_keys(register)):
        raise InvalidInputError(problems)
    return Written(unit, kept)


def is_secret(register: Register, key: str) -> bool:
    """Whether a value is kept encrypted: texts are, and what the settings no longer know."""
    field = register.fields.get(key)
    return field is None or field.type.is_text


def plain_of(register: Register, values: Values) -> str:
    """The part of which figures are made, as JSON."""
    return _json({k: v for k, v in values.items() if not is_secret(register, k)})


def secret_of(register: Register, values: Values) -> bytes:
    return _json({k: v for k, v in values.items() if is_secret(register, k)}).encode()


def joined(plain: str, secret: bytes) -> dict[str, str]:
    """All values of an entry."""
    found: dict[str, str] = {**json.loads(plain), **json.loads(secret)}
    return found


def _json(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
