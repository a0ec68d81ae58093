"""`fabu start`: a project that can be checked and built at once, and is a git repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import fabu
from publisher.projects import layout


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fabu.cli, arguments)


def findings(root: Path) -> list[str]:
    result = run("check", "--format", "json", "--project", str(root))
    assert result.exit_code == 0, result.output
    return [found["code"] for found in json.loads(result.output)["findings"]]


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git knows neither name nor address of who commits."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-such-file"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in (
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
    ):
        monkeypatch.delenv(name, raising=False)


CALENDAR = "T505"
"""From November on until the next year's holidays are known: true of every project."""
FIGURES = "P707"
"""Local wages and limits that only the district knows: none comes with the program."""


@pytest.mark.usefixtures("nobody")
def test_a_new_project_has_only_placeholders_left_to_fill_in(tmp_path: Path) -> None:
    root = tmp_path / "mine"
    result = run("start", str(root))
    assert result.exit_code == 0, result.output
    assert set(findings(root)) - {CALENDAR} == {"P701", "P710", FIGURES}
    assert {
        ".gitignore",
        ".gitattributes",
        ".pre-commit-config.yaml",
        "README.md",
        "mkdocs.yml",
    } <= {path.name for path in root.iterdir()}
    assert {path.name for path in (root / ".vscode").iterdir()} == {
        "settings.json",
        "tasks.json",
        "fabu.code-snippets",
    }
    assert (root / ".gitattributes").read_text("utf-8") == "* text=auto eol=lf\n"
    assert not list(root.rglob("*.py.orig"))
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "--format=%an %s") == "法布 新建网站工程\n"


def test_its_settings_are_those_that_have_no_default(tmp_path: Path) -> None:
    run("start", str(tmp_path))
    own = {path.name for path in (tmp_path / "site_config").glob("*.yml")}
    assert own == {"site.yml", "units.yml"}
    assert "焦作" not in (tmp_path / "site_config" / "units.yml").read_text("utf-8")


def test_the_examples_are_a_whole_site(tmp_path: Path) -> None:
    run("start", str(tmp_path), "--with-examples")
    assert len(list((tmp_path / "cases_library").rglob("*.md"))) >= 50
    assert not (tmp_path / "content" / "handbook").exists()
    assert set(findings(tmp_path)) - {CALENDAR} <= {"P701", "P710", "T503", FIGURES}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    result = run("start", str(tmp_path))
    assert result.exit_code == 2
    assert "没有改动它" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_environment_of_the_program_may_lie_in_it(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    assert run("start", str(tmp_path)).exit_code == 0


def test_without_git_it_is_a_project_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout.shutil, "which", lambda _name: None)
    result = run("start", str(tmp_path / "mine"))
    assert "还不是 git 仓库" in result.output
    assert "P701" in findings(tmp_path / "mine")


def test_a_form_that_was_switched_off_leaves_a_project_without_mistakes(tmp_path: Path) -> None:
    run("start", str(tmp_path))
    (tmp_path / "site_config" / "forms").mkdir()
    for name in ("legal-service-visit", "health-check-booking"):
        form = tmp_path / "site_config" / "forms" / f"{name}.yml"
        form.write_text("enabled: false\n", encoding="utf-8")
    contact = tmp_path / "content" / "about" / "contact.md"
    lines = contact.read_text("utf-8").splitlines(keepends=True)
    kept = [
        line for line in lines if "legal-service-visit" not in line and "health-check-b" not in line
    ]
    contact.write_text("".join(kept), encoding="utf-8")
    assert set(findings(tmp_path)) - {CALENDAR} == {"P701", "P710", FIGURES}
