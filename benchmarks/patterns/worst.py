"""The worst texts for a pattern, made from its own parts: what begins a repetition, the repetition
for as long as one likes, and an end that does not fit.

A backtracking engine takes long where it can give up in many ways, or can begin in many places and
must run far from each: both are tried, for every repetition that the pattern has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

_parser: Any = re._parser
_MANY = 8
"""A repetition of fewer cannot take long."""
_ENDS = ("", "\x00", "\n", "!", "。")
_COMMON = (
    " ",
    "a",
    "1",
    "某",
    "第",
    "(",
    "（",
    "[",
    "\n",
    "-",
    ".",
    "<",
    "a ",
    "1a",
    " \n",
    "一、",
)
_Text = str


def texts(pattern: str | bytes, flags: int) -> Iterator[tuple[_Text, _Text, _Text]]:
    """Beginning, what is repeated, end; each once. The texts are as short as they can be."""
    source = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    tree = _parser.parse(source, flags & ~re.LOCALE)
    seen = set()
    for begin, part in _repeated(tree, ""):
        for end in _ENDS:
            for found in ((begin, part, end), ("", begin + part, end)):
                if found[1] and found not in seen:
                    seen.add(found)
                    yield found
    whole = _shortest(tree, 0)
    for part in (whole, whole[:-1], *_COMMON):
        for end in ("", "\x00"):
            if part and ("", part, end) not in seen:
                seen.add(("", part, end))
                yield "", part, end


def _repeated(items: Any, before: str) -> Iterator[tuple[str, str]]:
    """What stands before each repetition, and what it repeats, in several ways."""
    for number, (kind, value) in enumerate(items):
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _least, most, body = value
            if most == _parser.MAXREPEAT or most >= _MANY:
                for way in range(3):
                    yield before, _shortest(body, way)
                after = items[number + 1 :]
                for way in range(2):  # what both this and the next repetition could take
                    for _, other in _first_of(after, way):
                        yield before, other
            yield from _repeated(body, before)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeated(branch, before)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP", "ASSERT"):
            yield from _repeated(_inner(name, value), before)
        before += _shortest([(kind, value)], 0)


def _first_of(items: Any, way: int) -> Iterator[tuple[str, str]]:
    for kind, value in list(items)[:1]:
        found = _shortest([(kind, value)], way)
        if found:
            yield "", found


def _inner(name: str, value: Any) -> Any:
    return value if name == "ATOMIC_GROUP" else value[-1]


def _shortest(items: Any, way: int) -> str:
    """A text that the items match, one for each `way` where there are several."""
    return "".join(_one(str(kind), value, way) for kind, value in items)


def _one(name: str, value: Any, way: int) -> str:
    match name:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return "a" if value != ord("a") else "b"
        case "ANY":
            return ("a", "1", "某")[way]
        case "IN":
            return _member(value, way)
        case "BRANCH":
            branches = value[1]
            return _shortest(branches[(0, -1, len(branches) // 2)[way]], way)
        case "SUBPATTERN" | "ATOMIC_GROUP":
            return _shortest(_inner(name, value), way)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _most, body = value
            times: int = min(max(least, way), 40)
            return _shortest(body, way) * times
        case _:  # places, conditions, references: no characters of their own
            return ""


_OF_CATEGORY = {
    "CATEGORY_DIGIT": "1", "CATEGORY_NOT_DIGIT": "a", "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "a", "CATEGORY_WORD": "a", "CATEGORY_NOT_WORD": " ",
}  # fmt: skip


def _member(members: Sequence[tuple[Any, Any]], way: int) -> str:
    """A character of a set, one for each `way`; of a set's complement one that is not in the set."""
    found = list(_members(members))
    if str(members[0][0]) != "NEGATE":
        return found[(0, -1, len(found) // 2)[way]] if found else ""
    negated = re.compile(_as_set(members))
    free = [c for c in "a1 某(-.\n<\"'" if negated.match(c)]
    return free[min(way, len(free) - 1)] if free else "\u2603"


def _members(members: Sequence[tuple[Any, Any]]) -> Iterator[str]:
    for kind, value in members:
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "RANGE":
                yield chr(value[0])
                yield chr(value[1])
            case "CATEGORY":
                yield _OF_CATEGORY.get(str(value), "a")


def _as_set(members: Sequence[tuple[Any, Any]]) -> str:
    """The set as it is written."""
    text = ""
    for kind, value in members:
        match str(kind):
            case "NEGATE":
                text += "^"
            case "LITERAL":
                text += f"\\U{value:08x}"
            case "RANGE":
                text += f"\\U{value[0]:08x}-\\U{value[1]:08x}"
            case "CATEGORY":
                word = str(value).removeprefix("CATEGORY_")
                letter = word.removeprefix("NOT_")[0].lower()
                text += "\\" + (letter.upper() if word.startswith("NOT_") else letter)
    return f"[{text}]"
