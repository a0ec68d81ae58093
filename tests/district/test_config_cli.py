"""`fabu config show` says which value comes from where; `--project` works on every command."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import fabu
from tests.reference import make_project


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    root = make_project(tmp_path / "project")
    (root / "site_config" / "deadlines.yml").write_text(
        "# 本区\ndefault:\n  answer: {days: 3, count: working, basis: 本区更快}\n", encoding="utf-8"
    )
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> str:
    result = CliRunner().invoke(fabu.cli, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_own_value_is_shown_with_file_and_line_and_a_default_as_such(root: Path) -> None:
    lines = run("config", "show", "deadlines.default").splitlines()
    assert "deadlines.default.answer.days = 3  # site_config/deadlines.yml:3" in lines
    assert "deadlines.default.accept.days = 5  # 国家默认" in lines
    assert all(line.startswith("deadlines.default.") for line in lines)


def test_the_same_for_programs(root: Path) -> None:
    [row] = json.loads(run("config", "show", "site.name", "--format", "json"))
    assert row["file"] == "site_config/site.yml"
    assert (row["key"], row["line"]) == ("site.name", 5)
    [row] = json.loads(run("config", "show", "site.page_size", "--format", "json"))
    assert (row["value"], row["file"], row["source"]) == (40, None, "国家默认")


def test_a_file_of_a_folder_is_named_with_it(root: Path) -> None:
    assert run("config", "show", "forms/complaint.title") == (
        "forms/complaint.title = 投诉举报  # 国家默认\n"
    )


def test_everything_is_shown_without_a_key(root: Path) -> None:
    keys = {line.partition(" = ")[0] for line in run("config", "show").splitlines()}
    assert {
        "site.url",
        "units.units.court.name",
        "laws.instruments",
        "holidays/2027.complete",
    } <= keys


def test_a_key_that_is_none_is_refused(root: Path) -> None:
    result = CliRunner().invoke(fabu.cli, ["config", "show", "site.nam"])
    assert "没有“site.nam”这一项设置" in str(result.exception)


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_project_may_be_named_before_or_after_the_command(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    project, command = ["--project", str(root)], ["config", "show", "site.district"]
    words = [*project, *command] if place == "before" else [*command, *project]
    assert run(*words) == "site.district = 示例区  # site_config/site.yml:10\n"
    assert "FABU_PROJECT_DIR" not in os.environ


def all_commands(group: click.Group) -> list[click.Command]:
    context = click.Context(group)
    below = [group.get_command(context, name) for name in group.list_commands(context)]
    found: list[click.Command] = []
    for command in filter(None, below):
        found += all_commands(command) if isinstance(command, click.Group) else [command]
    return found


def test_every_command_takes_the_option() -> None:
    without = {
        command.name
        for command in all_commands(fabu.cli)
        if "project" not in {parameter.name for parameter in command.params}
    }
    assert without == set(fabu.WITHOUT_PROJECT)


def test_outside_a_project_a_command_exits_with_2_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["fabu", "check"])
    with pytest.raises(SystemExit) as stopped:
        fabu.main()
    assert stopped.value.code == 2
    assert "没有找到 mkdocs.yml" in capsys.readouterr().err
