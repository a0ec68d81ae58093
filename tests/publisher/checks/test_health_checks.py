"""Questionnaires that cannot be answered, or whose result cannot be trusted."""

from __future__ import annotations

import pytest

from tests.publisher.manuscripts import HEALTH_CHECK, changed, line_of, text_of

QUESTION = """\
  - id: {id}
    text: 按月足额发放工资吗？
    dimension: 工资
    weight: 3
    basis: 《中华人民共和国劳动合同法》第三十条
    consequence: 可能要支付赔偿金。
    advice: 每月固定日期发放。
    cases: [ld-unsigned]
{more}"""


def with_questions(*added: str, before: str = "") -> dict[str, str]:
    text = text_of(HEALTH_CHECK).replace(
        "    cases: [ld-unsigned]\n---", "    cases: [ld-unsigned]\n" + "".join(added) + "---"
    )
    return {HEALTH_CHECK: text.replace("areas:", f"{before}areas:")}


def question(identifier: str, more: str = "") -> str:
    return QUESTION.format(id=identifier, more=more)


def codes(findings) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in findings]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("{question: q3, is: [否]}", "不存在"),
        ("{question: q2, is: [否]}", "不存在"),  # a question cannot wait for itself
        ("{question: q1, is: [没有]}", "没有这个选项"),
        ("{question: q1, is_not: [是, 部分, 否, 不适用]}", "永远不会问到"),
    ],
)
def test_condition_that_no_answer_fulfils_is_found_at_its_line(check, condition, reason):
    changes = with_questions(question("q2", f"    show_if: {condition}\n"))
    (finding,) = check(changes)
    assert (finding.code, finding.line) == ("H901", line_of("", "show_if", changes[HEALTH_CHECK]))
    assert reason in finding.message


@pytest.mark.parametrize(
    "condition", ["{question: q1, is: [否, 部分]}", "{question: q1, is_not: [不适用]}"]
)
def test_condition_that_some_answer_fulfils_is_right(check, condition):
    assert check(with_questions(question("q2", f"    show_if: {condition}\n"))) == []


def test_condition_may_name_the_answer_that_is_added_by_itself(check):
    """不适用 is offered even where the author does not list it."""
    options = "    options:\n      - {label: 有, risk: 1}\n      - {label: 没有, risk: 0}\n"
    assert (
        check(
            with_questions(
                question("q2", options),
                question("q3", "    show_if: {question: q2, is_not: [不适用]}\n"),
            )
        )
        == []
    )


@pytest.mark.parametrize("condition", ["{question: q1}", "{question: q1, is: [是], is_not: [否]}"])
def test_condition_says_one_thing(check, condition):
    findings = check(with_questions(question("q2", f"    show_if: {condition}\n")))
    (finding,) = [finding for finding in findings if finding.path == HEALTH_CHECK]
    assert finding.code == "C205"
    assert "is 或 is_not" in finding.message


def test_weights_as_declared_are_right(check):
    assert check(with_questions(question("q2"), before="weights: {合同签订: 5, 工资: 3}\n")) == []


@pytest.mark.parametrize(
    "weights", ["{合同签订: 4, 工资: 3}", "{合同签订: 5}", "{合同签订: 5, 工资: 3, 税: 1}"]
)
def test_weights_that_do_not_add_up_are_found(check, weights):
    findings = check(with_questions(question("q2"), before=f"weights: {weights}\n"))
    assert codes(findings) == [("H902", HEALTH_CHECK)]


def test_law_of_the_basis_must_be_in_force(check):
    """The law on contracts was repealed in 2021: G803 says by what, H903 that nothing is left."""
    found = check(
        changed(
            HEALTH_CHECK, "《中华人民共和国劳动合同法》第十条", "《中华人民共和国合同法》第十条"
        )
    )
    assert {finding.code for finding in found} == {"G803", "H903"}
    both = "《中华人民共和国劳动合同法》第十条；《工资支付暂行规定》"
    assert check(changed(HEALTH_CHECK, "《中华人民共和国劳动合同法》第十条", both)) == []


def test_advice_without_a_case_is_a_reminder(check):
    (finding,) = check(changed(HEALTH_CHECK, "    cases: [ld-unsigned]\n", ""))
    assert (finding.code, finding.level.value) == ("H904", "warning")


OTHER = "content/health-checks/wear-check.md"


def industry_set(replaces: str, combines: str = "[labour-check]") -> dict[str, str]:
    text = text_of(HEALTH_CHECK).replace("id: labour-check", "id: wear-check")
    text = text.replace("适用于有员工的企业", "适用于童装企业").replace("一题自查", "童装一题自查")
    text = text.replace("title: 劳动用工", "title: 童装").replace(
        "一个月内都签了", "计件工人都签了"
    )
    return {
        OTHER: text.replace("areas:", f"combines: {combines}\nareas:").replace(
            "    cases: [ld-unsigned]\n", f"    cases: [ld-unsigned]\n    replaces: [{replaces}]\n"
        )
    }


def test_replaced_question_that_exists_is_right(check):
    assert check(industry_set("labour-check/q1")) == []


@pytest.mark.parametrize(
    ("replaces", "combines", "code"),
    [
        ("labour-check/q9", "[labour-check]", "C213"),
        ("labour-check/q1", "[]", "C213"),
        ("labour-check", "[labour-check]", "C203"),
    ],
)
def test_replaced_question_that_does_not_exist_is_found(check, replaces, combines, code):
    assert codes(check(industry_set(replaces, combines))) == [(code, OTHER)]


def test_sets_to_combine_with_are_health_checks(check):
    findings = check(industry_set("labour-check/q1", "[labour-check, ld-unsigned]"))
    assert codes(findings) == [("C213", OTHER)]


def test_question_that_waits_for_a_replaced_one_is_never_asked(check):
    changes = with_questions(question("q2", "    show_if: {question: q1, is: [是]}\n"))
    findings = check(changes | industry_set("labour-check/q1"))
    assert codes(findings) == [("H901", OTHER)]


def test_policy_of_a_question_must_be_a_policy(check):
    assert (
        check(
            changed(
                HEALTH_CHECK,
                "    cases: [ld-unsigned]\n",
                "    cases: [ld-unsigned]\n    policies: [complaint-rules]\n",
            )
        )
        == []
    )
    (finding,) = check(
        changed(
            HEALTH_CHECK,
            "    cases: [ld-unsigned]\n",
            "    cases: [ld-unsigned]\n    policies: [ld-unsigned]\n",
        )
    )
    assert finding.code == "C213"
