"""What of an entry everybody may read: its words, whether they may go out, and their digest. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from district.registers.models import FieldType, PublicCalendar, Register
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.person import Person
from forms_backend.registers import messages as texts
from forms_backend.registers.entry import Values
from forms_backend.registers.rules import may_see
from privacy.detector import find_all

DAYS_BACK, DAYS_AHEAD = 60, 400
MOST_SHOWN = 300
"""Of each direction in time: what was held takes no place from what is coming."""


@dataclass(frozen=True)
class PublicEntry:
    """One line of the calendar; `values` are those of the definition's `shows` alone."""

    number: str
    key: str
    register: Register
    unit: str
    day: date
    state: str
    is_over: bool
    is_void: bool
    values: Values

    @property
    def title(self) -> str:
        return self.values.get(self.register.heading, "")


def is_marked(calendar: PublicCalendar, values: Values) -> bool:
    """Whether who wrote the entry wants it in the calendar."""
    return all(values.get(key) in options for key, options in calendar.only.items())


def public_values(calendar: PublicCalendar, values: Values) -> dict[str, str]:
    return {key: values[key] for key in calendar.shows if values.get(key)}


def words_digest(unit: str, shown: Values) -> str:
    """What an approval is bound to: other words, or another unit, are not approved."""
    text = json.dumps([unit, dict(shown)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def may_approve(person: Person, calendar: PublicCalendar, unit: str) -> bool:
    """By role and unit; that it is another person than who wrote the words is checked besides."""
    return person.role.value in calendar.who and may_see(person, unit)


def check_words(register: Register, shown: Values, *, is_looked_at: bool) -> None:
    """Raises InvalidInputError for personal data in what would go out: what is certain is never
    approved, what is suspected when somebody has looked at it."""
    told: dict[bool, list[str]] = {True: [], False: []}
    for key, text in shown.items():
        field = register.fields[key]
        if field.type.is_text:
            for found in find_all(text):
                kind, words = found.kind.label, found.matched
                told[found.is_certain].append(
                    texts.CALENDAR_FOUND.format(label=field.label, kind=kind, words=words)
                )
    if told[True]:
        lines = "".join(told[True])
        raise InvalidInputError({"words": texts.CALENDAR_CERTAIN.format(found=lines)})
    if told[False] and not is_looked_at:
        lines = "".join(told[False])
        raise InvalidInputError({"looked": texts.CALENDAR_SUSPECTED.format(found=lines)})


def shown_lines(
    entry: PublicEntry, named: Mapping[FieldType, Callable[[str], str]]
) -> list[tuple[str, str]]:
    """Label and what people read of each field but the title and the day; `named` gives the names
    of units and contact points."""
    lines = []
    for key, value in entry.values.items():
        field = entry.register.fields[key]
        if key in (entry.register.heading, entry.register.counted_on):
            continue
        name = named.get(field.type)
        text = field.options.get(value, value) if not name else name(value)
        lines.append((field.label, text))
    return lines
