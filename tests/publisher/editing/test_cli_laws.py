"""`fabu laws` in a small project."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.editing.laws_cli import laws
from publisher.model.loader import Folders
from tests.publisher.manuscripts import CASE, FAQ, text_of
from tests.publisher.site_project import site_project, write

LAWS = """instruments:
  - {title: 示例市便民条例, kind: 地方性法规, adopted: 2020-03-01, effective: 2020-06-01, articles: 3, source: 测试}
  - {title: 示例市便民条例, kind: 地方性法规, adopted: 2026-09-10, effective: 2027-01-01, articles: 3, source: 测试}
"""
OLD = "示例市便民条例\n（2020年3月1日通过）\n第一条　甲。\n第二条　窗口应当五日内办结。\n第三条　乙。\n"
NEW = OLD.replace("通过）", "通过　2026年9月10日修订）").replace("五日", "三日")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    made = site_project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("FABU_LAWS_DIR", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795140000")  # 2026-11-20
    write(made, {"site_config/laws.yml": LAWS})
    return made


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(laws, arguments, catch_exceptions=False)
    return result.exit_code, result.output


def test_a_folder_is_taken_in_and_every_file_is_accounted_for(folders: Folders) -> None:
    write(
        folders, {"in/旧.txt": OLD, "in/新.txt": NEW, "in/别的.md": "# 不知道的法\n\n第一条　甲。"}
    )
    code, told = run("import", "in", "--dry-run")
    assert code == 1
    assert "只核对，没有写入" in told
    assert not (folders.root / "var" / "laws").exists()
    code, told = run("import", "in", "--as-of", "2026-11-18")
    assert code == 1
    assert "不收：in/别的.md" in told
    assert "法律目录里没有" in told
    assert "共 3 个文件：新收 2，有变化 0，没有变化 0，不收 1" in told
    assert len(list((folders.root / "var" / "laws").glob("*/*.md"))) == 2
    (folders.root / "in" / "别的.md").unlink()
    write(folders, {"in/旧.txt": OLD.replace("五日", "六日")})
    code, told = run("import", "in/旧.txt")
    assert code == 0
    assert "改动 第二条" in told


def test_two_files_that_claim_to_be_one_text_are_both_left_out(folders: Folders) -> None:
    write(folders, {"in/一.txt": OLD, "in/二.txt": OLD.replace("五日", "九日")})
    code, told = run("import", "in")
    assert code == 1
    assert told.count("同一个文本而文字不同") == 2
    assert not (folders.root / "var" / "laws").exists()


def test_what_a_folder_does_not_bring_again_is_named_and_kept(folders: Folders) -> None:
    write(folders, {"in/旧.txt": OLD, "in/新.txt": NEW, "b/旧.txt": OLD, "b/旧二.txt": OLD})
    run("import", "in")
    code, told = run("import", "b")
    assert code == 0
    assert "条文库里有而这次没有的 1 个" in told


def test_the_state_of_the_pack_names_what_is_to_be_done(folders: Folders) -> None:
    write(folders, {"in/旧.txt": OLD})
    run("import", "in/旧.txt", "--as-of", "2026-09-30")
    code, told = run("status")
    assert code == 1
    assert "《示例市便民条例》（2020公布）文本截至 2026-09-30" in told
    assert "2027-01-01 起 《示例市便民条例》（2026公布），还没有条文" in told
    assert "《劳动合同法》" in told.partition("还没有现行条文")[2]


def test_who_cites_what_changes_is_named_with_file_and_line(folders: Folders) -> None:
    text = "\n依照《示例市便民条例》第一条、第二条办理。\n"
    write(
        folders,
        {
            "in/旧.txt": OLD,
            "in/新.txt": NEW,
            "cases_library/2026/ld-unsigned.md": text_of(CASE) + text,
            FAQ: text_of(FAQ) + text,
        },
    )
    write_case = (folders.root / "cases_library/2026/ld-unsigned.md").read_text("utf-8")
    run("import", "in")
    code, told = run("affected", "--law", "示例市便民条例")
    assert code == 0
    line = write_case.splitlines().index(text.strip()) + 1
    assert f"cases_library/2026/ld-unsigned.md:{line}: 第二条 文字有修改，见第二条" in told
    assert "第一条 " not in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("affected", "--law", "没有的法"), "法律目录里没有"),
        (("affected", "--law", "民法典"), "没有将要施行的新文本"),
        (("affected", "--law", "公司法", "--from", "2025-01-01"), "没有换成新文本"),
        (("import", "nothing"), "没有“nothing”"),
    ],
)
def test_what_cannot_be_done_says_why(folders: Folders, arguments, message) -> None:
    result = CliRunner().invoke(laws, arguments)
    assert result.exit_code == 1
    assert message in str(result.exception)
