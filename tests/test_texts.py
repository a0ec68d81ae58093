"""Every text that stands in a module of messages is read by somebody."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("district", "law", "privacy", "selfhelp", "search", "publisher", "forms_backend")
TEMPLATES = re.compile(r"\.([A-Z][A-Z0-9_]*)\b")


@dataclass
class Module:
    """What one walk through a module finds: names set at its top, names read, attributes by the name before
    the dot, and (module, name, as what it is known here) of every `from … import …`."""

    declared: set[str] = field(default_factory=set)
    loaded: Counter[str] = field(default_factory=Counter)
    attributes: dict[str, list[str]] = field(default_factory=dict)
    imports: list[tuple[str, str, str]] = field(default_factory=list)


def _read(tree: ast.Module) -> Module:
    found = Module(_declared(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                found.loaded[name] += 1
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                found.attributes.setdefault(name, []).append(attribute)
            case ast.ImportFrom(module=str(module)):
                found.imports += [(module, a.name, a.asname or a.name) for a in node.names]
    return found


def _declared(tree: ast.Module) -> set[str]:
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return {t.id for t in targets if isinstance(t, ast.Name) and not t.id.startswith("_")}


def _modules() -> Iterator[tuple[str, Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
            yield name, _read(ast.parse(path.read_text(encoding="utf-8")))


def _in_templates() -> frozenset[str]:
    return frozenset(
        name
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".html", ".xml", ".txt")
        for name in TEMPLATES.findall(path.read_text(encoding="utf-8"))
    )


def _is_messages(module: str) -> bool:
    return module.rpartition(".")[2].endswith("messages")


def _read_of(messages: str, modules: Mapping[str, Module], templates: frozenset[str]) -> set[str]:
    """The names of a module of messages that some module or template reads. A module that is given on as a
    whole is given to templates here."""
    found = set(modules[messages].loaded)
    for name, other in modules.items():
        if name == messages:
            continue
        for module, imported, known_as in other.imports:
            if module == messages:
                found.add(imported)
            elif f"{module}.{imported}" == messages:
                attributes = other.attributes.get(known_as, [])
                is_passed_on = other.loaded[known_as] > len(attributes)
                found |= set(attributes) | (templates if is_passed_on else set())
    return found


def test_no_text_is_left_that_nobody_reads() -> None:
    modules, templates = dict(_modules()), _in_templates()
    unused = {
        name: sorted(dead)
        for name, module in modules.items()
        if _is_messages(name) and (dead := module.declared - _read_of(name, modules, templates))
    }
    assert unused == {}
    assert sum(map(_is_messages, modules)) > 30, "the modules of messages are no longer found"
