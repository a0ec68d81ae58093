"""The regular expressions of the program, as they stand in its code and with the values they have.

A pattern is an argument of a function of `re`; it is evaluated among the names of its module, since
many are put together from constants.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "district", "law", "privacy", "selfhelp", "search", "publisher", "forms_backend",
)  # fmt: skip
_FUNCTIONS = frozenset(
    ("compile", "sub", "subn", "match", "search", "fullmatch", "findall", "finditer", "split")
)
_ANCHORED = {"match", "fullmatch"}


@dataclass(frozen=True)
class Found:
    """One pattern where it stands; `methods` are those by which it is used, as far as told."""

    path: str
    line: int
    pattern: str
    flags: int
    methods: frozenset[str]

    @property
    def key(self) -> str:
        """For the list: module and text of the pattern, without the line, which moves."""
        return f"{self.path} {self.pattern}"

    @property
    def is_anchored(self) -> bool:
        """Whether it is only ever tried where a text begins."""
        return bool(self.methods) and self.methods <= _ANCHORED

    def compiled(self) -> re.Pattern[str] | re.Pattern[bytes]:
        return re.compile(self.pattern, self.flags)


@dataclass(frozen=True)
class Unread:
    """A pattern that is put together while the program runs."""

    path: str
    line: int
    expression: str

    @property
    def key(self) -> str:
        return f"{self.path} {self.expression}"


def patterns(root: Path = ROOT) -> tuple[list[Found], list[Unread]]:
    """All patterns by path and line, and those that cannot be known without running."""
    found: list[Found] = []
    unread: list[Unread] = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            name = str(path.relative_to(root))
            if "migrations/versions" in name:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            calls = [node for node in ast.walk(tree) if _is_of_re(node)]
            if not calls:
                continue
            names = vars(importlib.import_module(name[:-3].replace("/", ".")))
            users = _users(tree)
            for call, bound in _with_names(tree, calls):
                one = _read(name, call, names, users.get(bound, frozenset()))
                if isinstance(one, Found):
                    found.append(one)
                else:
                    unread.append(one)
            if any(one.path == name for one in unread):
                found += _made_while_loading(name, names, {f.pattern for f in found})
    return found, unread


def _made_while_loading(path: str, names: dict[str, object], known: set[Any]) -> Iterator[Found]:
    """What a function of the module made of its arguments, and the module keeps."""
    waiting = list(names.values())
    for value in waiting:
        if isinstance(value, tuple | list | frozenset):
            waiting += [v for v in value if isinstance(v, re.Pattern | tuple)]
        elif isinstance(value, dict) and value is not names.get("__builtins__"):
            waiting += [v for v in value.values() if isinstance(v, re.Pattern | tuple)]
        elif isinstance(value, re.Pattern) and value.pattern not in known:
            known.add(value.pattern)
            yield Found(path, 0, value.pattern, value.flags, frozenset())


def _is_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _FUNCTIONS
        and bool(node.args)
    )


def _with_names(tree: ast.Module, calls: list[ast.AST]) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the name that its value is given, "" where it has none."""
    named = {
        id(node.value): node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for call in calls:
        assert isinstance(call, ast.Call)
        yield call, named.get(id(call), "")


def _users(tree: ast.Module) -> dict[str, frozenset[str]]:
    """By name: the methods called on it; a name that is also used otherwise is left out."""
    called: dict[str, set[str]] = {}
    inside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called.setdefault(node.value.id, set()).add(node.attr)
            inside.add(id(node.value))
    loose = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in inside
    }
    return {name: frozenset(used) for name, used in called.items() if name not in loose}


def _read(
    path: str, call: ast.Call, names: dict[str, object], methods: frozenset[str]
) -> Found | Unread:
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "compile":
        methods = frozenset((call.func.attr,))
    flags = [k.value for k in call.keywords if k.arg == "flags"]
    if call.func.attr in ("compile", "match", "search", "fullmatch", "findall", "finditer"):
        flags += call.args[1:2] if call.func.attr == "compile" else call.args[2:3]
    try:
        pattern = eval(ast.unparse(call.args[0]), dict(names))  # noqa: S307 - our own code
        value = eval(ast.unparse(flags[0]), dict(names)) if flags else 0  # noqa: S307
    except NameError:
        return Unread(path, call.lineno, ast.unparse(call.args[0]))
    if isinstance(pattern, re.Pattern):
        pattern, value = pattern.pattern, pattern.flags
    return Found(path, call.lineno, pattern, int(value), methods)
