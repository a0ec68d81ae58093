"""One script a kind of page, made of the modules in theme/assets/fabu/."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from district.script_bundle import bundled

FOLDER = "assets/fabu"
MODULES = Path(__file__).resolve().parents[1] / "theme" / FOLDER
FIRST = "boot.js"
"""Runs before the page is painted, and is a script of its own."""


@lru_cache(maxsize=1)
def scripts() -> dict[str, str]:
    """File name → script: `main.js` for every page, `main-<kind>.js` for pages that do more.

    Raises ValueError for a form of module that the bundle does not know.
    """
    entries = sorted(file.stem for file in MODULES.glob("main*.js"))
    return {f"{name}.js": bundled(MODULES, name) for name in entries}


def write_scripts(site_dir: Path) -> list[str]:
    """Write the scripts; returns what was written, relative to `site_dir`."""
    folder = site_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in scripts().items():
        (folder / name).write_text(text, encoding="utf-8")
    return [f"{FOLDER}/{name}" for name in scripts()]


def is_module(path: str) -> bool:
    """Whether the theme's file at `path` goes online as part of scripts alone."""
    return path.startswith(f"{FOLDER}/") and path.endswith(".js") and not path.endswith(f"/{FIRST}")
