"""`fabu redact`: a diff first, the file only when asked."""

from __future__ import annotations

import stat

import pytest
from click.testing import CliRunner, Result

from fabu import cli
from publisher.model.loader import Folders
from tests.publisher.manuscripts import CASE, text_of

LEAK = "\n原告李建国（电话13800138000）与被告示例市宏图建筑工程有限公司。\n"


@pytest.fixture
def manuscript(library_ok: Folders, monkeypatch: pytest.MonkeyPatch) -> Folders:
    (library_ok.root / CASE).write_text(text_of(CASE) + LEAK, encoding="utf-8")
    monkeypatch.chdir(library_ok.root)
    return library_ok


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["redact", *arguments])


def test_it_proposes_a_diff_and_changes_nothing(manuscript: Folders) -> None:
    before = (manuscript.root / CASE).read_text(encoding="utf-8")
    result = run(CASE)
    assert result.exit_code == 1
    assert "-原告李建国（电话13800138000）与被告示例市宏图建筑工程有限公司。" in result.output
    assert "+原告李某（电话××）与被告某建筑公司。" in result.output
    assert (manuscript.root / CASE).read_text(encoding="utf-8") == before


def test_it_writes_when_asked_and_then_finds_nothing(manuscript: Folders) -> None:
    assert run(CASE, "--write").exit_code == 0
    assert "原告李某（电话××）与被告某建筑公司。" in (manuscript.root / CASE).read_text(
        encoding="utf-8"
    )
    again = run(CASE)
    assert again.exit_code == 0
    assert "没有找到要隐去的内容" in again.output


def test_the_key_is_of_this_machine_and_for_its_owner_alone(manuscript: Folders) -> None:
    run(CASE)
    key = manuscript.root / "var/redaction.key"
    assert len(key.read_bytes()) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    first = key.read_bytes()
    run(CASE)
    assert key.read_bytes() == first


def test_a_key_that_was_cut_short_is_told(manuscript: Folders) -> None:
    (manuscript.root / "var").mkdir()
    (manuscript.root / "var/redaction.key").write_bytes(b"x")
    result = run(CASE)
    assert result.exit_code == 1
    assert "不完整" in str(result.exception)


def test_what_is_no_text_is_told(manuscript: Folders) -> None:
    (manuscript.root / "content/a.md").write_bytes(b"\xb2\xe2")
    result = run("content/a.md")
    assert "不是 UTF-8" in str(result.exception)
