"""Legal terms get a note where a page first uses them; never in a heading, a link or code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from district.glossary import Glossary, GlossaryTerm

PAGE = "glossary/"
"""Where the terms are explained, relative to the site's root."""
_LEFT_ALONE = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "abbr", "button"})


class Glosses:
    """Turns the first use of each term into an element `gloss` with its key and note, for which the
    page gets a link to the entry."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms = {word: term for term in glossary.terms for word in term.words}
        longest_first = sorted(self._terms, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._used: set[str] = set()

    def run(self, root: Element) -> None:
        self._used = set()
        self._walk(root)

    def _walk(self, element: Element) -> None:
        if element.tag in _LEFT_ALONE:
            return
        element.text, kept = self._glossed(element.text)
        has_found = bool(kept)
        for child in list(element):
            self._walk(child)
            child.tail, found = self._glossed(child.tail)
            has_found = has_found or bool(found)
            kept += [child, *found]
        if has_found:
            element[:] = kept

    def _glossed(self, text: str | None) -> tuple[str | None, list[Element]]:
        """The text before the first term in `text`, and an element for each term."""
        if text is None or len(text) < 2:
            return text, []
        found = list(self._first_uses(text))
        links = []
        for number, (start, end, term) in enumerate(found):
            link = Element("gloss", {"key": term.key, "note": term.note})
            link.text = text[start:end]
            link.tail = text[end : found[number + 1][0] if number + 1 < len(found) else len(text)]
            links.append(link)
        return (text[: found[0][0]] if found else text), links

    def _first_uses(self, text: str) -> Iterator[tuple[int, int, GlossaryTerm]]:
        for match in self._pattern.finditer(text):
            term = self._terms[match.group()]
            if term.key not in self._used:
                self._used.add(term.key)
                yield match.start(), match.end(), term
