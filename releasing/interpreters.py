"""The Pythons of this machine that the project supports."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

_ASK = (
    "import ensurepip, platform, sys; assert sys.prefix == sys.base_prefix; "
    "print(platform.python_implementation(), platform.python_version())"
)
_PLACES = ("/usr/bin", "/usr/local/bin")
_CLASSIFIER = "Programming Language :: Python :: "


@dataclass(frozen=True)
class Interpreter:
    """A CPython that can make environments with pip in them."""

    path: Path
    version: Version


@dataclass(frozen=True)
class Supported:
    """What pyproject.toml says: `requires` by number, `minors` such as "3.12" by classifier."""

    requires: SpecifierSet
    minors: frozenset[str]

    def __contains__(self, version: Version) -> bool:
        return version in self.requires and f"{version.major}.{version.minor}" in self.minors


def supported(pyproject: Path) -> Supported:
    """Reads `requires-python` and the classifiers, both of which have to admit a Python."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    return Supported(
        SpecifierSet(project["requires-python"]),
        frozenset(
            text.removeprefix(_CLASSIFIER)
            for text in project["classifiers"]
            if text.startswith(_CLASSIFIER)
        ),
    )


def found_interpreters(accepted: Supported) -> list[Interpreter]:
    """One for each version, oldest first: from PATH, the system's folders, and pyenv."""
    found: dict[Version, Interpreter] = {}
    for path in _candidates(accepted):
        version = _version_of(path)
        if version is not None and version in accepted:
            found.setdefault(version, Interpreter(path, version))
    return [found[version] for version in sorted(found)]


def _candidates(accepted: Supported) -> Iterator[Path]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    folders = [*os.get_exec_path(), *_PLACES, *sorted(map(str, pyenv.glob("*/bin")))]
    names = ["python3", *sorted(f"python{minor}" for minor in accepted.minors)]
    paths = (Path(folder) / name for folder in dict.fromkeys(folders) for name in names)
    return (path for path in paths if os.access(path, os.X_OK))


def _version_of(path: Path) -> Version | None:
    """None for what is no CPython, an environment's own Python, or has no pip to give."""
    try:
        answer = subprocess.run(
            [str(path), "-I", "-c", _ASK], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    implementation, _, version = answer.stdout.strip().partition(" ")
    return Version(version.rstrip("+")) if implementation == "CPython" else None
