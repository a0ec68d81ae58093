"""What the README promises exists, and what exists is in the README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fabu import COMMANDS, cli
from forms_backend.running.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented_and_explains_itself(command: str) -> None:
    assert f"`fabu {command}" in README
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert re.search(r"[\u4e00-\u9fa5]", result.output), "help is in Chinese"
    own = cli.get_command(click.Context(cli), command)
    assert own is not None
    assert COMMANDS[command].words == own.get_short_help_str(300)


def test_the_list_of_all_commands_loads_none_of_them() -> None:
    """It took five seconds of processor time, and is the first that an operator types."""
    asks = "import sys; from fabu import cli; cli(['--help'], standalone_mode=False)"
    told = f"{asks}; print(sorted({{'forms_backend', 'publisher', 'search'}} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    assert all(command.words.split("。")[0][:12] in done.stdout for command in COMMANDS.values())


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`FABU_{name.upper()}`" in README


def test_every_documented_setting_exists() -> None:
    documented = set(re.findall(r"FABU_([A-Z_]+)", README))
    assert documented <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z-]+)", README))))
def test_every_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:.*##", MAKEFILE, re.MULTILINE)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "make test " in README
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("make test")


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
