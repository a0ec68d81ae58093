"""What editors mistype in a body: told at its own line, or shown as they meant it."""

import pytest

from tests.publisher.manuscripts import CASE, PAGE, text_of

HEAD = text_of(PAGE)
FIRST = HEAD.count("\n") + 2


def codes(findings, path=PAGE):
    return [(f.line - FIRST + 1, f.code) for f in findings if f.path == path]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # tables
        ("| 甲 | 乙 |\n| 1 | 2 |", [(1, "B503")]),
        ("说明：\n｜甲｜乙｜\n｜1｜2｜", [(2, "B503")]),
        ("甲\t乙\n1\t2", [(1, "B503")]),
        ("说明：\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n后文。", []),
        ("甲|乙", []),
        # lists
        ("步骤：\n- 甲\n- 乙", []),
        ("- 甲\n  - 甲一\n   - 甲二\n- 乙", []),
        ("步骤：\n1、甲\n2、乙", [(2, "B504")]),
        ("（一）甲。\n（二）乙。", [(1, "B504")]),
        ("（一）甲。\n\n（二）乙。", []),
        ("\uf06c 甲\n\uf06c 乙", [(1, "B504")]),
        ("2026 年办结。\n3.5 万元。", []),
        # indents
        ("前文。\n\n    四格。", [(3, "B509")]),
        ("　　某公司认为。\n　　法院认为。", []),
        # links and notes
        ("见[指南]（../guides/complaint-guide.md）。", [(1, "B506")]),
        ("见[指南](../guides/complaint-guide.md。", [(1, "B506")]),
        ("见[[complaint-guide]]。", [(1, "B506")]),
        ("〔2023〕5 号，[2023]（5）号，【注】[略]。", []),
        ("生效。[^9]", [(1, "B507")]),
        ("生效。[^1]\n\n[^1]: 注。", []),
        ("[点击这里](../guides/complaint-guide.md)", [(1, "B512")]),
        ("[《公司法》[2023]](nope.md)", [(1, "L401")]),
        ("![图](投诉 流程 图.png)", [(1, "L402")]),
        ("[甲](https&#58;//a.cn/)、[乙](\\/\\/a.cn/x)", []),
        ("[甲](https://www.minghu.gov.cn/nowhere/)", [(1, "L401")]),
        ("[甲](https://www.minghu.gov.cn/cases/ld-unsigned/)", []),
        # comments and code
        ("甲<!-- 第一段\n\n第二段 -->乙", []),
        ("甲\n\n<!-- 第一段\n\n## 我们", [(3, "B501")]),
        ("```\n甲", [(1, "B502")]),
        ("`<br>` 与 `[[x]]`", []),
        # HTML and other marks
        ("一<br>二", [(1, "B508")]),
        ('<td colspan="2">甲</td>', [(1, "B508")]),
        ("写作 <案号> 或 <id>", []),
        ("==要点==", [(1, "B510")]),
        ("~~删~~", []),
        ("- [ ] 甲", []),
        ("甲 [ ] 乙", [(1, "B510")]),
        ("======", [(1, "B510")]),
        ("{--删去--}{++加上++}", [(1, "B510")]),
        ("原来的{--删去--}{++加上++}句子", [(1, "B510")]),
        ("前文。\n\n{--删去--}", [(3, "B510")]),
        ("前文。\n\n{: .note}", [(3, "B510")]),
        ("按照规定〔^1〕执行", [(1, "B510")]),
        ("》引用的话", [(1, "B510")]),
        ("<<<<<<< HEAD", [(1, "B510")]),
        ("注意:warning:风险", [(1, "B510")]),
        ("时间为10:30:00", []),
        ("步骤：\n①先协商\n②再起诉", [(2, "B504")]),
        ("步骤：\n⑴先协商\n⑵再起诉", [(2, "B504")]),
        ("步骤：\n-先协商\n-再起诉", [(2, "B504")]),
        ("*先协商\n*再起诉", [(1, "B504")]),
        ("见前述①协商", []),
        ("-摘自判决书", []),
        ("项目    金额    备注\n货款    100    已付", [(1, "B503")]),
        ("原告：甲公司    被告：乙公司\n二〇二六年", []),
        ("> [!NOTE]\n> 甲", []),
        ("公式 $$x$$", [(1, "B510")]),
        ("甲 {: .lead } 乙", [(1, "B510")]),
        ("2*3*4 与 a_b_c", []),
        ("某 公 司 认 为 如 此", [(1, "B511")]),
        # headings
        ("甲。\n\n##小标题", [(3, "B505")]),
        ("＃＃ 小标题", [(1, "B505")]),
        ("小标题\n=======", [(1, "B505")]),
    ],
)
def test_body_is_told_or_shown_as_meant(check, text, expected):
    assert codes(check({PAGE: f"{HEAD}\n{text}\n"})) == expected


@pytest.mark.parametrize(
    "written",
    [
        "##基本案情",
        "＃＃基本案情",
        "**基本案情**",
        "基本案情\n--------",
        "一、基本案情",
        "【基本案情】",
    ],
)
def test_a_section_that_is_no_heading_is_told_at_its_line_and_not_as_missing(check, written):
    text = text_of(CASE)
    line = text[: text.index("## 基本案情")].count("\n") + 1
    found = check({CASE: text.replace("## 基本案情", written, 1)})
    assert [(f.line, f.code, f.advice) for f in found] == [(line, "B505", "写成「## 基本案情」")]


def test_a_numbered_section_is_told_without_its_number(check):
    text = text_of(CASE)
    (finding,) = check({CASE: text.replace("## 基本案情", "## 一、基本案情", 1)})
    assert finding.code == "S305"
    assert "写成「基本案情」" in finding.message


def test_the_section_that_has_to_move_is_told(check):
    text = text_of(CASE)
    parts = text.split("\n## ")
    parts[1], parts[2] = parts[2], parts[1]
    found = check({CASE: "\n## ".join(parts)})
    assert [f.code for f in found] == ["S303"]


@pytest.mark.parametrize(
    ("key", "code"),
    [("title: 某公司案 #12", "C218"), ("title:\xa0某公司案", "F109"), ("标题: 某公司案", "C201")],
)
def test_front_matter_is_told_at_the_line(check, key, code):
    lines = HEAD.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = key
    found = [(f.line, f.code) for f in check({PAGE: "\n".join(lines)}) if f.path == PAGE]
    assert found == [(at + 1, code)]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("content/guides/a.MD", "F112"),
        ("content/guides/a.md.txt", "F112"),
        ("content/guides/~$a.docx", "F112"),
        ("cases_library/2026/a.docx", "F112"),
        ("content/policy/a.md", "C219"),
    ],
)
def test_file_that_nobody_would_see_is_told(check, path, code):
    text = "---\ntitle: 甲\nsummary: 乙。\nstatus: published\n---\n\n文字。\n"
    assert (path, code) in [(f.path, f.code) for f in check({path: text})]
