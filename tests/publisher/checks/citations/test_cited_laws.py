from datetime import date

import pytest

from tests.publisher.manuscripts import CASE, HEALTH_CHECK, PAGE, POLICY, changed, line_of, text_of


def with_text(text: str) -> dict[str, str]:
    return {PAGE: text_of(PAGE) + f"\n{text}\n"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("《中华人民共和国民法典》第一千二百六十条", None),
        ("《中华人民共和国民法典》第一千二百六十一条", "G802"),
        ("《民法典》第1261条", "G802"),
        ("《民法典》第１２６１条", "G802"),
        ("民法典合同编第一千三百条", "G802"),
        ("《中华人民共和国刑法》第二百八十七条之一", None),
        ("《刑法》第四百五十三条", "G802"),
        ("《劳动合同法》第十条至第九十九条", "G802"),
        ("《公司法》（2018年修正）第二百一十八条", None),
        ("《公司法》（2018年修正）第二百一十九条", "G802"),
        ("《公司法》第二百一十九条", None),
        ("《商标法》第七十四条", "G802"),
        ("《商标法》（2026年修订）第七十四条", None),
        ("双方合同第三千条", None),
        ("《考勤管理办法》第三千条", None),
        ("《河南省优化营商环境条例》第七十八条", None),
        ("《最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释》第九条", None),
        (
            "《最高人民法院关于适用《中华人民共和国民法典》合同编通则若干问题的解释》第七十条",
            "G802",
        ),
        ("《中华人民共和国劳动合同管理法》", "G801"),
        ("《消费者保护法》第八条", None),
        ("《消费者保障法》第八条", "G801"),
        ("《企业合规办法》第八条", None),
        ("《环境保护法》第六条", "G803"),
        ("《中华人民共和国合同法》第六十条", "G803"),
        ("合同法第六十条", "G803"),
        ("《中华人民共和国合同法》第六百条", "G802"),
        ("行为发生时适用原《中华人民共和国合同法》第六十条", None),
        ("《中华人民共和国合同法》已于2021年废止", None),
        ("《信访条例》第二条", "G803"),
        ("《信访工作条例》第二十二条", None),
        ("《浙江省优化营商环境条例》第六十条", None),
        ("《劳动合同法》第十四条第二款第（三）项", None),
        ("《劳动法》第七十二条至第七十四条", None),
        ("《民法典》第五百七十七条第五款", "G811"),
        ("《劳动合同法》第三十八条第九项", "G811"),
        ("《刑法》第二百七十六条之五", "G802"),
        ("《民法典》第9998、9999条", "G802"),
        ("《民法典》第577-9999条", "G802"),
        ("**《民法典》**第一千三百条", "G802"),
        ("《民法典》**第一千三百条**", "G802"),
        ("[《民法典》](https://flk.npc.gov.cn)第一千三百条", "G802"),
        ("《民法典》\n第一千三百条", "G802"),
        ("《 中华人民共和国民法典 》第一千三百条", "G802"),
        ("<<民法典>>第一千三百条", "G802"),
        ("&#12298;民法典&#12299;第一千三百条", "G802"),
        ("民法典第 9999 条", "G802"),
        ("《物业管理条例》第九百条", "G802"),
        ("《劳动合同法》第十条和该法第八百二十条", "G802"),
        ("合同法第 107 条", "G803"),
        ("《经济合同法》第七条", "G803"),
        ("《外资企业法》第八条", "G803"),
        ("《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题解释》第三条", "G801"),
        ("《公司法》第十六条，公司对外担保要有决议", "G805"),
        ("《公司法》第十五条，公司对外担保要有决议", None),
        ("《公司法》（2018年修正）第十六条，公司对外担保要有决议", None),
        ("网络安全法第二十一条，等级保护", "G805"),
        ("同条例第九条", "G806"),
        ("《解释》第三条", "G806"),
        ("第五百七十七条", "G807"),
        ("《民法典》第1百条", "G812"),
        ("民法总则第一百八十八条", "G803"),
        ("民法典总则第一百八十八条", None),
        ("刑法总则第十三条", None),
        ("***《民法典》第一千三百条***", "G802"),
        ("《民法典》**第*一千三百*条**", "G802"),
        ("**民法典**[第一千三百条](https://flk.npc.gov.cn)", "G802"),
        ("《民法典》：\n- 第五百七十七条；\n- 第一千三百条", "G802"),
        ("《民法典》第577、579和1300条", "G802"),
        ("《民法典》第577～1300条", "G802"),
        ("《民法典》第五百七十七条（违约责任）、第一千三百条", "G802"),
        ("《民法典》中的第一千三百条", "G802"),
        ("《劳动合同法》第三十九条第（一）、（七）项", "G811"),
        ("《劳动合同法》第三十九条第（一）项至第（九）项", "G811"),
        ("《劳动合同法》第八十二条第1款、第3款", "G811"),
        (
            "《中华人民共和国行政处罚法》（以下简称《处罚法》）第三十三条、《处罚法》第九十条",
            "G802",
        ),
        ("《反不正当竞争法》（2019年修正）第三十四条", "G802"),
        ("《反不正当竞争法》（2019年修正）第三十三条", None),
        ("《仲裁法》（2017年修正）第八十一条", "G802"),
        ("《民法典》第五百七十七条、《公司法》第二十三条和该法第三百条", "G802"),
    ],
)
def test_citation(check, text, code):
    codes = {finding.code for finding in check(with_text(f"依照{text}。"))}
    assert code in codes if code else codes == set()


