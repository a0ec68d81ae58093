"""What may be changed in a module, one place at a time. Pure: source in, mutants out.

Texts are left alone (what is said to people is no rule), and so are annotations, assertions and
docstrings. Module-level constants and decorators of limits are changed as well as bodies.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
}
_FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_STATEMENTS = ("pass", "return None", "break", "")
_LONGEST = 90


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, for people and for the list that is kept, and the changed module."""

    path: str
    line: int
    last_line: int
    where: str
    """Class and function, `<module>` outside of them."""
    name: str | None
    """The constant that is changed, where it is one of the module."""
    id: str
    source: str


@dataclass(frozen=True)
class _Change:
    node: ast.expr | ast.stmt
    where: str
    text: str
    name: str | None = None


def mutants_of(source: str, path: str, *, decorators_only: str = "") -> list[Mutant]:
    """Every mutant of a module, in the order of the text; `decorators_only` is the beginning of the
    names of decorators that are dropped, and then nothing else is changed."""
    tree = ast.parse(source)
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    raw, seen = source.encode(), Counter[str]()
    found: list[Mutant] = []
    changes = _dropped(tree, decorators_only) if decorators_only else _changes(tree)
    for change in sorted(changes, key=lambda c: (c.node.lineno, c.node.col_offset)):
        node = change.node
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        if change.text == "" and raw[begin - 1 : begin] == b"@":
            begin -= 1
        before = raw[begin:end].decode()
        # Every change stands on one line; the lines below keep their numbers.
        after = raw[:begin] + _padded(change.text, before.count("\n")).encode() + raw[end:]
        label = f"{change.where}: {_short(before)} → {_short(change.text) or 'nothing'}"
        seen[label] += 1
        number = f" #{seen[label]}" if seen[label] > 1 else ""
        found.append(
            Mutant(
                path, node.lineno, node.end_lineno, change.where, change.name,
                f"{path} {label}{number}", after.decode(),
            )
        )  # fmt: skip
    return found


def _padded(text: str, lines: int) -> str:
    """Followed by so many ends of lines; in brackets, where that is an expression."""
    ends = "\n" * lines
    return f"{text}{ends}" if text in _STATEMENTS or not lines else f"({text}{ends})"


def _short(text: str) -> str:
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _dropped(tree: ast.Module, beginning: str) -> Iterator[_Change]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if ast.unparse(decorator).startswith(beginning):
                    yield _Change(decorator, node.name, "")


def _changes(tree: ast.Module) -> Iterator[_Change]:
    for statement in tree.body:
        yield from _of_statement(statement, "<module>")


def _of_statement(node: ast.stmt, where: str) -> Iterator[_Change]:
    if isinstance(node, ast.Assert | ast.Import | ast.ImportFrom | ast.Pass) or _is_text(node):
        return
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        inner = node.name if where == "<module>" else f"{where}.{node.name}"
        if isinstance(node, ast.FunctionDef):
            yield from _dropped_limits(node, inner)
            for value in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
                yield from _of_expression(value, inner)
        for statement in node.body:
            yield from _of_statement(statement, inner)
        return
    yield from _whole(node, where)
    name = _constant(node) if where == "<module>" else None
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "target", "targets", "cause", "items", "optional_vars", "type"):
            if field == "items":
                for item in value:
                    yield from _of_expression(item.context_expr, where)
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.stmt):
                yield from _of_statement(child, where)
            elif isinstance(child, ast.expr):
                yield from _of_expression(child, where, name)
                if field == "test" and _is_plain(child):
                    yield _Change(child, where, f"not ({ast.unparse(child)})", name)
            elif isinstance(child, ast.ExceptHandler):
                for statement in child.body:
                    yield from _of_statement(statement, where)
            elif isinstance(child, ast.match_case):
                if child.guard is not None:
                    yield from _of_expression(child.guard, where)
                for statement in child.body:
                    yield from _of_statement(statement, where)


def _dropped_limits(node: ast.FunctionDef, where: str) -> Iterator[_Change]:
    for decorator in node.decorator_list:
        if ast.unparse(decorator).startswith(("limit_", "limiter.", "allow_roles")):
            yield _Change(decorator, where, "")


def _whole(node: ast.stmt, where: str) -> Iterator[_Change]:
    """The statement left out, where the rest still makes sense without it."""
    match node:
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield _Change(node, where, "pass")
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield _Change(node, where, "pass")
        case ast.Assign(targets=[ast.Tuple(elts=elements)]) if all(
            isinstance(e, ast.Attribute | ast.Subscript) for e in elements
        ):
            yield _Change(node, where, "pass")
        case ast.Return(value=ast.Constant(value=None | True | False)):
            pass
        case ast.Return(value=value) if value is not None:
            yield _Change(node, where, "return None")
        case ast.Continue():
            yield _Change(node, where, "break")
        case _:
            pass


def _of_expression(node: ast.expr, where: str, name: str | None = None) -> Iterator[_Change]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            other = ast.Compare(node.left, [_COMPARISONS[type(op)]()], node.comparators)
            yield _Change(node, where, f"({ast.unparse(other)})", name)
        case ast.Compare(ops=ops):
            for number, op in enumerate(ops):
                changed = [*ops[:number], _COMPARISONS[type(op)](), *ops[number + 1 :]]
                text = ast.unparse(ast.Compare(node.left, changed, node.comparators))
                yield _Change(node, where, f"({text})", name)
        case ast.BoolOp():
            joined: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _Change(node, where, f"({ast.unparse(ast.BoolOp(joined, node.values))})", name)
        case ast.UnaryOp(op=ast.Not()):
            yield _Change(node, where, f"({ast.unparse(node.operand)})", name)
        case ast.BinOp() if type(node.op) in _ARITHMETIC and not _joins_text(node):
            changed_op = _ARITHMETIC[type(node.op)]()
            text = ast.unparse(ast.BinOp(node.left, changed_op, node.right))
            yield _Change(node, where, f"({text})", name)
        case ast.Constant(value=bool() as value):
            yield _Change(node, where, str(not value), name)
        case ast.Constant(value=int() | float() as value):
            yield _Change(node, where, str(value + 1), name)
        case ast.IfExp() if _is_plain(node.test):
            yield _Change(node.test, where, f"(not ({ast.unparse(node.test)}))", name)
        case ast.Call(func=ast.Name(id=called)) if called in _FUNCTIONS:
            yield _Change(node.func, where, _FUNCTIONS[called], name)
        case _:
            pass
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr):
            continue
        if isinstance(child, ast.expr):
            yield from _of_expression(child, where, name)
        elif isinstance(child, ast.keyword):
            yield from _of_expression(child.value, where, name)
        elif isinstance(child, ast.comprehension):
            yield from _of_expression(child.iter, where, name)
            for test in child.ifs:
                yield from _of_expression(test, where, name)
                if _is_plain(test):
                    yield _Change(test, where, f"(not ({ast.unparse(test)}))", name)


def _is_plain(node: ast.expr) -> bool:
    """Whether no other rule turns the condition round."""
    return not isinstance(node, ast.Compare | ast.BoolOp | ast.Constant) and not (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _joins_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
        for side in (node.left, node.right)
    )


def _constant(node: ast.stmt) -> str | None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return None
