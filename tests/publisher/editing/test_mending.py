"""`fabu fix` writes what was meant, and nothing else."""

import pytest
from click.testing import CliRunner

from fabu import cli
from publisher.editing.mending import edit_for, mended
from tests.publisher.manuscripts import CASE, PAGE, text_of

HEAD = text_of(PAGE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("##小标题\n\n文字", "## 小标题\n\n文字"),
        ("＃＃＃ 小标题\n\n文字", "### 小标题\n\n文字"),
        ("小标题\n=====\n文字", "## 小标题\n\n文字"),
        (
            "说明：\n| 甲 | 乙 |\n| 1 | 2 |\n后文",
            "说明：\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n后文",
        ),
        ("｜甲｜乙｜\n｜---｜---｜\n｜1｜2｜", "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"),
        ("序号\t项目\n1\t货款", "| 序号 | 项目 |\n|---|---|\n| 1 | 货款 |"),
        ("步骤：\n1、甲\n2、乙\n后文", "步骤：\n\n1. 甲\n2. 乙\n\n后文"),
        ("• 甲\n• 乙", "- 甲\n- 乙"),
        ("-甲项\n-乙项\n*特别提醒*：带原件。", "- 甲项\n- 乙项\n\n*特别提醒*：带原件。"),
        ("（一）甲。\n（二）乙。", "（一）甲。\n\n（二）乙。"),
        ("见[指南]（../guides/complaint-guide.md）。", "见[指南](../guides/complaint-guide.md)。"),
        ("前文。\n\n    四格。\n    又四格。", "前文。\n\n四格。\n又四格。"),
        ("==要点==在此", "**要点**在此"),
        ("某 公 司 认 为 如 此", "某公司认为如此"),
        ("生效。[^9]", "生效。[^9]"),
        ("一<br>二", "一<br>二"),
    ],
)
def test_what_is_certain_is_rewritten(check, written, meant):
    text = f"{HEAD}\n{written}\n"
    after = mended(text, check({PAGE: text}))
    assert after == f"{HEAD}\n{meant}\n"
    rest = {f.code for f in check({PAGE: after})}
    assert rest <= {"B507", "B508"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("##小标题\n\n文字", "## 小标题\n\n文字"),
        ("小标题\n=====\n文字", "## 小标题\n\n文字"),
        ("小标题\n=====\n\n文字", "## 小标题\n\n文字"),
        ("• 甲\n• 乙", "- 甲\n- 乙"),
        ("序号\t项目\n1\t货款", "| 序号 | 项目 |\n|---|---|\n| 1 | 货款 |"),
        ("说明：\n（一）甲。\n（二）乙。", "说明：\n\n（一）甲。\n\n（二）乙。"),
    ],
)
def test_the_mend_of_one_finding_is_told_as_lines_that_change(check, written, meant):
    text = f"{HEAD}\n{written}\n"
    edits = [edit_for(text, finding) for finding in check({PAGE: text})]
    (edit,) = filter(None, edits)
    lines = text.split("\n")
    assert edit.was
    assert edit.now
    assert tuple(lines[edit.line - 1 :][: len(edit.was)]) == edit.was
    lines[edit.line - 1 : edit.line - 1 + len(edit.was)] = edit.now
    assert "\n".join(lines) == f"{HEAD}\n{meant}\n"


@pytest.mark.parametrize("written", ["**基本案情**", "一、基本案情", "基本案情\n----"])
def test_a_section_gets_its_heading(check, written):
    text = text_of(CASE)
    wrong = text.replace("## 基本案情", written, 1)
    assert mended(wrong, check({CASE: wrong})) == text


def test_title_that_yaml_would_cut_is_quoted(check):
    text = HEAD.replace(HEAD.split("\n")[1], "title: 某公司案 #12", 1)
    assert 'title: "某公司案 #12"' in mended(text, check({PAGE: text}))


def test_the_command_shows_first_and_writes_on_demand(library_ok, monkeypatch):
    monkeypatch.chdir(library_ok.root)
    file = library_ok.root / PAGE
    wrong = f"{HEAD}\n##小标题\n"
    file.write_text(wrong, encoding="utf-8")
    shown = CliRunner().invoke(cli, ["fix", PAGE])
    assert shown.exit_code == 0
    assert "-##小标题\n+## 小标题" in shown.output
    assert file.read_text(encoding="utf-8") == wrong
    CliRunner().invoke(cli, ["fix", "--write", PAGE])
    assert file.read_text(encoding="utf-8") == f"{HEAD}\n## 小标题\n"
    assert "没有能自动改的地方" in CliRunner().invoke(cli, ["fix", PAGE]).output


def test_only_manuscripts_are_touched(library_ok, monkeypatch):
    monkeypatch.chdir(library_ok.root)
    assert CliRunner().invoke(cli, ["fix", "mkdocs.yml"]).exit_code == 2
