"""What the page of a health check carries for the browser and shows on paper."""

from __future__ import annotations

import json

import pytest

from publisher.pages.health_checks import condition_text, digest, health_check_context, sheet_data
from tests.publisher.manuscripts import CASE, HEALTH_CHECK, POLICY, text_of
from tests.publisher.site_project import with_keys

SECOND = """\
  - id: q2
    text: 给没有签的员工补签了吗？
    dimension: 合同签订
    weight: 3
    show_if: {question: q1, is: [部分, 否]}
    basis: 《中华人民共和国劳动合同法》第十条
    consequence: 二倍工资会继续计算。
    advice: 本周补签。
    cases: [ld-unsigned]
    options:
      - {label: 都补了, risk: 0}
      - {label: 没有补, risk: 1}
"""


@pytest.fixture
def site(published):
    text = text_of(HEALTH_CHECK).replace(
        "    cases: [ld-unsigned]\n---", f"    cases: [ld-unsigned]\n{SECOND}---"
    )
    library, config = published({HEALTH_CHECK: text})
    return library, config, library.by_id["labour-check"].meta


def test_browser_gets_levels_from_the_configuration(site):
    library, config, check = site
    data = sheet_data(library, config.health_scale, check)
    assert [
        (level["key"], level["fromPercent"], level["fromHundredths"]) for level in data["levels"]
    ] == [("red", 60, None), ("orange", 35, 300), ("yellow", 15, 150), ("green", 0, 0)]
    assert data["vetoLevel"] == "red"
    assert data["category"] == {"key": check.areas[0].key, "label": "劳动用工"}


def test_browser_gets_each_question_with_what_helps(site):
    library, config, check = site
    first, second = sheet_data(library, config.health_scale, check)["sets"][0]["questions"]
    assert first["cases"] == [("某餐饮公司未签书面劳动合同案", "cases/ld-unsigned/")]
    assert [url for _, url in first["policies"]] == [
        "policies/complaint-rules/"
    ]  # the case names it
    assert [answer["risk"] for answer in first["answers"]] == [0, 500, 1000, None]
    assert [answer["label"] for answer in second["answers"]] == ["都补了", "没有补", "不适用"]
    assert second["showIf"] == {
        "question": "labour-check/q1",
        "answers": [1, 2],
        "unanswered": False,
    }


def test_data_survives_json(site):
    library, config, check = site
    data = sheet_data(library, config.health_scale, check)
    assert json.loads(json.dumps(data))["sets"][0]["digest"] == digest(check)


def test_digest_changes_with_what_an_answer_refers_to_and_with_nothing_else(site):
    _, _, check = site
    first = check.questions[0]

    def with_first(**change):
        return check.model_copy(
            update={"questions": (first.model_copy(update=change), *check.questions[1:])}
        )

    assert digest(with_first(advice="别的建议")) == digest(check)
    assert digest(with_first(text="别的题目")) != digest(check)
    assert digest(with_first(options=tuple(reversed(first.options)))) != digest(check)


def test_drafts_are_not_named(published):
    library, config = published(
        {
            CASE: with_keys(text_of(CASE), status="draft"),
            POLICY: with_keys(text_of(POLICY), status="draft"),
        }
    )
    context = health_check_context(library, config.health_scale, library.by_id["labour-check"].meta)
    assert context["cases"] == {}
    assert context["sheet_data"]["sets"][0]["questions"][0]["cases"] == []
    assert context["sheet_data"]["policies"] == []


def test_policies_in_force_are_offered(published, site):
    library, config, check = site
    assert [url for _, url in sheet_data(library, config.health_scale, check)["policies"]] == [
        "policies/complaint-rules/"
    ]
    for change in {"validity": "已废止"}, {"validity": "效力待核"}, {"region": "湖州市吴兴区"}:
        library, config = published({POLICY: with_keys(text_of(POLICY), **change)})
        assert sheet_data(library, config.health_scale, check)["policies"] == []


def test_a_policy_of_another_place_says_so_where_a_case_names_it(published, site):
    _, config, check = site
    library, _ = published({POLICY: with_keys(text_of(POLICY), region="湖州市吴兴区")})
    question, *_ = sheet_data(library, config.health_scale, check)["sets"][0]["questions"]
    ((title, url),) = question["policies"]
    assert (title.endswith("（湖州市吴兴区，供参考）"), url) == (True, "policies/complaint-rules/")


def test_paper_says_when_a_question_is_to_be_answered(site):
    _, _, check = site
    show_if = check.questions[1].show_if
    assert condition_text(check, show_if) == "第 1 题选“部分”、“否”的，答这题"
    other = show_if.model_copy(update={"is_": (), "is_not": ("不适用",)})
    assert condition_text(check, other) == "第 1 题选“不适用”的，不用答这题"


def test_paper_counts_questions_dimension_by_dimension(site):
    _, _, check = site
    first, second = check.questions
    elsewhere = first.model_copy(update={"id": "q0", "dimension": "工资"})
    last = second.model_copy(
        update={"show_if": second.show_if.model_copy(update={"question": "q3"})}
    )
    third = first.model_copy(update={"id": "q3"})
    mixed = check.model_copy(update={"questions": (first, elsewhere, third, last)})
    assert condition_text(mixed, last.show_if).startswith("第 2 题")  # q3 follows q1 on paper


def test_paper_has_the_sum_of_weights_of_each_dimension(site):
    library, config, check = site
    assert health_check_context(library, config.health_scale, check)["totals"] == {"合同签订": 8}
