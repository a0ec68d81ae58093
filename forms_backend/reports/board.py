"""指标看板: the configured lines with what was entered for them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from district.registers.indicators import Indicator
from forms_backend.database.limits import MAX_HUNDREDTHS, SOURCE_LENGTH
from forms_backend.fields.field_rules import clean_text
from forms_backend.fields.typed_forms import TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError
from forms_backend.reports import messages as report_texts

_SOURCE = TextField("source", SOURCE_LENGTH, report_texts.INDICATOR_SOURCE)


@dataclass(frozen=True)
class Measured:
    """One value somebody entered."""

    hundredths: int
    measured_on: date
    source: str
    entered_by: str
    entered_at: datetime

    @property
    def percent(self) -> str:
        return percent_text(self.hundredths)


@dataclass(frozen=True)
class BoardLine:
    """An indicator with its values, the newest measurement first."""

    key: str
    indicator: Indicator
    values: tuple[Measured, ...]

    @property
    def newest(self) -> Measured | None:
        return self.values[0] if self.values else None

    @property
    def is_reached(self) -> bool | None:
        """None while nothing was entered."""
        newest = self.newest
        return None if newest is None else newest.hundredths >= self.indicator.target_hundredths

    @property
    def target(self) -> str:
        word = "不低于 " if self.indicator.at_least else ""
        return word + percent_text(self.indicator.target_hundredths)


def percent_text(hundredths: int) -> str:
    """`89%`, `89.5%`, `89.25%`."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%" if rest else f"{whole}%"


def board(
    indicators: Mapping[str, Indicator], values: Mapping[str, Sequence[Measured]]
) -> tuple[BoardLine, ...]:
    """One line an indicator, in the order of indicators.yml."""
    return tuple(BoardLine(key, one, tuple(values.get(key, ()))) for key, one in indicators.items())


@dataclass(frozen=True)
class Entry:
    """A value as it was typed, checked."""

    hundredths: int
    measured_on: date
    source: str


def clean_entry(typed: Mapping[str, str], today: date) -> Entry:
    """Raises InvalidInputError with every mistake by input."""
    form = TypedForm(typed)
    value = _hundredths(typed.get("value", ""))
    if value is None:
        form.refuse("value", report_texts.INDICATOR_VALUE)
    day = _day(typed.get("measured_on", ""), today)
    if day is None:
        form.refuse("measured_on", report_texts.INDICATOR_DAY)
    source = form.read(_SOURCE)
    problems = form.problems(("value", "measured_on", "source"))
    if problems or value is None or day is None:
        raise InvalidInputError(problems)
    return Entry(value, day, source)


def _hundredths(text: str) -> int | None:
    """`89.25` or `89.25%` as 8925; None for anything else, a third decimal included."""
    cleaned = clean_text(text).removesuffix("%").removesuffix("％").strip()
    try:
        exact = Decimal(cleaned) * 100
    except InvalidOperation:
        return None
    if not exact.is_finite() or exact != exact.to_integral_value():
        return None
    return int(exact) if 0 <= exact <= MAX_HUNDREDTHS else None


def _day(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(clean_text(text))
    except ValueError:
        return None
    return day if day <= today else None
