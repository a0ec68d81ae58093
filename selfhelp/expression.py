"""Formulas of calculators: a small part of Python's grammar, read into plain lists.

The lists are JSON, and `publisher/theme/assets/fabu/selfhelp-formula.js` evaluates the same ones, so
that a formula is parsed once and means one thing in both languages. Numbers stay decimal text
until they become fractions: no sum of money ever is a float.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from typing import Any

Node = list[Any]
"""`["n", "0.025"]`, `["s", text]`, `["b", true]`, `["v", name]`, `[operator, node …]`,
`["in", node, [text …]]`, `["if", condition, then, else]`, `["f", name, node …]`."""

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.And: "and",
    ast.Or: "or",
}


class FormulaError(ValueError):
    """A formula that cannot be read; the message is Chinese and for editors."""


def compile_formula(text: str) -> Node:
    """The formula as nested lists. Raises FormulaError."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise FormulaError(f"算式“{text}”读不懂") from error
    return _Reader(text.strip()).node(tree.body)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text

    def node(self, tree: ast.expr) -> Node:
        match tree:
            case ast.Constant():
                return self._constant(tree)
            case ast.Name(id=name):
                return ["v", name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return [_OPERATORS[type(op)], self.node(left), self.node(right)]
            case ast.BoolOp(op=op, values=values):
                return [_OPERATORS[type(op)], *(self.node(value) for value in values)]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ["not", self.node(operand)]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return ["-", ["n", "0"], self.node(operand)]
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return ["if", self.node(test), self.node(body), self.node(orelse)]
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._comparison(left, op, right)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self._call(name, args)
        raise FormulaError(f"算式“{self._text}”里有不能用的写法")

    def _constant(self, tree: ast.Constant) -> Node:
        if isinstance(tree.value, bool):
            return ["b", tree.value]
        if isinstance(tree.value, str):
            return ["s", tree.value]
        if isinstance(tree.value, int | float):
            return ["n", ast.get_source_segment(self._text, tree)]
        raise FormulaError(f"算式“{self._text}”里有不能用的值")

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node:
        if isinstance(op, ast.In) and isinstance(right, ast.Tuple):
            return ["in", self.node(left), [self.node(item)[1] for item in right.elts]]
        if type(op) not in _OPERATORS:
            raise FormulaError(f"算式“{self._text}”里有不能用的比较")
        return [_OPERATORS[type(op)], self.node(left), self.node(right)]

    def _call(self, name: str, args: list[ast.expr]) -> Node:
        if name != "date":
            return ["f", name, *(self.node(arg) for arg in args)]
        try:
            day = date.fromisoformat(self.node(args[0])[1])
        except (ValueError, IndexError, TypeError) as error:
            raise FormulaError(f'算式“{self._text}”里的日期应为 date("2026-01-01")') from error
        return ["n", str(day.toordinal())]


def names_in(node: Node) -> Iterator[str]:
    """Every variable that a formula asks for."""
    if node[0] == "v":
        yield node[1]
    for part in _parts(node):
        yield from names_in(part)


def calls_in(node: Node) -> Iterator[tuple[str, Node]]:
    """Every call: the function's name and its arguments."""
    if node[0] == "f":
        yield node[1], node[2:]
    for part in _parts(node):
        yield from calls_in(part)


def _parts(node: Node) -> list[Node]:
    """The formulas inside a formula; what `in` compares with is plain text."""
    parts = node[1:2] if node[0] == "in" else node[1:]
    return [part for part in parts if isinstance(part, list)]
