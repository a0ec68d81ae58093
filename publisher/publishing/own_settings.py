"""What a checkout may not change by a push: the parts of mkdocs.yml that run code while a site is built.

A push may come from anybody who may write manuscripts; the code that runs on the server is the matter of
whoever looks after it, and changes with the project's own folder there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from district.project import MARKER

RUNS_CODE = ("hooks", "plugins", "theme", "markdown_extensions")
INHERITS = "INHERIT"
"""Takes settings from another file, which could hold any of them."""


class _Loader(yaml.SafeLoader):
    """Plain values only; `!ENV` and the like are read as text, `!!python/…` is an error."""


_Loader.add_multi_constructor("!", lambda _loader, suffix, node: f"!{suffix} {node.value}")


def why_not_own(root: Path, source: Path) -> str:
    """Why the checkout `source` may not be built on behalf of the project `root`; empty where it may."""
    if source == root:
        return ""
    try:
        own, pushed = _settings(root), _settings(source)
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return f"{MARKER} 读不了，或者有 !!python 这样会运行程序的写法：{reason}"
    if INHERITS in pushed:
        return f"{MARKER} 里不能用 {INHERITS}"
    for key in RUNS_CODE:
        if own.get(key) != pushed.get(key):
            return (
                f"{MARKER} 的 {key} 与服务器上工程的不同，它会在服务器上运行程序；"
                f"确实要改的，由运维人员先更新服务器上的工程（{root}）"
            )
    for name in _code_of(own):
        if _bytes(root / name) != _bytes(source / name):
            return f"{name} 会在服务器上运行，与服务器上工程的不同；确实要改的，由运维人员先更新服务器上的工程"
    return ""


def _settings(folder: Path) -> dict[str, Any]:
    found = yaml.load((folder / MARKER).read_bytes(), Loader=_Loader)  # noqa: S506 - a SafeLoader
    if not isinstance(found, dict):
        raise ValueError("应为“键: 值”")
    return found


def _code_of(settings: dict[str, Any]) -> list[str]:
    """Hooks, and the folder of templates of the project's own."""
    theme = settings.get("theme")
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    return [str(name) for name in (*(settings.get("hooks") or ()), folder) if name]


def _bytes(path: Path) -> dict[str, bytes]:
    """What lies at `path`: name → content; the one file, or all of a folder."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {f.relative_to(path).as_posix(): f.read_bytes() for f in files if f.is_file()}
