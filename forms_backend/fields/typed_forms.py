"""One reading of what staff type: fields as data, clean values, every mistake by input. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from forms_backend.fields.field_rules import (
    InvalidValueError,
    check_length,
    check_one_line,
    check_readable,
    clean_code,
    clean_text,
    read_date,
)

Value = TypeVar("Value", covariant=True)


class Field(Protocol[Value]):
    """One input. `read` gives the clean value or raises InvalidValueError; `blank` is what the
    reading goes on with after a mistake, so that it finds the others as well."""

    @property
    def key(self) -> str: ...

    def read(self, typed: str) -> Value: ...

    def blank(self, typed: str) -> Value: ...


@dataclass(frozen=True)
class TextField:
    """Text of at most `longest` characters; `missing` is said of none, without it none is fine."""

    key: str
    longest: int
    missing: str = ""
    many_lines: bool = False

    def read(self, typed: str) -> str:
        value = clean_text(typed)
        check_readable(value)
        if not self.many_lines:
            check_one_line(value)
        check_length(value, longest=self.longest)
        if self.missing and not value:
            raise InvalidValueError(self.missing)
        return value

    def blank(self, typed: str) -> str:
        return clean_text(typed)


@dataclass(frozen=True)
class DayField:
    """A day from `first` to `last`; `outside` is said of any other."""

    key: str
    first: date = date.min
    last: date = date.max
    outside: str = ""

    def read(self, typed: str) -> date:
        day = read_date(clean_code(typed))
        if not self.first <= day <= self.last:
            raise InvalidValueError(self.outside)
        return day

    def blank(self, _typed: str) -> date:
        return self.first


@dataclass(frozen=True)
class ChoiceField:
    """One of `known`; `wrong` is said of anything else."""

    key: str
    known: Collection[str]
    wrong: str

    def read(self, typed: str) -> str:
        if typed not in self.known:
            raise InvalidValueError(self.wrong)
        return typed

    def blank(self, typed: str) -> str:
        return typed


@dataclass(frozen=True)
class CodeField:
    """What matches `pattern` as a whole; `wrong` is said of anything else."""

    key: str
    pattern: re.Pattern[str]
    wrong: str

    def read(self, typed: str) -> str:
        value = clean_code(typed)
        if not self.pattern.fullmatch(value):
            raise InvalidValueError(self.wrong)
        return value

    def blank(self, typed: str) -> str:
        return typed


@dataclass(frozen=True)
class CountField:
    """A whole number from `least` to `most`; `wrong` is said of anything else."""

    key: str
    least: int
    most: int
    wrong: str

    def read(self, typed: str) -> int:
        value = clean_code(typed)
        is_number = value.isascii() and value.isdigit() and len(value) <= len(str(self.most))
        if not is_number or not self.least <= int(value) <= self.most:
            raise InvalidValueError(self.wrong)
        return int(value)

    def blank(self, _typed: str) -> int:
        return self.least


class TypedForm:
    """Reads one field after another and keeps what is wrong with them."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed
        self._problems: dict[str, str] = {}

    def read(self, field: Field[Value]) -> Value:
        """The clean value; after a mistake, `blank`."""
        typed = self._typed.get(field.key, "")
        try:
            return field.read(typed)
        except InvalidValueError as error:
            self._problems[field.key] = str(error)
            return field.blank(typed)

    def refuse(self, key: str, problem: str) -> None:
        """What a rule over several inputs says of one of them."""
        self._problems[key] = problem

    def is_right(self, key: str) -> bool:
        """Whether nothing was found wrong with that input so far."""
        return key not in self._problems

    def problems(self, keys: Collection[str]) -> dict[str, str]:
        """Every mistake, in the order of `keys`, which names all inputs."""
        return {key: self._problems[key] for key in keys if key in self._problems}
