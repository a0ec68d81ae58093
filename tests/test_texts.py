"""Every text that stands in a module of messages is read by somebody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("district", "law", "privacy", "selfhelp", "search", "publisher", "forms_backend")
TEMPLATES = re.compile(r"\.([A-Z][A-Z0-9_]*)\b")


def _modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


TREES: Mapping[str, ast.Module] = {
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in _modules()
}
IN_TEMPLATES = frozenset(
    name
    for package in PACKAGES
    for path in (ROOT / package).rglob("*")
    if path.suffix in (".html", ".xml", ".txt")
    for name in TEMPLATES.findall(path.read_text(encoding="utf-8"))
)


def _is_messages(module: str) -> bool:
    return module.rpartition(".")[2].endswith("messages")


def _declared(tree: ast.Module) -> set[str]:
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return {t.id for t in targets if isinstance(t, ast.Name) and not t.id.startswith("_")}


def _loaded(tree: ast.Module) -> set[str]:
    """Names that are read, not set."""
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _imports(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """(module, name, as what it is known here) of every `from … import …`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.module, alias.name, alias.asname or alias.name


IMPORTS = {name: tuple(_imports(tree)) for name, tree in TREES.items()}


def _read_of(messages: str) -> set[str]:
    """The names of a module of messages that some module or template reads."""
    found = _loaded(TREES[messages])
    for name, tree in TREES.items():
        if name == messages:
            continue
        for module, imported, known_as in IMPORTS[name]:
            if module == messages:
                found.add(imported)
            elif f"{module}.{imported}" == messages:
                attributes, is_passed_on = _used_through(tree, known_as)
                found |= attributes | (IN_TEMPLATES if is_passed_on else set())
    return found


def _used_through(tree: ast.Module, known_as: str) -> tuple[set[str], bool]:
    """What is read as `known_as.NAME`, and whether the module as a whole is given to others, which
    here are templates."""
    attributes = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == known_as
    ]
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == known_as]
    return {node.attr for node in attributes}, len(names) > len(attributes)


def test_no_text_is_left_that_nobody_reads() -> None:
    unused = {
        module: sorted(dead)
        for module, tree in TREES.items()
        if _is_messages(module) and (dead := _declared(tree) - _read_of(module))
    }
    assert unused == {}
