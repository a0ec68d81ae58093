"""The wheel is complete: installed outside the checkout, it makes, serves and upgrades a site.

Short form, for every test run: libraries are those of this environment. `make test-wheel` does the
same on the lowest and highest Python found, with everything installed anew (every_python.py).
"""

from __future__ import annotations

import py_compile
import zipfile
from pathlib import Path

import pytest

from tests.installed.environments import borrowed, install, interpreters, sources, wheel_of
from tests.installed.walk import OURS, upgrade, walk


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a checkout is after `make install`, with what Python compiled."""
    folder = sources(tmp_path_factory.mktemp("source"))
    for name in ("district/__init__.py", "publisher/pages/plan.py"):
        py_compile.compile(str(folder / name), doraise=True)
    return folder


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_of(tree, tmp_path_factory.mktemp("built") / "wheel")


def test_the_wheel_has_every_file_of_our_packages_and_the_reference_project(
    wheel: Path, tree: Path
) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(tree).as_posix()
        for name in OURS
        for path in (tree / name).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert ours - packed == set()
    assert [name for name in packed if name.endswith(".pyc")] == []
    shipped = {
        f"publisher/shipped_files/{path.relative_to(tree).as_posix()}"
        for name in ("content", "cases_library", "deploy")
        for path in (tree / name).rglob("*")
        if path.is_file()
    }
    assert shipped - packed == set()
    assert {name.split("/")[0] for name in packed if ".dist-info/" not in name} == {
        "fabu.py",
        *(name for name in OURS if name != "fabu"),
    }


def test_an_installed_wheel_makes_serves_and_upgrades_a_site(wheel: Path, tmp_path: Path) -> None:
    python = borrowed(tmp_path / "environment")
    install(python, wheel, "--no-deps")
    (tmp_path / "home").mkdir()
    walk(python, tmp_path / "home")
    upgrade(python, tmp_path / "home", tmp_path, "--no-deps")


def test_supported_interpreters_are_found_in_order() -> None:
    found = interpreters()
    assert found
    assert all(path.is_file() for path in found)
