"""Splits a Markdown source into front matter (头信息) and body, keeping the line of every key.

MkDocs swallows broken YAML and publishes the header as text; here each mistake is a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from district import characters
from district.yaml_reading import explained
from publisher.model.finding import Finding
from publisher.prose.soft_breaks import joined_lines

_WIDE_BLANKS = {
    "\u3000": "全角空格",
    "\xa0": "不换行空格（NBSP）",
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), "不是普通空格的空格"),
    "\u202f": "不换行空格（NBSP）",
    "\u205f": "不是普通空格的空格",
}
_WIDE_BLANK = re.compile(f"[{''.join(_WIDE_BLANKS)}]")
_PLAIN_SPACES = str.maketrans(dict.fromkeys(("\t", *_WIDE_BLANKS), " "))
"""Reported, then read as the spaces they were meant to be, so that other mistakes show as well."""

_LONGEST_INTEGER = 18
"""Longer runs of digits are text: no count has so many, and Python refuses to read them."""

_DEEPEST = 50
_SURELY_FLAT = 100
"""Headers with no more marks of nesting than this cannot nest too deep to be read."""

KeyPath = tuple[str | int, ...]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CUT = re.compile(r"[ \t]+(#(?![ \t#]|$).*)")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class _TextDates(_Loader):  # type: ignore[valid-type, misc]
    """Resolves booleans, integers, floats and null only.

    Dates and 9:30 (base-60 in YAML 1.1) stay text, so that the models can say what is wrong
    with “2026-02-30” instead of a YAML library.
    """


_TextDates.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    ]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
):
    _TextDates.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


UNFILLED = "【待填】"
"""Marks a text that the editor still has to write; put there by `fabu new`."""


@dataclass(frozen=True)
class FrontMatter:
    """`data` as plain values, `lines` from key path to line (starting at 1 in the file).

    `unfilled`: lines that hold the mark for a text to fill in. `header`: the YAML as it is written.
    """

    data: dict[str, Any]
    lines: dict[KeyPath, int]
    body: str
    body_line: int
    unfilled: tuple[int, ...] = ()
    header: str = ""

    def line_of(self, path: KeyPath) -> int:
        """The line of the key at `path`, or of its nearest known ancestor; 1 if none is known."""
        for length in range(len(path), 0, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return line
        return 1


@dataclass
class _Walk:
    """Turns nodes into values, noting the line of each key.

    A node that is met twice is a YAML alias (*name): authors do not need them, and a few nested
    ones expand beyond all memory.
    """

    path: str
    offset: int
    rows: list[str]
    lines: dict[KeyPath, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    cleans: bool = False
    has_cleaned: bool = False

    def value(self, node: yaml.Node, at: KeyPath) -> Any:
        if id(node) in self.seen:
            line = self.offset + node.start_mark.line
            self.findings.append(
                Finding(
                    self.path,
                    line,
                    "Y151",
                    "不能用 & 和 * 引用别处的值",
                    "把值再写一遍；以 & 或 * 开头的文字请加引号",
                )
            )
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            items = []
            for index, child in enumerate(node.value):
                here = (*at, index)
                self.lines[here] = self.offset + child.start_mark.line
                items.append(self.value(child, here))
            return items
        value = self._clean(self._scalar(node))
        if isinstance(value, str) and isinstance(node, yaml.ScalarNode):
            self._check_not_cut(node, at)
            if node.end_mark.line > node.start_mark.line and " " in value:
                return self._unfolded(node, value)
        return value

    def _clean(self, value: Any) -> Any:
        r"""An escape such as "\uFFFE" makes a character that no page can hold: it is left out, and
        told by whoever called, who knows where the escape stands."""
        if not self.cleans or not isinstance(value, str):
            return value
        cleaned = characters.legible(value)
        self.has_cleaned = self.has_cleaned or cleaned != value
        return cleaned

    def _check_not_cut(self, node: yaml.ScalarNode, at: KeyPath) -> None:
        """C218: YAML takes “ #12” and what follows for a comment."""
        end = node.end_mark
        if not node.style and end.line < len(self.rows):
            cut = _CUT.match(self.rows[end.line], end.column)
            if cut:
                key = next((str(part) for part in reversed(at) if isinstance(part, str)), "")
                message = f"「{key}」的值在“#”处被截断，“{cut[1][:20]}”不会显示"
                self.findings.append(Finding(self.path, self.offset + end.line, "C218", message))

    def _unfolded(self, node: yaml.ScalarNode, value: str) -> str:
        """`value` without the blanks that YAML puts between lines, where Chinese has none."""
        rows = self.rows[node.start_mark.line : node.end_mark.line + 1]
        rows[-1] = rows[-1][: node.end_mark.column]
        rows[0] = rows[0][node.start_mark.column :]
        parts = [row.strip() for row in (rows[1:] if node.style == ">" else rows)]
        parts = [part for part in parts if part]
        if node.style in ("'", '"') and parts:
            parts[0], parts[-1] = parts[0][1:], parts[-1][:-1]
        return joined_lines(parts) if " ".join(parts) == value.strip() else value

    def _mapping(self, node: yaml.MappingNode, at: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(self._clean(key_node.value))
            here = (*at, key)
            line = self.offset + key_node.start_mark.line
            if key in result:
                self.findings.append(
                    Finding(self.path, line, "Y152", f"「{key}」已在第 {self.lines[here]} 行写过")
                )
                continue
            self.lines[here] = line
            result[key] = self.value(value_node, here)
        return result

    @staticmethod
    def _scalar(node: yaml.Node) -> Any:
        kind = node.tag.rpartition(":")[2]
        if kind == "null":
            return None
        if kind == "bool":
            return node.value.lower() == "true"
        try:
            if kind == "int" and len(node.value) <= _LONGEST_INTEGER:
                return int(node.value)
            if kind == "float":
                return float(node.value)
        except ValueError:
            return node.value  # An explicit tag may lie: `!!int x`. The model says what is wrong.
        return node.value


def _broken(path: str, error: yaml.YAMLError, offset: int) -> Finding:
    line, column, reason = explained(error)
    line += offset
    return Finding(path, line, "Y151", f"第 {line} 行第 {column} 列读不懂：{reason}")


def _spaces(path: str, header: str, offset: int) -> list[Finding]:
    found = []
    for number, line in enumerate(header.split("\n"), start=offset):
        if "\t" in line:
            found.append(Finding(path, number, "F108", f"第 {line.index(chr(9)) + 1} 列是制表符"))
        if blank := _WIDE_BLANK.search(line):
            what = _WIDE_BLANKS[blank.group()]
            found.append(Finding(path, number, "F109", f"第 {blank.start() + 1} 列是{what}"))
    return found


def _is_too_deep(header: str) -> bool:
    """Whether values nest deeper than `_DEEPEST`, told without recursion.

    libyaml's composer recurses on the C stack: some ten thousand brackets crash the process.
    """
    deepest_indent = max(len(line) - len(line.lstrip(" ")) for line in header.split("\n"))
    if deepest_indent + sum(header.count(mark) for mark in ("[", "{", "- ", "? ")) <= _SURELY_FLAT:
        return False
    depth = 0
    try:
        for event in yaml.parse(header, Loader=_TextDates):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEEPEST:
                    return True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return False  # The composer meets the same mistake and reports it.
    return False


def parse(path: str, text: str) -> tuple[FrontMatter | None, list[Finding]]:
    """Front matter of `text` (LF line ends, no BOM), or None with the findings that say why."""
    first, _, rest = text.partition("\n")
    end = _FENCE.search(rest) if first.rstrip() == "---" else None
    if end is None:
        why = "头信息没有用 --- 结束" if first.rstrip() == "---" else "第一行不是 ---"
        return None, [Finding(path, 1, "F110", why)]
    header, body = rest[: end.start()], rest[end.end() :].removeprefix("\n")
    offset = 2
    findings = _spaces(path, header, offset)
    if findings:
        header = header.translate(_PLAIN_SPACES)
    if _is_too_deep(header):
        return None, [Finding(path, offset, "Y151", f"括号或缩进嵌套超过 {_DEEPEST} 层")]
    try:
        root = yaml.compose(header, Loader=_TextDates)
    except yaml.YAMLError as error:
        return None, findings or [_broken(path, error, offset)]
    if not isinstance(root, yaml.MappingNode):
        return None, findings or [Finding(path, offset, "Y153", "头信息应为“键: 值”")]
    escapes = list(characters.unusable_escapes(header))
    walk = _Walk(path, offset, header.split("\n"), cleans=bool(escapes))
    data = walk.value(root, ())
    if walk.has_cleaned:
        findings += [
            Finding(
                path, offset + one.line - 1, "F111", f"第 {one.column} 列的转义写法是{one.name}"
            )
            for one in escapes
        ]
    unfilled = tuple(
        number for number, line in enumerate(header.split("\n"), start=offset) if UNFILLED in line
    )
    front_matter = FrontMatter(
        data, walk.lines, body, offset + header.count("\n") + 1, unfilled, header
    )
    return front_matter, [*findings, *walk.findings]
