"""An environment of any interpreter with exactly what a lock names, quickly: by uv, with its cache."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from releasing.interpreters import Interpreter


def make_environment(interpreter: Interpreter, folder: Path, *locks: Path) -> Path:
    """Make an environment in `folder` from `locks`, in their order, and return its Python.

    uv knows nothing of pip's set-up; an index that pip is told to ask is passed on to it. Raises
    CalledProcessError when a file is not to be had, has another checksum, or fits no such Python.
    """
    _uv("venv", "--quiet", "--python", str(interpreter.path), str(folder))
    python = folder / "bin/python"
    for lock in locks:
        _uv(
            *("pip", "install", "--quiet", "--python", str(python)),
            *("--require-hashes", "--no-deps", "--no-build-isolation", "--requirement", str(lock)),
        )
    return python


def _uv(*arguments: str) -> None:
    uv = Path(sys.executable).parent / "uv"
    subprocess.run([str(uv), *arguments], check=True, env=os.environ | _index_of_pip())


def _index_of_pip() -> dict[str, str]:
    said = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    found = re.search(r"index-url='([^']+)'", re.sub(r"(?m)^.*extra-index-url.*$", "", said.stdout))
    return {"UV_DEFAULT_INDEX": found[1]} if found else {}
