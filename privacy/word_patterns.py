"""Finds the words of many lists in a text in one go."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

_Tree = dict[str, "_Tree"]
_Lead = tuple["Words", tuple[str, ...]]


class Words:
    """A closed list of words of two characters and more."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(sorted(set(words), key=len, reverse=True))


Found = Mapping[Words, Sequence[tuple[int, str]]]
"""For each list where each of its words begins, and which it is, in the order of the text: the longest
at each place. Words of one list do not overlap."""

_TOGETHER = 60
"""First characters that one class tells apart from the others: fewer make more classes to try, more
make more words."""


class Lexicon:
    """Many lists, looked for together: most of the work is to see where none of their words stands."""

    def __init__(self, *lists: Words) -> None:
        self._lists = lists
        leads: defaultdict[str, dict[Words, list[str]]] = defaultdict(dict)
        for one in lists:
            for word in one.words:
                leads[word[:2]].setdefault(one, []).append(word)
        self._by_lead: dict[str, tuple[_Lead, ...]] = {
            lead: tuple((one, tuple(words)) for one, words in found.items())
            for lead, found in leads.items()
        }
        self._place = re.compile(_where_one_begins(word for one in lists for word in one.words))

    def find(self, text: str) -> Found:
        """The words of every list in `text`."""
        found: dict[Words, list[tuple[int, str]]] = {one: [] for one in self._lists}
        done = dict.fromkeys(self._lists, 0)
        for match in self._place.finditer(text):
            place = match.start()
            for one, words in self._by_lead[text[place : place + 2]]:
                if place < done[one]:
                    continue
                for word in words:
                    if text.startswith(word, place):
                        found[one].append((place, word))
                        done[one] = place + len(word)
                        break
        return found


def _where_one_begins(words: Iterable[str]) -> str:
    """A pattern that matches the first character of any of `words` where the whole word stands.

    The classes of first and second characters rule out nearly all places; of the words, those with
    one first character share a branch, and of the branches those of some characters a class.
    """
    tree = _tree_of(words)
    firsts = sorted(tree)
    seconds = {second for below in tree.values() for second in below}
    branches = []
    for start in range(0, len(firsts), _TOGETHER):
        some = firsts[start : start + _TOGETHER]
        inner = "|".join(re.escape(first) + _pattern(tree[first], shortest=True) for first in some)
        after = sorted({second for first in some for second in tree[first]})
        branches.append(f"(?={_class_of(some)}{_class_of(after)})(?:{inner})")
    return f"{_class_of(firsts)}(?={_class_of(sorted(seconds))})(?<=(?={'|'.join(branches)})(?s:.))"


def _class_of(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, characters))}]"


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of `words` that stands at a place, shaped as a tree: words
    with one beginning share it."""
    return _pattern(_tree_of(words))


def _tree_of(words: Iterable[str]) -> _Tree:
    root: _Tree = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return root


def _pattern(node: _Tree, *, shortest: bool = False) -> str:
    """What follows in the words of `node`; `shortest`: only so far that it is one."""
    branches = [
        re.escape(character) + _pattern(below, shortest=shortest)
        for character, below in node.items()
        if character
    ]
    if not branches or (shortest and "" in node):
        return ""
    together = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if "" not in node:
        return together
    return f"(?:{together})?"


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, which are set apart by blanks and line ends."""
    return tuple(text.split())
