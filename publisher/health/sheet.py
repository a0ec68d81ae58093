"""A sheet (答卷): the questions that one reader is asked, from one set or several combined.

The browser makes the same sheet from the same data: publisher/theme/assets/fabu/
health-check-sheet.js says in JavaScript what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publisher.model.documents.health_check import HealthCheck, Question

Answers = Mapping[str, int]
"""Key of the question → position of the answer; a question without a key is not answered yet."""


@dataclass(frozen=True)
class Condition:
    """Asked when the answer to `question` is one of `answers`, or when there is none yet and
    `unanswered` holds."""

    question: str
    answers: frozenset[int]
    unanswered: bool

    def holds(self, answer: int | None) -> bool:
        return self.unanswered if answer is None else answer in self.answers


@dataclass(frozen=True)
class SheetQuestion:
    """`key` is “set/question”; `risks` are thousandths of the weight, None: not counted."""

    key: str
    group: str
    dimension: str
    weight: int
    veto: bool
    risks: tuple[int | None, ...]
    condition: Condition | None = None


Sheet = tuple[SheetQuestion, ...]


def condition_of(check: HealthCheck, question: Question) -> Condition | None:
    """The condition of `question` with answers by position.

    None where it has none, or where its parent is no question of `check`.
    """
    show_if = question.show_if
    parent = next((q for q in check.questions if show_if and q.id == show_if.question), None)
    if show_if is None or parent is None:
        return None
    named = {n for n, option in enumerate(parent.answers) if option.label in show_if.labels}
    every = set(range(len(parent.answers)))
    answers = named if show_if.is_ else every - named
    return Condition(f"{check.id}/{parent.id}", frozenset(answers), not show_if.is_)


def combined(checks: Sequence[HealthCheck]) -> Sheet:
    """The questions of all `checks` in order, without those that a question of another replaces."""
    replaced = {key for check in checks for q in check.questions for key in q.replaces}
    return tuple(
        SheetQuestion(
            key=f"{check.id}/{question.id}",
            group=check.id,
            dimension=question.dimension,
            weight=question.weight,
            veto=question.veto,
            risks=tuple(option.permille for option in question.answers),
            condition=condition_of(check, question),
        )
        for check in checks
        for question in check.questions
        if f"{check.id}/{question.id}" not in replaced
    )


def asked(sheet: Sheet, answers: Answers) -> Iterator[SheetQuestion]:
    """The questions that are asked, given the answers so far.

    What is no longer asked counts as not answered, so that a condition on it falls with it; a
    condition on a question that a combination left out reads as not answered yet.
    """
    shown: set[str] = set()
    for question in sheet:
        condition = question.condition
        if condition:
            answer = answers.get(condition.question) if condition.question in shown else None
            if not condition.holds(answer):
                continue
        shown.add(question.key)
        yield question
