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
_HEADER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d][\w%（）()《》〔〕、，。/+-]*")
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
    """`text` with `new` where `key` says `old`; a list that has both keeps one of them."""
    node, start = _value(text, key)
    if isinstance(node, yaml.ScalarNode):
        return _put(text, start, node, _written(new)) if node.value.strip() == old else text
    if not isinstance(node, yaml.SequenceNode) or old not in values_of(text, key):
        return text
    if any(not isinstance(one, yaml.ScalarNode) for one in node.value):
        return text
    values = [one.value.strip() for one in node.value]
    if new in values or values.count(old) > 1:
        kept = dict.fromkeys(new if one == old else one for one in values)
        ending = "" if node.flow_style else "\n"
        return _put(text, start, node, f"[{', '.join(map(_written, kept))}]{ending}")
    return _put(text, start, node.value[values.index(old)], _written(new))


def _put(text: str, start: int, node: yaml.Node, written: str) -> str:
    begin, end = start + node.start_mark.index, start + node.end_mark.index
    return text[:begin] + written + text[end:]


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
    nodes = (value for name, value in pairs if getattr(name, "value", None) == key)
    return next(nodes, None), found.start(1)


def _written(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _NO_WORDS:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
