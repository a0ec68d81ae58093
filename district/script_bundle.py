"""Modules of our own in one script: a slow link asks once.

Knows the forms that our own modules use, imports and exports of names: whatever else stands there
stops the build. Made of the text alone, so that the same modules give the same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import (?:\{([^}]+)\} from )?"\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_REEXPORT = re.compile(r"^export \{ ([^}]+) \};$", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]*(?://[^\n]*|/\*\*?(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_INDENT = re.compile(r"^[ ]+|\n(?=\n)", re.MULTILINE)


def modules_of(folder: Path, entry: str) -> dict[str, str]:
    """Text of the module `entry` and of all that it imports, each after those it needs itself.

    Raises ValueError where modules import each other in a circle, FileNotFoundError for one that
    is not there.
    """
    found: dict[str, str] = {}
    on_the_way: list[str] = []

    def visit(name: str) -> None:
        if name in on_the_way:
            raise ValueError(f"{folder.name}: {' → '.join([*on_the_way, name])}")
        if name in found:
            return
        on_the_way.append(name)
        text = (folder / f"{name}.js").read_text(encoding="utf-8")
        for _, other in _IMPORT.findall(text):
            visit(other)
        on_the_way.pop()
        found[name] = text

    visit(entry)
    return found


def bundled(folder: Path, entry: str) -> str:
    """The module `entry` with all that it imports, each in a function of its own; ValueError for a
    form that is not known. It needs no module loader and may stand in a classic script."""
    parts = ['"use strict";', "const modules = {};"]
    for name, text in modules_of(folder, entry).items():
        body = _as_function_body(text, f"{folder.name}/{name}.js")
        parts.append(f'modules["{name}"] = (() => {{\n{body}\n}})();')
    return "\n".join(parts) + "\n"


def _as_function_body(text: str, place: str) -> str:
    exported = _EXPORT.findall(text)
    for names in _REEXPORT.findall(text):
        exported += [part.strip() for part in names.split(",")]
    body = _IMPORT.sub(_as_constant, text)
    body = _COMMENT.sub("", _EXPORT.sub("", _REEXPORT.sub("", body)))
    left = _LEFT_OVER.search(body)
    if left:
        raise ValueError(f"{place}: cannot bundle {left.group()!r}")
    if any(line.count("`") % 2 for line in body.splitlines()):
        raise ValueError(f"{place}: cannot bundle a template of several lines")
    body = _INDENT.sub("", body).strip()
    return f"{body}\nreturn {{ {', '.join(exported)} }};" if exported else body


def _as_constant(found: re.Match[str]) -> str:
    """`import { a } from "./x.js"` as what it is within a bundle."""
    if not found[1]:
        return ""
    names = ", ".join(part.strip() for part in found[1].split(",") if part.strip())
    return f'const {{ {names.replace(" as ", ": ")} }} = modules["{found[2]}"];'
