"""Questions to the database belong to repositories. What a module may import is a contract of
import-linter; that a service asks nothing through the work it holds is seen here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

PROGRAM = Path(__file__).parents[3] / "forms_backend"
WRITES = frozenset({"add", "add_all", "flush"})
"""What a service may do with the work itself: put rows in."""
HOLD_NO_ROWS = frozenset({"GitRepository"})
"""Repositories of another kind."""
ASKS = frozenset(name for name in vars(Session) if not name.startswith("_")) - WRITES


def _may_ask(module: Path) -> bool:
    room = module.relative_to(PROGRAM).parts[0]
    return (
        room in ("database", "migrations")
        or module.stem.endswith("repository")
        or module.name == "database_copy.py"
    )


def _services() -> Iterator[tuple[Path, ast.Module]]:
    for module in sorted(PROGRAM.rglob("*.py")):
        if not _may_ask(module):
            yield module, ast.parse(module.read_text(encoding="utf-8"))


def _called(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_services_ask_nothing_through_their_work() -> None:
    found = [
        f"{module.relative_to(PROGRAM)}:{call.lineno}"
        for module, tree in _services()
        for call in _called(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ASKS
        and _is_work(call.func.value)
    ]
    assert found == []


def _is_work(value: ast.expr) -> bool:
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return name in ("work", "_work")


def test_services_get_their_repositories_from_the_work() -> None:
    found = [
        f"{module.relative_to(PROGRAM)}:{call.lineno}"
        for module, tree in _services()
        for call in _called(tree)
        if isinstance(call.func, ast.Name)
        and call.func.id.endswith("Repository")
        and call.func.id not in HOLD_NO_ROWS
    ]
    assert found == []


def test_every_transaction_is_called_work() -> None:
    """Else the two tests above would look past it."""
    found = [
        f"{module.relative_to(PROGRAM)}:{node.lineno}"
        for module, tree in _services()
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
        if _opens_a_transaction(item.context_expr)
        and not (isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == "work")
    ]
    assert found == []


def _opens_a_transaction(expression: ast.expr) -> bool:
    return (
        isinstance(expression, ast.Call)
        and isinstance(expression.func, ast.Attribute)
        and expression.func.attr in ("read", "write")
        and isinstance(expression.func.value, ast.Name | ast.Attribute)
        and "database" in ast.unparse(expression.func.value)
    )
