"""What an entry was made from, and what of that fills its fields. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from district.registers.models import LONGEST_LINE, LONGEST_PARAGRAPH, FieldType, Register, Source


@dataclass(frozen=True)
class Origin:
    """One visit, or one point of a meeting."""

    source: Source
    number: str
    position: int = 0

    @property
    def text(self) -> str:
        """As people call it: the number, with the point of a meeting behind it."""
        return f"{self.number}-{self.position}" if self.position else self.number


@dataclass(frozen=True)
class MadeEntry:
    """An entry as what it was made from lists it: nothing of its texts."""

    key: str
    register: str
    number: str
    unit: str
    state: str
    is_over: bool
    due_on: date | None


def filled_from(
    register: Register, source: Source, offered: Mapping[str, str]
) -> Mapping[str, str]:
    """What stands in the form before somebody changes it: by field, cut to what a field takes.
    Empty where the register does not take that source."""
    filling = register.sources.get(source)
    if filling is None:
        return {}
    taken = {key: offered.get(name, "") for key, name in filling.fill.items()}
    return {**{key: _fitting(register, key, text) for key, text in taken.items()}, **filling.choose}


def _fitting(register: Register, key: str, text: str) -> str:
    match register.fields[key].type:
        case FieldType.TEXT:
            return " ".join(text.split())[:LONGEST_LINE]
        case FieldType.PARAGRAPH:
            return text[:LONGEST_PARAGRAPH]
        case _:
            return text
