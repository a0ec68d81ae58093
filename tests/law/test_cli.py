import json

import pytest
from click.testing import CliRunner

from law.cli import cite


def rows(*arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(cite, [*arguments, "--format", "jsonl", "--on", "2026-11-20"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_one_line_for_each_place():
    text = "依照《公司法》（2018年修正）第二十条、民法典第577条第1款。"
    first, second = rows(text)
    assert first == {
        "start": 2,
        "end": 20,
        "text": "《公司法》（2018年修正）第二十条",
        "line": 1,
        "law": "中华人民共和国公司法",
        "version": "2018修正",
        "article": 20,
        "inserted": 0,
        "paragraph": None,
        "item": None,
        "status": "旧法",
        "url": "laws/gongsifa/2018/20/",
        "through": False,
        "now": "公司法第二十一条、公司法第二十三条",
    }
    assert text[second["start"] : second["end"]] == second["text"] == "民法典第577条第1款"
    assert (second["article"], second["paragraph"], second["status"]) == (577, 1, "现行")


def test_what_belongs_to_no_law_is_told_too():
    (loose,) = rows("依照第五百七十七条。")
    assert (loose["law"], loose["status"]) == (None, "未写明法律")
    assert rows("《民法典》第1百条")[-1]["status"] == "读不出"


def test_a_file_with_a_mark_of_windows(tmp_path):
    file = tmp_path / "判决.txt"
    file.write_text("甲。\n依照民法典第九千条。", encoding="utf-8-sig")
    (row,) = rows("--file", str(file))
    assert (row["line"], row["status"], row["url"]) == (2, "条号超出", None)


def test_text_for_people():
    result = CliRunner().invoke(cite, ["合同法第 107 条", "--on", "2026-11-20"])
    assert result.output == (
        "第 1 行：合同法第 107 条 → 《合同法》（1999公布）第107条 已废止，现为民法典第五百七十七条\n"
    )


@pytest.mark.parametrize("arguments", [[], ["甲", "--file", "x"]])
def test_text_or_file_but_not_both(arguments):
    result = CliRunner().invoke(cite, arguments)
    assert result.exit_code == 2
    assert "二者取一" in result.output
