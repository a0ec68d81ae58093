"""What the operator's handbook and deploy/ tell people to type exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from district import NATIONAL
from fabu import COMMANDS, cli
from forms_backend.running.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "content" / "handbook"
PAGES = sorted(HANDBOOK.glob("operator*.md"))
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
EXEC = "/opt/fabu/.venv/bin/"


def commands_in(text: str) -> list[str]:
    """Every `fabu …` of a page: inline code, and lines of code blocks."""
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```\n.*?```", "", text, flags=re.DOTALL))
    typed = [part for line in (*lines, *inline) for part in line.split("&&")]
    return [t.strip() for t in typed if re.match(r"\s*fabu [a-z]", t)]


def check_command(typed: str) -> None:
    """The command, its subcommand and every option are there."""
    words = shlex.split(typed)[1:]
    assert words[0] in COMMANDS, typed
    context = click.Context(cli)
    command = cli.get_command(context, words[0])
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        command = command.get_command(context, rest.pop(0))
    assert command is not None, typed
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known, typed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_exists(page: Path) -> None:
    found = commands_in(page.read_text("utf-8"))
    assert found
    for typed in found:
        check_command(typed)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_setting_and_file_of_a_page_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    known = {f"FABU_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"FABU_[A-Z_]+[A-Z]", text)) <= known
    for path in re.findall(r"(?<![\w/])(?:deploy|site_config)/[\w./@-]+\w", text):
        national = NATIONAL / path.removeprefix("site_config/")
        assert (ROOT / path).exists() or national.exists(), path
    units = {unit.stem for unit in UNITS}
    named = set(re.findall(r"\bfabu-[a-z]+(?=\.timer|\.service|`)", text))
    assert named - {"fabu-proxy", "fabu-headers"} <= units


def test_the_page_for_incidents_says_what_each_limit_is_for() -> None:
    page = (HANDBOOK / "operator-incident.md").read_text("utf-8")
    _, _, rest = page.partition("## 各项限额防什么")
    table, _, attack = rest.partition("## 有人在攻击")
    limits = {name for name in Settings.model_fields if name.startswith("limit_")} | {
        "form_burst", "form_min_seconds", "booklet_seconds", "connections",
        "connections_per_sender", "header_seconds", "body_seconds", "max_content_length",
    }  # fmt: skip
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"FABU_[A-Z_]+[A-Z]", row[1])}
    assert explained == {f"FABU_{name.upper()}" for name in limits}
    assert all(len(row) == 5 and row[2].strip() and row[3].strip() for row in rows)
    assert "connections_closed" in attack
    assert "sign_in_failed" in attack


def test_the_main_page_names_every_timer_and_links_to_every_page() -> None:
    text = (HANDBOOK / "operator.md").read_text("utf-8")
    for unit in UNITS:
        if unit.suffix == ".timer":
            assert f"`{unit.stem}`" in text
    for page in PAGES:
        assert page.stem == "operator" or f"({page.name})" in text


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_what_exists(unit: Path) -> None:
    text = unit.read_text("utf-8")
    for program in re.findall(rf"^Exec\w+={EXEC}(.+)$", text, re.MULTILINE):
        if program.startswith("fabu "):
            check_command(program)
        else:
            assert program.startswith("gunicorn -c deploy/gunicorn.conf.py ")
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service").is_file()
    elif EXEC in text:
        for line in ("User=fabu", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask="):
            assert line in text


def test_everything_in_deploy_is_in_its_readme_and_settings_are_ours() -> None:
    readme = (DEPLOY / "README.md").read_text("utf-8")
    for file in DEPLOY.rglob("*"):
        if file.is_file() and file.parent.name not in ("systemd", "__pycache__"):
            assert file.name == "README.md" or file.name in readme, file
    known = {f"FABU_{name.upper()}" for name in Settings.model_fields}
    example = (DEPLOY / "fabu.env.example").read_text("utf-8")
    assert set(re.findall(r"FABU_[A-Z_]+", example)) <= known
