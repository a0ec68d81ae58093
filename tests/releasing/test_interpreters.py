"""The program runs on every supported Python of this machine, from its locks."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from releasing.environments import make_environment
from releasing.interpreters import Supported, found_interpreters, supported
from releasing.locks import BUILD, RUN_TIME
from tests.long import amount
from tests.releasing.sources import ROOT, tracked_files

ACCEPTED = Supported(SpecifierSet(">=3.11.2"), frozenset({"3.11", "3.12"}))
IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
"""


@pytest.mark.parametrize(
    ("version", "inside"),
    [("3.11.1", False), ("3.11.2", True), ("3.12.9", True), ("3.13.0", False), ("4.0", False)],
)
def test_number_and_classifier_both_have_to_admit_it(version: str, inside: bool) -> None:
    assert (Version(version) in ACCEPTED) is inside


def test_only_pythons_that_can_serve_are_found(tmp_path: Path, monkeypatch) -> None:
    answers = {
        "a/python3": "echo CPython 3.12.4",
        "a/python3.11": "echo PyPy 3.11.9",
        "a/python3.12": "echo CPython 3.12.4",
        "b/python3.11": "echo CPython 3.11.3",
        "b/python3": "exit 1",
        "pyenv/versions/3.12.8/bin/python3.12": "echo CPython 3.12.8",
        "pyenv/versions/3.9.1/bin/python3": "echo CPython 3.9.1",
    }
    for name, answer in answers.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"#!/bin/sh\n{answer}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr("releasing.interpreters._PLACES", ())
    monkeypatch.setenv("PATH", f"{tmp_path / 'a'}:{tmp_path / 'b'}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    found = found_interpreters(ACCEPTED)
    assert [(str(i.version), str(i.path.relative_to(tmp_path))) for i in found] == [
        ("3.11.3", "b/python3.11"),
        ("3.12.4", "a/python3"),
        ("3.12.8", "pyenv/versions/3.12.8/bin/python3.12"),
    ]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository as git has it: nothing built, nothing installed."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in tracked_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def prove(python: Path, checkout: Path) -> None:
    """Every module can be imported, and the reference project passes its checks."""
    packages = sorted(path.parent.name for path in checkout.glob("*/__init__.py"))
    ours = [name for name in packages if name not in {"tests", "benchmarks", "releasing"}]
    for command in (["-W", "error", "-c", IMPORT_ALL, *ours], ["-m", "fabu", "check"]):
        done = subprocess.run(
            [python, *command], cwd=checkout, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (python, done.stdout[-2000:] + done.stderr[-2000:])


def test_the_first_command_of_the_readme_works_on_the_oldest(checkout: Path) -> None:
    """With that Python's own pip, as on a server with nothing else."""
    oldest = found_interpreters(supported(ROOT / "pyproject.toml"))[0]
    subprocess.run(
        ["make", "install", f"PYTHON={oldest.path}"], cwd=checkout, capture_output=True, check=True
    )
    python = checkout / ".venv/bin/python"
    subprocess.run([python, "-m", "pip", "check"], check=True, capture_output=True)
    subprocess.run([checkout / ".venv/bin/fabu", "--version"], check=True, capture_output=True)
    prove(python, checkout)


def test_it_runs_on_the_newest_too(checkout: Path, tmp_path: Path) -> None:
    """And in `make test-long` on all between; the tests themselves run on one of them."""
    _oldest, *others = found_interpreters(supported(ROOT / "pyproject.toml"))
    for interpreter in others[-amount(1, len(others)) :]:
        if str(interpreter.version) != platform.python_version():
            folder = tmp_path / str(interpreter.version)
            python = make_environment(interpreter, folder, checkout / BUILD, checkout / RUN_TIME)
            prove(python, checkout)
