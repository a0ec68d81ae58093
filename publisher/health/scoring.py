"""Scoring (评分) of DOMAIN §7: risk rate and level of each dimension and of the whole.

Score of a question = weight × risk of its answer; risk rate = scores ÷ weights of the questions
that apply. All sums are whole thousandths and no limit is ever compared as a fraction:
health-check-score.js, which computes this in the browser, gives the same on every answer sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from district.health_check import HealthScale
from publisher.health.sheet import Answers, Sheet, SheetQuestion, asked

FULL = 1000
"""Full risk in thousandths."""


@dataclass(frozen=True)
class Score:
    """`points` in thousandths, `weight` of the questions that count, `percent` rounded down.

    `level` and `percent` are None when no question counts. `open`: questions not answered yet.
    """

    points: int
    weight: int
    percent: int | None
    level: str | None
    veto: bool
    open: int


@dataclass(frozen=True)
class Risk:
    """An answer that adds risk: its level tells how soon it should be dealt with."""

    key: str
    points: int
    veto: bool
    level: str


@dataclass(frozen=True)
class Result:
    """`dimensions` by (set, dimension) in order of the sheet; `risks` gravest first."""

    overall: Score
    dimensions: dict[tuple[str, str], Score]
    risks: tuple[Risk, ...]


def score(sheet: Sheet, answers: Answers, scale: HealthScale) -> Result:
    """The result of a sheet, finished or not; questions that are not asked do not count."""
    questions = tuple(asked(sheet, answers))
    groups: dict[tuple[str, str], list[SheetQuestion]] = {}
    for question in questions:
        groups.setdefault((question.group, question.dimension), []).append(question)
    return Result(
        overall=_sum(questions, answers, scale),
        dimensions={key: _sum(group, answers, scale) for key, group in groups.items()},
        risks=_risks(questions, answers, scale),
    )


def _risk_of(question: SheetQuestion, answers: Answers) -> int | None:
    answer = answers.get(question.key)
    return None if answer is None else question.risks[answer]


def _is_veto(question: SheetQuestion, answers: Answers) -> bool:
    return question.veto and _risk_of(question, answers) == FULL


def _sum(questions: Iterable[SheetQuestion], answers: Answers, scale: HealthScale) -> Score:
    points = weight = unanswered = 0
    veto = False
    for question in questions:
        risk = _risk_of(question, answers)
        unanswered += question.key not in answers
        veto = veto or _is_veto(question, answers)
        if risk is not None:
            points += question.weight * risk
            weight += question.weight
    percent = points * 100 // (weight * FULL) if weight else None
    return Score(points, weight, percent, _level(percent, veto, scale), veto, unanswered)


def _level(percent: int | None, veto: bool, scale: HealthScale) -> str | None:
    if percent is None:
        return None
    if veto:
        return scale.veto_level
    return next(level.key for level in scale.levels if percent >= level.from_percent)


def _risks(
    questions: Iterable[SheetQuestion], answers: Answers, scale: HealthScale
) -> tuple[Risk, ...]:
    """By level, then by score; equal ones in the order of the sheet."""
    order = [level.key for level in scale.levels]
    found = []
    for question in questions:
        risk = _risk_of(question, answers)
        if risk:
            points, veto = question.weight * risk, _is_veto(question, answers)
            found.append(Risk(question.key, points, veto, _urgency(points, veto, scale)))
    return tuple(sorted(found, key=lambda r: (order.index(r.level), -r.points)))


def _urgency(points: int, veto: bool, scale: HealthScale) -> str:
    """The level of one risk; `points` in thousandths."""
    if veto:
        return scale.veto_level
    return next(
        level.key
        for level in scale.levels
        if level.from_hundredths is not None and points >= level.from_hundredths * 10
    )
