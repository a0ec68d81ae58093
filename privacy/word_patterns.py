"""Finds many words in a text in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_Tree = dict[str, "_Tree"]


class Words:
    """A closed list of words of two characters and more; finds the longest at each place.

    A pattern of alternatives would be tried word by word wherever one of the first characters
    stands; the first two characters together stand in few places, and a table knows the rest.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_lead: dict[str, list[str]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            self._by_lead.setdefault(word[:2], []).append(word)
        firsts = "".join(re.escape(first) for first in sorted({lead[0] for lead in self._by_lead}))
        seconds = "".join(
            re.escape(second) for second in sorted({lead[1] for lead in self._by_lead})
        )
        self._lead = re.compile(f"[{firsts}](?=[{seconds}])")

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
        """Where each word begins, and which it is; words do not overlap."""
        done = start
        last = len(text) if end is None else end
        for match in self._lead.finditer(text, start, last):
            place = match.start()
            if place < done or text[place : place + 2] not in self._by_lead:
                continue
            word = self.at(text, place)
            if word and place + len(word) <= last:
                done = place + len(word)
                yield place, word

    def at(self, text: str, place: int) -> str:
        """The longest word that begins at `place`; "" for none."""
        for word in self._by_lead.get(text[place : place + 2], ()):
            if text.startswith(word, place):
                return word
        return ""


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of `words` that stands at a place, shaped as a tree: words
    with one beginning share it."""
    root: _Tree = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: _Tree) -> str:
    branches = [
        re.escape(character) + _pattern(below) for character, below in node.items() if character
    ]
    if not branches:
        return ""
    together = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if "" not in node:
        return together
    return f"(?:{together})?"


def words_of(text: str) -> tuple[str, ...]:
    """The words of `text`, which are set apart by blanks and line ends."""
    return tuple(text.split())
