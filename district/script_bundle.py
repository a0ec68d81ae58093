"""Modules of our own in one script: a slow link asks once.

Knows the forms that our own modules use, imports and exports of names, each at the beginning of a line:
whatever else stands there stops the build. Made of the text alone, so that the same modules give the
same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import (?:\{([^}]+)\} from )?"\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async )?(?:function|class|const) (\w+)(?![\w$]))", re.MULTILINE
)
_EXPORTED_CONST = re.compile(r"^export const (\w+)", re.MULTILINE)
_REEXPORT = re.compile(r"^export \{ (\w+(?:, \w+)*) \};$", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]*(?://[^\n]*|/\*\*?(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)
_LEFT_OVER = re.compile(
    r"(?:^|[;{}]|\*/)[ \t]*+((?:import(?!\s*[.(])|export)\b(?!\s*:).*)", re.MULTILINE
)
_META = re.compile(r"\bimport\s*\.\s*meta\b")
_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|//[^\n]*|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)
    |(?<=[=(,:\[!&|?{;])\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n]){0,200}+\]|[^/\\\[\n]){1,400}+/)
    |(?P<opening>[(\[{])|(?P<closing>[)\]}])|(?P<comma>,)|(?P<end>;)""",
    re.VERBOSE,
)
"""What tells where a declaration ends; `text`: strings, templates, comments, regular expressions."""
_OPEN_END = re.compile(r"\\$|\$\{[^}]*$")
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


def bundled(folder: Path, entry: str, *, classic: bool = False) -> str:
    """The module `entry` with all that it imports, each in a function of its own; ValueError for a
    form that is not known. It needs no module loader. `classic`: it is loaded as a script that is no
    module, where import.meta is a mistake; elsewhere that is the bundle's own."""
    parts = ['"use strict";', "const modules = {};"]
    for name, text in modules_of(folder, entry).items():
        body = _as_function_body(text, f"{folder.name}/{name}.js")
        if classic and _META.search(body):
            raise ValueError(f"{folder.name}/{name}.js: cannot bundle 'import.meta'")
        parts.append(f'modules["{name}"] = (() => {{\n{body}\n}})();')
    return "\n".join(parts) + "\n"


def _as_function_body(text: str, place: str) -> str:
    for found in _EXPORTED_CONST.finditer(text):
        if not _declares_one(text, found.end()):
            raise ValueError(f"{place}: cannot bundle more than one name: {found.group()!r}")
    exported = _EXPORT.findall(text)
    for names in _REEXPORT.findall(text):
        exported += [part.strip() for part in names.split(",")]
    body = _IMPORT.sub(_as_constant, text)
    body = _COMMENT.sub("", _EXPORT.sub("", _REEXPORT.sub("", body)))
    left = _LEFT_OVER.search(body)
    if left:
        raise ValueError(f"{place}: cannot bundle {left[1]!r}")
    if any(line.count("`") % 2 or _OPEN_END.search(line) for line in body.splitlines()):
        raise ValueError(f"{place}: cannot bundle a text of several lines")
    body = _INDENT.sub("", body).strip()
    return f"{body}\nreturn {{ {', '.join(exported)} }};" if exported else body


def _declares_one(text: str, start: int) -> bool:
    """Whether the declaration whose first name ends at `start` declares no second one."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += (token.lastgroup == "opening") - (token.lastgroup == "closing")
        if depth == 0 and token.lastgroup in {"comma", "end"}:
            return token.lastgroup == "end"
    return False


def _as_constant(found: re.Match[str]) -> str:
    """`import { a } from "./x.js"` as what it is within a bundle."""
    if not found[1]:
        return ""
    names = ", ".join(part.strip() for part in found[1].split(",") if part.strip())
    return f'const {{ {names.replace(" as ", ": ")} }} = modules["{found[2]}"];'
