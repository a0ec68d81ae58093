"""The rules of DOMAIN §7, each shown on the smallest sheet that shows it."""

from __future__ import annotations

import pytest

from district import load_site_config
from publisher.health.scoring import score
from publisher.health.sheet import Condition, SheetQuestion, asked
from tests.reference import SITE_CONFIG

SCALE = load_site_config(SITE_CONFIG).health_scale
YES, PARTLY, NO, NOT_APPLICABLE = range(4)
RISKS = (0, 500, 1000, None)


def question(
    key: str,
    weight: int = 5,
    *,
    dimension: str = "甲",
    veto: bool = False,
    condition: Condition | None = None,
) -> SheetQuestion:
    return SheetQuestion(f"s/{key}", "s", dimension, weight, veto, RISKS, condition)


def answers(**given: int) -> dict[str, int]:
    return {f"s/{key}": answer for key, answer in given.items()}


def result(*questions: SheetQuestion, **given: int):
    return score(questions, answers(**given), SCALE)


def test_rate_is_scores_over_the_weights_that_apply():
    overall = result(
        question("a", 5), question("b", 3), question("c", 2), a=NO, b=PARTLY, c=NOT_APPLICABLE
    ).overall
    assert (overall.points, overall.weight, overall.percent) == (6500, 8, 81)


def level_at(percent: int) -> str | None:
    """Level when so many of a hundred equal questions are at full risk."""
    questions = [question(f"q{n}", 1) for n in range(100)]
    return result(
        *questions, **{f"q{n}": NO if n < percent else YES for n in range(100)}
    ).overall.level


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        (0, "green"),
        (14, "green"),
        (15, "yellow"),
        (34, "yellow"),
        (35, "orange"),
        (59, "orange"),
        (60, "red"),
        (100, "red"),
    ],
)
def test_each_limit_belongs_to_the_graver_level(percent, level):
    assert level_at(percent) == level


def test_a_share_just_below_a_limit_does_not_round_up_to_it():
    questions = [question("a", 3), question("b", 2), *(question(f"c{n}", 1) for n in range(9))]
    given = {f"c{n}": YES for n in range(9)} | {"a": NO, "b": NO}
    overall = result(*questions, **given).overall  # 5 of 14: 35.7 %
    assert (overall.percent, overall.level) == (35, "orange")
    overall = result(*questions, question("d", 1), **given, d=YES).overall  # 5 of 15: 33.3 %
    assert (overall.percent, overall.level) == (33, "yellow")


def test_veto_makes_its_dimension_and_the_whole_red_whatever_the_rate():
    found = result(
        question("a", 1, veto=True),
        question("b", 5),
        question("c", 5, dimension="乙"),
        a=NO,
        b=YES,
        c=YES,
    )
    assert (found.overall.level, found.overall.percent, found.overall.veto) == ("red", 9, True)
    assert {name[1]: one.level for name, one in found.dimensions.items()} == {
        "甲": "red",
        "乙": "green",
    }


def test_veto_needs_the_answer_of_full_risk():
    overall = result(question("a", 1, veto=True), question("b", 5), a=PARTLY, b=YES).overall
    assert (overall.level, overall.veto) == ("green", False)


def test_what_is_not_answered_does_not_count_but_is_said():
    overall = result(question("a"), question("b"), a=NO).overall
    assert (overall.percent, overall.open) == (100, 1)


def test_nothing_that_applies_has_no_level():
    overall = result(question("a"), a=NOT_APPLICABLE).overall
    assert (overall.percent, overall.level, overall.open) == (None, None, 0)


def test_risks_stand_by_urgency_then_by_score_then_in_order():
    found = result(
        question("a", 1),
        question("b", 5),
        question("c", 2),
        question("d", 5, veto=True),
        question("e", 3),
        question("f", 5),
        question("g", 5),
        a=NO,
        b=PARTLY,
        c=NO,
        d=NO,
        e=NO,
        f=NO,
        g=YES,
    )
    assert [(risk.key, risk.level, risk.points) for risk in found.risks] == [
        ("s/d", "red", 5000),
        ("s/f", "orange", 5000),
        ("s/e", "orange", 3000),
        ("s/b", "yellow", 2500),
        ("s/c", "yellow", 2000),
        ("s/a", "green", 1000),
    ]


def test_a_question_is_asked_after_the_answers_it_depends_on():
    only_after_no = Condition("s/a", frozenset({NO}), unanswered=False)
    unless_not_applicable = Condition("s/a", frozenset({YES, PARTLY, NO}), unanswered=True)
    sheet = (
        question("a"),
        question("b", condition=only_after_no),
        question("c", condition=unless_not_applicable),
    )
    shown = {
        answer: [q.key for q in asked(sheet, {} if answer is None else {"s/a": answer})]
        for answer in (None, YES, NO, NOT_APPLICABLE)
    }
    assert shown == {
        None: ["s/a", "s/c"],
        YES: ["s/a", "s/c"],
        NO: ["s/a", "s/b", "s/c"],
        NOT_APPLICABLE: ["s/a"],
    }


def test_what_is_no_longer_asked_neither_counts_nor_leads_anywhere():
    sheet = (
        question("a"),
        question("b", condition=Condition("s/a", frozenset({NO}), unanswered=False)),
        question("c", condition=Condition("s/b", frozenset({NO}), unanswered=False)),
    )
    found = score(sheet, answers(a=YES, b=NO, c=NO), SCALE)
    assert (found.overall.points, found.overall.weight, found.risks) == (0, 5, ())
