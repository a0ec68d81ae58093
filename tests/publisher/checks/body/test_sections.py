import pytest

from tests.publisher.manuscripts import CASE, GUIDE, HEARING, PAGE, changed, line_of, text_of


def codes(findings):
    return [(finding.code, finding.line) for finding in findings]


def test_missing_section_is_reported_where_it_belongs(check):
    text = text_of(CASE).replace(
        "## 裁判结果\n\n法院判决某餐饮公司支付张某七个月的二倍工资差额。\n\n", ""
    )
    assert codes(check({CASE: text})) == [("S301", line_of(CASE, "## 典型意义", text))]


def test_missing_last_section_is_reported_at_the_end_of_the_file(check):
    text = text_of(CASE).partition("## 典型意义")[0]
    found = [finding for finding in check({CASE: text}) if finding.path == CASE]
    assert codes(found) == [("S301", text.rstrip("\n").count("\n") + 1)]


@pytest.mark.parametrize("optional", ["裁判理由", "给企业的提示"])
def test_optional_section_may_be_left_out_or_in(check, optional):
    before = {"裁判理由": "## 典型意义", "给企业的提示": "![签订合同"}[optional]
    assert check(changed(CASE, before, f"## {optional}\n\n要点。\n\n{before}")) == []


def test_section_out_of_order_names_what_it_should_precede(check):
    text = text_of(CASE).replace("## 基本案情", "## X").replace("## 裁判结果", "## 基本案情")
    text = text.replace("## X", "## 裁判结果")
    (finding,) = check({CASE: text})
    assert (finding.code, finding.message) == ("S303", "「基本案情」应在「裁判结果」之前")
    assert finding.line == line_of(CASE, "## 基本案情", text)


def test_headings_in_code_are_no_sections(check):
    assert check(changed(CASE, "## 典型意义", "## 典型意义\n\n```\n# 甲\n## 乙\n```\n")) == []


@pytest.mark.parametrize(
    "content", ["", "### 只有小标题\n", "<!-- 待写 -->\n"], ids=["nothing", "heading", "comment"]
)
def test_section_without_text_is_empty(check, content):
    found = check({PAGE: text_of(PAGE) + f"\n## 空的\n\n{content}"})
    assert [finding.code for finding in found] == ["S304"]


def test_kinds_without_template_have_free_sections(check):
    assert (
        check({HEARING: text_of(HEARING) + "\n## 变更说明\n\n改期。\n\n## 变更说明\n\n再改期。\n"})
        == []
    )


def test_unknown_section_suggests_the_nearest(check):
    (finding,) = check(changed(GUIDE, "## 一次性告知", "## 适用情况\n\n投诉。\n\n## 一次性告知"))
    assert finding.code == "S305"
    assert "适用情形" in finding.message


def test_sections_are_checked_although_the_front_matter_has_mistakes(check):
    text = text_of(CASE).replace("stage: 一审", "stage: 九审").replace("## 典型意义", "## 典型意思")
    assert [finding.code for finding in check({CASE: text})] == ["C204", "S305", "S301"]
