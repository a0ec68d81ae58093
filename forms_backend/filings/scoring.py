"""考评: points of one unit by the table of the district, each with what it was given for. Pure.

Points are exact fractions until they are shown with one decimal, half up. What a unit had no case
for is given in full and says so: nobody is put down for what did not happen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from district.registers.filing_models import WHOLE, Assessment, Point
from forms_backend.filings import assessment_messages as texts
from forms_backend.filings.report_section import asked_label
from forms_backend.filings.rules import Timing
from forms_backend.filings.views import UnitCount
from forms_backend.registers.repository import Fact
from forms_backend.reports.facts import Row
from forms_backend.reports.figures import MEASURES, Figures
from forms_backend.reports.lists import CONFIDENTIAL
from forms_backend.reports.periods import Period

TENTHS = 10
_COUNTS = {m.key: m.label.removeprefix("其中：") for m in MEASURES}


@dataclass(frozen=True)
class Mark:
    """A point that somebody gave: tenths, and the evidence. No evidence: its time is over."""

    tenths: int
    evidence: str
    login: str
    at: datetime


@dataclass(frozen=True)
class Material:
    """What the points of one unit are made of."""

    period: Period
    figures: Figures
    filings: UnitCount | None
    """Those that fell due in the period; None: none did."""
    entries: Sequence[Fact]
    """Entries of registers of this unit, as they stood at the end of the period."""
    marks: Mapping[str, Mark]
    """By point."""


@dataclass(frozen=True)
class Score:
    """One point: what it is worth here, why, and by which matters, entries or filings. No value: it
    is given by hand and was not yet."""

    value: Fraction | None
    reason: str
    evidence: tuple[str, ...] = ()
    mark: Mark | None = None
    """By whom and when, where somebody gave it."""

    @property
    def text(self) -> str:
        return texts.NOT_GIVEN if self.value is None else decimal(self.value)


@dataclass(frozen=True)
class Result:
    """All points of one unit."""

    unit: str
    scores: Mapping[str, Score]

    @property
    def total(self) -> Fraction:
        return sum(
            (one.value for one in self.scores.values() if one.value is not None), Fraction(0)
        )

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to give by hand."""
        return all(one.value is not None for one in self.scores.values())


def decimal(value: Fraction) -> str:
    """`8.5`: one decimal, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def result(unit: str, assessment: Assessment, material: Material) -> Result:
    """The points of one unit in their written order."""
    scores = {key: _score(key, point, material) for key, point in assessment.points.items()}
    return Result(unit, scores)


def ranked(results: Sequence[Result]) -> tuple[tuple[int, Result], ...]:
    """Each with its place, the most points first; equals share a place, in their written order."""
    totals = sorted((one.total for one in results), reverse=True)
    placed = [(totals.index(one.total) + 1, one) for one in results]
    return tuple(sorted(placed, key=lambda pair: pair[0]))


def _score(key: str, point: Point, material: Material) -> Score:
    ways: tuple[tuple[object, Callable[[Point, Material], Score]], ...] = (
        (point.rate, _by_rate),
        (point.count, _by_count),
        (point.filings, _by_filings),
        (point.register_key, _by_register),
    )
    for source, way in ways:
        if source:
            return way(point, material)
    return _by_hand(key, material)


def _between(point: Point, share: Fraction) -> Fraction:
    """All points at `full` percent, none at `none`, evenly between; `full` may be the lower one
    (退单率)."""
    full, none = Fraction(point.full, WHOLE), Fraction(point.none, WHOLE)
    reached = (share - none) / (full - none)
    return point.score * min(max(reached, Fraction(0)), Fraction(1))


def _by_rate(point: Point, material: Material) -> Score:
    rate = material.figures.rates[str(point.rate)]
    if rate.value is None:
        return Score(Fraction(point.score), texts.NOTHING_DUE.format(what=rate.text))
    reason = texts.BY_RATE.format(rate=rate.rule.label, value=rate.text, full=point.full,
                                  none=point.none)  # fmt: skip
    ups = point.full > point.none
    counted = {row.intake.number for row in rate.part}
    against = [row for row in rate.whole if (row.intake.number not in counted) is ups]
    return Score(_between(point, rate.value), reason, _numbers(against))


def _by_count(point: Point, material: Material) -> Score:
    key = str(point.count)
    rows = material.figures.counted[key]
    reason = texts.BY_COUNT.format(what=_COUNTS[key], count=len(rows), each=point.each)
    return Score(Fraction(max(0, point.score - point.each * len(rows))), reason, _numbers(rows))


def _by_filings(point: Point, material: Material) -> Score:
    count = material.filings.of(point.filings) if material.filings else None
    if count is None or not count.asked:
        return Score(Fraction(point.score), texts.NO_FILINGS_DUE)
    reason = texts.BY_FILINGS.format(
        asked=count.asked, in_time=count.in_time, full=point.full, none=point.none
    )
    against = tuple(
        texts.NOT_IN_TIME.format(filing=asked_label(asked), timing=timing.label)
        for asked, timing in count.each
        if timing is not Timing.IN_TIME
    )
    return Score(_between(point, Fraction(count.in_time, count.asked)), reason, against)


def _by_register(point: Point, material: Material) -> Score:
    counted = [
        fact.number
        for fact in material.entries
        if fact.register == point.register_key
        and fact.state in point.states
        and material.period.holds(fact.day)
    ]
    reached = min(Fraction(len(counted), point.goal), Fraction(1))
    reason = texts.BY_REGISTER.format(count=len(counted), goal=point.goal)
    return Score(point.score * reached, reason, tuple(counted))


def _by_hand(key: str, material: Material) -> Score:
    mark = material.marks.get(key)
    if mark is None:
        return Score(None, texts.TO_BE_GIVEN)
    return Score(Fraction(mark.tenths, TENTHS), mark.evidence or texts.EVIDENCE_GONE, mark=mark)


def _numbers(rows: Sequence[Row]) -> tuple[str, ...]:
    """The numbers of matters; of confidential ones that there are some."""
    named = sorted(row.intake.number for row in rows if not row.intake.hidden)
    hidden = len(rows) - len(named)
    return (*named, *((f"{CONFIDENTIAL} {hidden} 件",) if hidden else ()))
