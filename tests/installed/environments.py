"""Environments outside the checkout with nothing but an installed wheel in them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.reference import ROOT

LOWEST = (3, 11)
_ASK = "import sys; print(*sys.version_info[:3])"


def interpreters() -> list[Path]:
    """Every supported Python found on PATH and among pyenv's, the lowest version first."""
    found: dict[tuple[int, ...], Path] = {}
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    places = [folder / f"python3.{minor}" for folder in folders for minor in range(11, 20)]
    places += [folder / "python3" for folder in folders]
    places += sorted(Path.home().glob(".pyenv/versions/*/bin/python3"))
    for place in places:
        if not os.access(place, os.X_OK) or place.parent == Path(sys.prefix) / "bin":
            continue
        answer = subprocess.run([place, "-c", _ASK], capture_output=True, text=True, check=False)
        version = tuple(map(int, answer.stdout.split()))
        if answer.returncode == 0 and version >= LOWEST:
            found.setdefault(version, place.resolve())
    return [found[version] for version in sorted(found)]


def sources(target: Path, version: str | None = None) -> Path:
    """A copy of every file that git has, or would have, in `target`; with another version number."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and not name.startswith(("tests/", "benchmarks/")) and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    if version:
        project = target / "pyproject.toml"
        text = re.sub(
            r'^version = ".*"$', f'version = "{version}"', project.read_text("utf-8"), flags=re.M
        )
        project.write_text(text, encoding="utf-8")
    return target


def wheel_of(source: Path, target: Path, *options: str) -> Path:
    """The wheel of a source tree, built as pip builds one: with a setuptools fetched for it, unless
    `--no-build-isolation` takes this environment's."""
    run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--disable-pip-version-check",
            *options,
            "--wheel-dir",
            str(target),
            str(source),
        ],
        target.parent,
    )
    [wheel] = target.glob("*.whl")
    return wheel


def borrowed(folder: Path) -> Path:
    """An environment of this Python that sees this one's libraries, but not the checkout: what an
    editable installation adds to the path is read in site folders alone."""
    run([sys.executable, "-m", "venv", str(folder)], folder.parent)
    python = folder / "bin" / "python"
    site = run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder
    )
    paths = [path for path in sys.path if path.endswith("site-packages")]
    Path(site.strip(), "borrowed.pth").write_text("\n".join(paths), encoding="utf-8")
    return python


def empty(interpreter: Path, folder: Path) -> Path:
    """An environment of that Python with nothing in it."""
    run([str(interpreter), "-m", "venv", str(folder)], folder.parent)
    return folder / "bin" / "python"


def install(python: Path, wheel: Path, *options: str) -> None:
    run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            *options,
            str(wheel),
        ],
        wheel.parent,
    )


def plain_environment() -> dict[str, str]:
    """Without settings, and without a word of where the checkout lies."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FABU_", "PYTHON", "COV_"))}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1"}


def run(command: list[str], where: Path) -> str:
    """What a command says; an AssertionError with all of it when it fails."""
    done = subprocess.run(
        command, cwd=where, env=plain_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
