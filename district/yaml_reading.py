"""YAML as people write it: mistakes explained in Chinese at their place, a key written once."""

from __future__ import annotations

import io
from typing import Any

import yaml

_PROBLEMS = (
    ("mapping values are not allowed", "值里有冒号，却没有加引号"),
    (
        "could not find expected ':'",
        "这一行缺少半角冒号，或冒号后没有空格；若是上一行的下文，行首空两格",
    ),
    ("expected ',' or ']'", "方括号没有配对，或项之间不是半角逗号"),
    ("expected ',' or '}'", "花括号没有配对，或项之间不是半角逗号"),
    ("unexpected end of stream", "引号没有配对"),
    ("expected node content", "括号没有配对，或值只写了一半"),
    ("expected key", "缩进与上一行不一致"),
    ("expected <block end>", "缩进与上一行不一致"),
    ("alias", "以 * 开头的文字没有加引号"),
    ("anchor", "以 & 开头的文字没有加引号"),
    ("alphabetic or numeric character", "以 * 或 & 开头的文字没有加引号"),
    ("cannot start any token", "值以不能开头的符号开头，请加引号"),
    ("block sequence entries are not allowed", "列表的 - 应另起一行"),
    ("not allowed", "文件里有看不见的控制字符"),
    (
        "could not determine a constructor",
        "! 开头的标记只能是 !replace（写在组上）或 !append（写在列表上）",
    ),
)
"""What the YAML library says, and what it means to an author; the first that fits."""

_SEEN_LATER = ("unexpected end of stream", "could not find expected ':'")
"""Mistakes that the library meets further down than where the author made them."""

_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Named(io.StringIO):
    """A text that knows its file: every node of it then says where it stands."""

    name = ""


def compose_yaml(text: str, name: str = "") -> yaml.Node | None:
    """The text as nodes with their places (`start_mark`: `name`, such as that of its file, and line); None when it is empty.

    Refuses a key that is written twice: the second would silently take the place of the first.
    Raises yaml.YAMLError; see `explained`.
    """
    stream = _Named(text)
    stream.name = name
    root = yaml.compose(stream, Loader=_Fast)
    if root is not None:
        _refuse_twins(root, set())
    return root


def _refuse_twins(node: yaml.Node, seen: set[int]) -> None:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_twins(item, seen)
    elif isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if str(key.value) in keys:
                problem = f"「{key.value}」写了两次"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            keys.add(str(key.value))
            _refuse_twins(value, seen)


def constructed(node: yaml.Node | None) -> Any:
    """The content of nodes. Raises yaml.YAMLError for a tag that is not YAML's own."""
    return None if node is None else _Fast("").construct_document(node)


def load_yaml(text: str) -> Any:
    """The content of a text. Raises yaml.YAMLError; see `explained`."""
    return constructed(compose_yaml(text))


def explained(error: yaml.YAMLError) -> tuple[int, int, str]:
    """Line (from 0), column (from 1) and reason of a mistake."""
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    if mark is None or any(part in problem for part in _SEEN_LATER):
        mark = getattr(error, "context_mark", None) or mark
    reason = next((text for part, text in _PROBLEMS if part in problem), problem)
    return (mark.line, mark.column + 1, reason) if mark else (0, 1, reason)


def sentence(error: yaml.YAMLError) -> str:
    """The mistake as one sentence."""
    line, column, reason = explained(error)
    return f"不是有效的 YAML：第 {line + 1} 行第 {column} 列读不懂：{reason}"
