"""A body as blocks and runs of text, which the PDF's layout walks over.

The Markdown is rendered by the site's own converter, so that site and paper say the same; its
HTML is then read into plain data. Nothing of it is ever interpreted as layout code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import html as lxml_html

Node = str | dict[str, Any]
"""A text, or an inline element: {"k": kind, "c": [nodes], …}."""

Block = dict[str, Any]

ResolveLink = Callable[[str], dict[str, str]]
"""Absolute link target → what the layout should make of it: {"case": id} or {"url": address}."""

_INLINE = {
    "strong": "b",
    "b": "b",
    "em": "i",
    "i": "i",
    "code": "code",
    "sup": "sup",
    "sub": "sub",
    "del": "del",
}
_HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
_BLOCK_TAGS = frozenset(
    {"p", "ul", "ol", "dl", "table", "blockquote", "pre", "div", "hr", *_HEADINGS}
)


def fragment(markup: str) -> Any:
    """The HTML of a body as a tree below one element."""
    return lxml_html.fragment_fromstring(markup, create_parent="div")


class BlockReader:
    """Reads one body; footnotes move from its end to where their marks stand.

    `name` tells its footnotes from those of the other bodies in the book.
    """

    def __init__(self, resolve: ResolveLink, name: str = "") -> None:
        self._resolve = resolve
        self._name = name
        self._notes: dict[str, Any] = {}
        self._printed: dict[str, str] = {}

    def read(self, markup: str) -> list[Block]:
        root = fragment(markup)
        for box in root.xpath('.//div[@class="footnote"]'):
            for item in box.iter("li"):
                self._notes[f"#{item.get('id')}"] = item
            box.getparent().remove(box)
        return self._blocks(root)

    def _blocks(self, parent: Any) -> list[Block]:
        """Blocks within `parent`; loose text between them becomes paragraphs."""
        found: list[Block] = []
        loose: list[Node] = _text(parent.text)
        for child in parent:
            if child.tag in _BLOCK_TAGS:
                found += _paragraph(loose)
                loose = []
                found += self._block(child)
            else:
                loose += self._inline(child)
            loose += _text(child.tail)
        return found + _paragraph(loose)

    def _block(self, element: Any) -> list[Block]:
        tag = element.tag
        if tag in _HEADINGS:
            return [{"t": "h", "level": _HEADINGS[tag], "c": self._children(element)}]
        if tag == "p":
            css = element.get("class") or ""
            if "admonition-title" in css:
                return [{"t": "h", "level": 3, "c": self._children(element)}]
            return _paragraph(self._children(element))
        if tag in ("ul", "ol"):
            start = int(element.get("start") or 1)
            return [{"t": tag, "start": start, "items": [self._blocks(item) for item in element]}]
        if tag == "dl":
            return [part for child in element for part in self._definition(child)]
        if tag == "table":
            return [self._table(element)]
        if tag == "pre":
            return [{"t": "pre", "text": element.text_content().rstrip("\n")}]
        if tag == "hr":
            return [{"t": "hr"}]
        if tag == "blockquote" or "admonition" in (element.get("class") or ""):
            return [{"t": "quote", "c": self._blocks(element)}]
        return self._blocks(element)

    def _definition(self, element: Any) -> list[Block]:
        if element.tag == "dt":
            return [{"t": "h", "level": 3, "c": self._children(element)}]
        return [{"t": "quote", "c": self._blocks(element)}]

    def _table(self, element: Any) -> Block:
        head = [self._cell(cell) for cell in element.xpath("./thead/tr/*")]
        rows = [
            [self._cell(cell) for cell in row.xpath("./th|./td")]
            for row in element.xpath("./tbody/tr|./tr")
        ]
        columns = max([len(head), *map(len, rows)], default=0)
        return {
            "t": "table",
            "columns": columns,
            "align": _alignments(element, columns),
            "head": [*head, *([[]] * (columns - len(head)))] if head else [],
            "rows": [[*row, *([[]] * (columns - len(row)))] for row in rows],
        }

    def _cell(self, element: Any) -> list[Node]:
        return self._children(element)

    def _children(self, element: Any) -> list[Node]:
        nodes = _text(element.text)
        for child in element:
            nodes += self._inline(child) + _text(child.tail)
        return nodes

    def _inline(self, element: Any) -> list[Node]:
        tag = element.tag
        if not isinstance(tag, str):
            return []
        if tag == "br":
            return [{"k": "br"}]
        if tag == "img":
            return [f"〔图：{element.get('alt') or '见网页'}〕"]
        if tag == "sup" and element.xpath('./a[@class="footnote-ref"]'):
            return self._note(element[0].get("href"))
        children = self._children(element)
        if tag == "a":
            return self._link(element.get("href") or "", children)
        return [{"k": _INLINE[tag], "c": children}] if tag in _INLINE else children

    def _link(self, target: str, children: list[Node]) -> list[Node]:
        found = self._resolve(target)
        return [{"k": "a", "c": children, **found}] if found else children

    def _note(self, target: str) -> list[Node]:
        item = self._notes.get(target)
        if item is None:
            return []
        if target in self._printed:
            return [{"k": "again", "id": self._printed[target]}]
        self._printed[target] = name = f"note-{self._name}-{len(self._printed) + 1}"
        for back in item.xpath('.//a[@class="footnote-backref"]'):
            back.getparent().remove(back)
        parts = [self._children(child) for child in item] or [self._children(item)]
        nodes = [node for part in parts for node in part]
        if nodes and isinstance(nodes[-1], str):
            nodes[-1] = nodes[-1].rstrip("\u00a0 ")
        return [{"k": "note", "c": nodes, "id": name}]


def _alignments(table: Any, columns: int) -> list[str]:
    """left, center or right for each column, as its first cell has it."""
    first = next(iter(table.iter("tr")), ())
    found = [
        next((a for a in ("center", "right") if f"align-{a}" in (cell.get("class") or "")), "left")
        for cell in first
    ]
    return [*found, *["left"] * (columns - len(found))]


def _text(text: str | None) -> list[Node]:
    """The text; where the page kept the end of a line, there is a blank between words."""
    return [text.replace("\n", " ")] if text and text.strip("\n") else []


def _paragraph(nodes: list[Node]) -> list[Block]:
    if all(isinstance(node, str) and not node.strip() for node in nodes):
        return []
    return [{"t": "p", "c": nodes}]
