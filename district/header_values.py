"""One value of the front matter exchanged for another, in its place: the rest of the file stays as it
is, byte for byte. Pure.

A vocabulary's word is renamed over many manuscripts so, by `fabu retag` and in the staff zone.
"""

from __future__ import annotations

import re

import yaml

KEYS = {
    "keywords": "关键词",
    "areas": "领域",
    "industries": "行业",
    "stage": "程序阶段",
    "cause": "案由",
    "type": "类型",
    "unit": "单位",
}
"""Keys that hold words of vocabularies, and how they are called."""

LONGEST_VALUE = 60
_COMMA_AFTER = re.compile(r"[ \t]*+,(?:[ \t]*+(?!#))?")
_REST_OF_LINE = re.compile(r"[ \t]*(#[^\n]*\n)?(?:\r?\n)?")
_HEADER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d][\w%（）()《》〔〕、，。/+-]*")
_BLOCKS = ("|", ">")
_NO_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def values_of(text: str, key: str) -> tuple[str, ...]:
    """What the front matter says under `key`; empty where it says nothing, or cannot be read."""
    node = _value(text, key)[0]
    if isinstance(node, yaml.ScalarNode):
        return (node.value.strip(),) if node.value.strip() else ()
    if isinstance(node, yaml.SequenceNode):
        return tuple(one.value.strip() for one in node.value if isinstance(one, yaml.ScalarNode))
    return ()


def with_value(text: str, key: str, old: str, new: str) -> str:
    """`text` with `new` where `key` says `old`; a list that has both keeps one of them, and every
    comment. Where that cannot be done without changing what else the front matter says, as below an
    alias, `text` as it is."""
    made, values = text, values_of(text, key)
    while (node := _value(made, key)[0]) and old in values_of(made, key):
        before, made = made, _exchanged_once(made, key, old, new)
        if made == before or _value(made, key)[0] is None:
            return text
    if node is None or made == text:
        return text
    kept = [one for one in values if one != old]
    if new not in kept:
        kept.insert(values.index(old), new)
    others = _data_without(text, key)
    is_right = others is not None and others == _data_without(made, key)
    return made if is_right and values_of(made, key) == tuple(kept) else text


def _exchanged_once(text: str, key: str, old: str, new: str) -> str:
    """With the first `old` exchanged, or taken out where `new` stands there already."""
    node, start = _value(text, key)
    if isinstance(node, yaml.ScalarNode):
        return _put(text, start, node, old, new)
    if not isinstance(node, yaml.SequenceNode):
        return text
    if any(not isinstance(one, yaml.ScalarNode) for one in node.value):
        return text
    values = values_of(text, key)
    at = values.index(old)
    if new not in values:
        return _put(text, start, node.value[at], old, new)
    begin, end = (start + mark.index for mark in _marks(node.value[at]))
    if node.flow_style:
        after = _COMMA_AFTER.match(text, end)
        ahead = re.search(r"(?<![ \t])[ \t]*+,[ \t]*+\Z", text[:begin])
        if after:
            return text[:begin] + text[after.end() :]
        return text[: ahead.start() if ahead else begin] + text[end:]
    dash = re.search(r"^([ \t]*+)-[ \t]++\Z", text[:begin], re.MULTILINE)
    rest = _REST_OF_LINE.match(text, end)
    if dash is None or rest is None or node.value[at].style in _BLOCKS:
        return text
    remark = dash[1] + rest[1] if rest[1] else ""
    return text[: dash.start()] + remark + text[rest.end(1) if remark else rest.end() :]


def _put(text: str, start: int, node: yaml.ScalarNode, old: str, new: str) -> str:
    begin, end = (start + mark.index for mark in _marks(node))
    if node.style in _BLOCKS:  # its line stays a line of its block
        ahead, found, behind = text[begin:end].rpartition(old)
        return text[:begin] + ahead + (new if found else "") + behind + text[end:]
    return text[:begin] + _written(new) + text[end:]


def _marks(node: yaml.Node) -> tuple[yaml.Mark, yaml.Mark]:
    return node.start_mark, node.end_mark


def _data_without(text: str, key: str) -> dict[object, object] | None:
    """What else the front matter says; None where it cannot be read."""
    found = _HEADER.match(text)
    try:
        data = yaml.load(found[1], Loader=yaml.BaseLoader) if found else None  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return {name: one for name, one in data.items() if name != key} if data else None


def _value(text: str, key: str) -> tuple[yaml.Node | None, int]:
    """The node below `key`, and where the front matter begins."""
    found = _HEADER.match(text)
    if found is None or f"{key}:" not in found[1]:
        return None, 0
    try:
        root = yaml.compose(found[1], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None, 0
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    nodes = [value for name, value in pairs if getattr(name, "value", None) == key]
    return nodes[0] if len(nodes) == 1 else None, found.start(1)


def _written(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _NO_WORDS:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
