"""Legal terms get a note where a page first uses them; never in a heading, a link or code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from district.glossary import Glossary, GlossaryTerm
from publisher.model.addresses import PAGE

_LEFT_ALONE = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "abbr", "button"})


class Glosses(Treeprocessor):
    """Turns the first use of each term into a link to its entry, with the note beside it.

    `root` is what stands before URLs relative to the site's root on the page at hand.
    """

    def __init__(self, md: Markdown, glossary: Glossary) -> None:
        super().__init__(md)
        self.root = ""
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
        children = list(element)
        element.text = self._glossed(element, 0, element.text)
        for child in children:
            self._walk(child)
            child.tail = self._glossed(element, list(element).index(child) + 1, child.tail)

    def _glossed(self, parent: Element, place: int, text: str | None) -> str | None:
        """Put links for terms in `text` into `parent` from `place` on; the text before the first."""
        if not text:
            return text
        found = list(self._first_uses(text))
        for number, (start, end, term) in enumerate(found):
            link = self._link(text[start:end], term)
            after = found[number + 1][0] if number + 1 < len(found) else len(text)
            link.tail = text[end:after]
            parent.insert(place + number, link)
        return text[: found[0][0]] if found else text

    def _first_uses(self, text: str) -> Iterator[tuple[int, int, GlossaryTerm]]:
        for match in self._pattern.finditer(text):
            term = self._terms[match.group()]
            if term.key not in self._used:
                self._used.add(term.key)
                yield match.start(), match.end(), term

    def _link(self, word: str, term: GlossaryTerm) -> Element:
        link = Element("a")
        link.set("class", "gloss")
        link.set("href", f"{self.root}{PAGE}#{term.key}")
        link.set("data-note", term.note)
        link.text = word
        return link
