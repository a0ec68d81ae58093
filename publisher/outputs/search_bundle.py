"""The browser's engine as one classic script: a slow link asks once, and old browsers can run it.

Knows the forms that our own modules use: imports and exports of names, each on one line.
"""

from __future__ import annotations

import re
from pathlib import Path

ORDER = (
    "inflate",
    "references",
    "analysis",
    "shards",
    "matching",
    "query",
    "snippets",
    "facets",
    "suggesting",
    "leading",
    "lexicon",
    "core",
    "worker",
)
_IMPORT = re.compile(r'^import (?:\{ ([^}]+) \} from )?"\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_REEXPORT = re.compile(r"^export \{ ([^}]+) \};$", re.MULTILINE)
_COMMENT = re.compile(r"^[ ]*(?://[^\n]*|/\*\*?(?:(?!\*/)[\s\S])*\*/)\n", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_INDENT = re.compile(r"^[ ]+|\n(?=\n)", re.MULTILINE)


def bundled_engine(folder: Path) -> str:
    """All modules of `folder` in one script, each in a function of its own; ValueError for an unknown form."""
    parts = ['"use strict";', "const modules = {};"]
    for name in ORDER:
        text = (folder / f"{name}.js").read_text(encoding="utf-8")
        parts.append(f"modules.{name} = (() => {{\n{_as_function_body(text, name)}\n}})();")
    return "\n".join(parts) + "\n"


def _as_function_body(text: str, name: str) -> str:
    exported = _EXPORT.findall(text)
    for names in _REEXPORT.findall(text):
        exported += [part.strip() for part in names.split(",")]
    body = _IMPORT.sub(
        lambda match: f"const {{ {match[1]} }} = modules.{match[2]};" if match[1] else "", text
    )
    body = _COMMENT.sub("", _EXPORT.sub("", _REEXPORT.sub("", body)))
    left = _LEFT_OVER.search(body)
    if left:
        raise ValueError(f"search/browser/{name}.js: cannot bundle {left.group()!r}")
    return f"{_INDENT.sub('', body).strip()}\nreturn {{ {', '.join(exported)} }};"
