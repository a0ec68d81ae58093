"""The district's own settings: every mistake in all files at once, with a sentence in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from district import ConfigError, load_site_config
from district.loader import read_yaml
from tests.reference import SITE_CONFIG, written_out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A writable copy of the reference project's settings, national ones written out."""
    return written_out(tmp_path)


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_site_config(folder)
    return [str(problem) for problem in caught.value.problems]


def test_what_comes_with_fabu_is_right() -> None:
    assert load_site_config(SITE_CONFIG).site.base_url.startswith("http")


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "what"),
    [
        ("site.yml", "tagline:", "tag_line:", "site.yml: tag_line", "没有这一项"),
        ("site.yml", "http://127.0.0.1:8000/", "不是网址", "site.yml: url", "应为完整网址"),
        (
            "site.yml",
            "http://127.0.0.1:8000/",
            "https://www.example.gov.cn/普法/?x=1",
            "site.yml: url",
            "问号",
        ),
        (
            "vocabulary.yml",
            "  held: 已开庭",
            "  over: 已结束",
            "vocabulary.yml: hearing_states",
            "固定词表",
        ),
        (
            "units.yml",
            "short: 区法院, kind: political-legal",
            "short: 区法院, kind: secret",
            "units.yml: court",
            "political-legal",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(
    folder: Path, name: str, old: str, new: str, where: str, what: str
) -> None:
    change(folder, name, old, new)
    found = problems(folder)
    assert any(line.startswith(where) and what in line for line in found), found


def test_mistakes_of_all_files_come_at_once(folder: Path) -> None:
    change(folder, "site.yml", "phone:", "fone:")
    change(
        folder, "units.yml", "short: 区法院, kind: political-legal", "short: 区法院, kind: secret"
    )
    names = {line.split(":")[0] for line in problems(folder)}
    assert names == {"site.yml", "units.yml"}


def test_broken_yaml_and_a_missing_file_are_problems_not_tracebacks(folder: Path) -> None:
    (folder / "site.yml").write_text("name: [未闭合", encoding="utf-8")
    (folder / "units.yml").unlink()
    found = problems(folder)
    assert any(line.startswith("site.yml") and "YAML" in line for line in found)
    assert "units.yml: 文件不存在" in found


def test_labels_of_fixed_lists_may_be_worded_anew(folder: Path) -> None:
    change(folder, "vocabulary.yml", "held: 已开庭", "held: 已审结")
    terms = load_site_config(folder).vocabulary.terms("hearing_states")
    assert terms.find("已审结") is not None


def test_a_new_area_needs_one_line(folder: Path) -> None:
    change(
        folder,
        "vocabulary.yml",
        "  contracts: 合同交易\n",
        "  contracts: 合同交易\n  export: 外贸出口\n",
    )
    term = load_site_config(folder).vocabulary.terms("areas").find("外贸出口")
    assert term is not None
    assert term.key == "export"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: 2\na: 3\n", "第 3 行第 1 列读不懂：「a」写了两次"),
        ("x:\n  - {k: 1, k: 2}\n", "第 2 行第 12 列读不懂：「k」写了两次"),
        ('title: "没有配对\nb: 1\n', "第 1 行第 8 列读不懂：引号没有配对"),
        ("a: b: c\n", "第 1 行第 5 列读不懂：值里有冒号，却没有加引号"),
    ],
)
def test_a_slip_in_yaml_is_told_in_chinese_at_its_place(tmp_path, text, sentence) -> None:
    path = tmp_path / "site.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_yaml(path)
    assert sentence in caught.value.problems[0].message
