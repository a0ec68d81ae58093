import pytest

from district import ConfigError
from publisher.checks.hearings import load_closed_rules
from publisher.model.finding import CODES
from tests.publisher.manuscripts import HEARING, line_of, text_of
from tests.publisher.site_project import with_keys

BODY = "买卖货款争议。"


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("案件涉及国家秘密。", ["V951"]),
        ("庭审会谈到个人隐私。", ["V951"]),
        ("被告人未成年。", ["V951"]),
        ("本案可能封存犯罪记录。", ["V951"]),
        ("双方已经离婚。", ["V951"]),
        ("本案不公开审理。", ["V951"]),
        ("客户名单是不是商业秘密。", ["V952"]),
        ("本案不涉及国家秘密、商业秘密和个人隐私，公开审理。", []),
        ("没有商业秘密。但涉及国家秘密。", ["V951"]),
        ("公开审理。\n\n## 旁听须知\n\n未经批准的未成年人不得旁听，不得泄露国家秘密。", []),
        ("公开审理。\n\n## 变更说明\n\n原定不公开审理，现改为公开。", []),
        ("`国家秘密`", []),
        ("卖方逾期交货。", []),
    ],
)
def test_words_of_the_case_tell_whether_it_may_be_shown(check, text, expected):
    assert codes(check({HEARING: text_of(HEARING).replace(BODY, text)})) == expected


@pytest.mark.parametrize("key", ["title", "summary", "keywords"])
def test_front_matter_is_read_as_well(check, key):
    value = "[未成年人犯罪]" if key == "keywords" else "未成年人犯罪一案"
    text = with_keys(text_of(HEARING), **{key: value})
    (found,) = check({HEARING: text})
    assert (found.code, found.line) == ("V951", line_of(HEARING, key, text))
    assert "《中华人民共和国刑事诉讼法》第二百八十五条" in found.message


def test_cause_or_its_group_closes_a_hearing(check, library_ok):
    file = library_ok.root / "site_config" / "closed_hearings.yml"
    file.write_text(
        "rules:\n  - reason: 本区不组织旁听\n    basis: 本区规定\n    forbidden: true\n"
        "    causes: [合同、准合同纠纷]\n",
        encoding="utf-8",
    )
    (found,) = check({})
    assert (found.code, found.line) == ("V951", line_of(HEARING, "cause:"))
    assert "案由是“买卖合同纠纷”：本区不组织旁听（本区规定）" in found.message


def test_mistake_in_the_table_is_an_error_of_the_operator(tmp_path):
    (tmp_path / "closed_hearings.yml").write_text("rules:\n  - reason: 甲\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_closed_rules(tmp_path)
    assert {problem.path for problem in caught.value.problems} == {
        "closed_hearings.yml: rules.0.basis",
        "closed_hearings.yml: rules.0.forbidden",
    }


@pytest.mark.parametrize(
    ("state", "sequence", "expected"),
    [
        ("已排期", "0", []),
        ("已改期", "0", ["V953"]),
        ("已取消", "0", ["V953"]),
        ("已改期", "1", []),
        ("已取消", "2", []),
        ("已开庭", "0", []),
    ],
)
def test_change_needs_a_new_sequence(check, state, sequence, expected):
    assert (
        codes(check({HEARING: with_keys(text_of(HEARING), state=state, sequence=sequence)}))
        == expected
    )


def test_hearing_that_may_not_be_shown_stops_the_build():
    assert CODES["V951"].level.value == "error"
