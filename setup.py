"""Copies into the wheel what the repository holds outside its packages; all else is in pyproject.toml.

`publisher/shipped_files/` of a wheel is a copy of the reference project and of deploy/, so that git
holds each of these files once (see publisher/shipped.py).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
SHIPPED = ("content", "cases_library", "site_config", "deploy", "mkdocs.yml")


class BuildWithShippedFiles(build_py):
    """An editable installation finds them in the repository instead."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "publisher" / "shipped_files"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in SHIPPED:
            source = ROOT / name
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "schema")
                shutil.copytree(source, target / name, ignore=ignored)
            else:
                shutil.copyfile(source, target / name)


setup(cmdclass={"build_py": BuildWithShippedFiles})