def test_new_version_counts_from_its_day(check):
    changes = with_text("《中华人民共和国商标法》第八十条。")
    (before,) = check(changes, today=date(2026, 11, 20))
    assert "2027-01-01 起 87 条" in before.message
    assert [f for f in check({}, today=date(2027, 1, 1)) if f.code == "G802"] == []


@pytest.mark.parametrize(
    ("decided", "text", "codes"),
    [
        ("2018-06", "依照《证券法》第二百三十一条，应当处罚。", []),
        ("2019-05", "依照《公司法》第二十条，应当赔偿。", []),
        ("2019-05", "依照《公司法》第二百一十九条，应当赔偿。", ["G802"]),
        ("2025-03", "依照《公司法》第二百一十九条，应当赔偿。", []),
        ("2020-01", "依照《民法典》第五百七十七条，应当赔偿。", ["G804"]),
        ("2021-01", "依照《民法典》第五百七十七条，应当赔偿。", []),
        ("2019-05", "依照《公司法》第十六条，对外担保应有决议。", []),
        ("2025-05", "依照《公司法》第十六条，对外担保应有决议。", ["G805"]),
        (
            "2026-03",
            "依照《工伤保险条例》第三十条、《劳动合同法》第三十八条，应当支付。",
            ["G810"],
        ),
        ("2026-03", "依照《劳动合同法》第三十八条、《工伤保险条例》第三十条，应当支付。", []),
        ("2026-03", "依照《社会保险法》的规定，应当支付。", ["G808"]),
        ("2026-03", "《社会保险法》施行以来，争议减少。", []),
        ("2026-03", "消法第五十五条，消保法第五十六条。", ["G809"]),
    ],
)
def test_what_a_court_applied(check, decided, text, codes):
    case = text_of(CASE).replace("decided: 2026-03", f"decided: {decided}")
    changed_case = case.replace("## 裁判结果\n\n", f"## 裁判结果\n\n{text}")
    assert changed_case != case
    assert [f.code for f in check({CASE: changed_case}) if f.code.startswith("G")] == codes


@pytest.mark.parametrize(
    ("decided", "codes"), [("2020-12", []), ("2021-01", ["G803"]), ("2026-03", ["G803"])]
)
def test_case_is_judged_by_the_law_of_its_day(check, decided, codes):
    text = text_of(CASE).replace("decided: 2026-03", f"decided: {decided}")
    text = text.replace("口头约定不能", "《中华人民共和国合同法》第十条。口头约定不能")
    assert [finding.code for finding in check({CASE: text})] == codes


def test_quoted_text_of_a_policy_is_left_as_it_is(check):
    quoted = text_of(POLICY) + "\n## 文件原文\n\n依照《中华人民共和国合同法》第六十条。\n"
    assert check({POLICY: quoted}) == []


def test_basis_of_a_question_is_checked_at_its_line(check):
    changes = changed(HEALTH_CHECK, "第十条", "第九十九条")
    (finding,) = check(changes)
    assert (finding.code, finding.line) == ("G802", line_of(HEALTH_CHECK, "basis:"))


def test_line_of_a_citation_in_the_body(check):
    changes = changed(CASE, "第八十二条", "第八百二十条")
    (finding,) = check(changes)
    assert finding.line == line_of(CASE, "第八十二条")


def test_repealed_law_is_reported_once_in_a_file(check):
    assert len(check(with_text("《物权法》第一条。\n\n《物权法》第二条，《物权法》第三条。"))) == 1


def test_citations_in_code_are_examples(check):
    assert check(with_text("`《民法典》第九千条`\n\n```\n《合同法》第一条\n```")) == []


LABOUR = """---
title: 中华人民共和国劳动合同法
version: 2012-12-28
---

**第十条**　建立劳动关系，应当订立书面劳动合同。

**第八十二条**　用人单位自用工之日起超过一个月不满一年未与劳动者订立书面劳动合同的，应当向劳动者每月支付二倍的工资。
"""


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("《劳动合同法》第十条规定：“建立劳动关系，应当订立书面劳动合同。”", False),
        ("《劳动合同法》第十条规定：“建立劳动关系应当订立书面劳动合同”", False),
        ("《劳动合同法》第十条规定，“建立劳动关系，必须订立书面劳动合同”。", True),
        ("劳动合同法第82条明确规定“超过一个月不满一年……每月支付二倍的工资”。", False),
        ("劳动合同法第82条明确规定“每月支付二倍的工资……超过一个月不满一年”。", True),
        ("《劳动合同法》第十条、第八十二条规定：“应当向劳动者每月支付二倍的工资”。", False),
        ("《劳动合同法》第十条的规定，老板称“没有必要签什么书面的劳动合同”。", False),
        ("《劳动合同法》第十条规定的“书面合同”。", False),
        ("《劳动合同法》第十一条规定：“与集体合同规定的不一致的，从其约定”。", False),
        ("《劳动法》第十六条规定：“这些话没有条文可以对照，所以不说”。", False),
        ("《劳动合同法》（2007年）第十条规定：“旧的文本没有收进来，所以不说”。", False),
    ],
)
def test_quoted_words_stand_in_the_article(check, text, is_told):
    """第十一条, 劳动法 and the text of 2007 are not in the pack, so nothing can be said."""
    files = with_text(text) | {"var/laws/laodonghetongfa/2012-12-28.md": LABOUR}
    told = [f for f in check(files) if f.code == "G813"]
    assert len(told) == is_told
    if told:
        assert "条文是“" in told[0].message
