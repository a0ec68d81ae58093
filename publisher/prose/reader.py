"""The walk over the tree of a body that gives both its HTML and what checks look at.

The tree comes from Python-Markdown with the marks of `publisher.prose.source_lines` in its texts.
Every text is met here once: its marks say which line it is from, soft breaks are joined as Chinese
and Latin want it, and what is left goes into the page and into the `Body` alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER
from markdown.extensions.toc import slugify_unicode
from markdown.util import AtomicString

from publisher.prose.body import Block, BlockKind, Heading, Link
from publisher.prose.soft_breaks import blank_between
from publisher.prose.source_lines import BEGIN, END, LINE_MARK
from publisher.prose.targets import host_of, is_harmless

PLACES_OF_TEMPLATES = frozenset(
    {"main", "laws", "steps", "materials", "templates", "promises", "sheet", "score", "how-to-come"}
)
"""Places that our page templates mark, whatever a manuscript says."""

INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "br",
        "code",
        "del",
        "em",
        "i",
        "img",
        "mark",
        "span",
        "strong",
        "sub",
        "sup",
    }
)
_KINDS = {
    "li": BlockKind.ITEM,
    "td": BlockKind.ROW,
    "th": BlockKind.ROW,
    "dt": BlockKind.TERM,
    **{f"h{level}": BlockKind.HEADING for level in range(1, 7)},
}
_HARMLESS_ATTRIBUTES = frozenset(
    {
        "alt", "class", "data-note", "dir", "height", "href", "id", "lang", "loading", "rel", "src",
        "start", "title", "width",
    }
)  # fmt: skip
_ONLY_ON = {"href": "a", "src": "img"}
_ALIGNMENTS = {"text-align: center;": "align-center", "text-align: right;": "align-right"}
"""Inline styles of the tables extension, which a content security policy would drop → classes."""

_PIECE = re.compile(
    rf"{BEGIN}\d+\x0f ?|(?:(?:(?<![ \t\u3000\xa0])|(?<=\x0f ))[ \t\u3000\xa0]+)?\n[ \t\u3000\xa0]*"
)
_TASK = re.compile(rf"^({BEGIN}\d+\x0f ?)?\[([ xX])\][ ]+")
BOXES = {" ": "☐", "x": "☑", "X": "☑"}
_ALERT = re.compile(rf"^((?:{BEGIN}\d+\x0f ?)?)\[!(\w+)\][ ]*(?:\n|$)")
ALERTS = {
    "NOTE": ("note", "说明"),
    "TIP": ("tip", "提示"),
    "IMPORTANT": ("important", "重要"),
    "WARNING": ("warning", "注意"),
    "CAUTION": ("caution", "警告"),
}
"""Notices as GitHub and Gitea write them → class and title of an admonition."""

_CODE_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass
class _Run:
    """The visible text of a block as it grows."""

    kind: BlockKind
    line: int
    text: list[str] = field(default_factory=list)
    length: int = 0
    breaks: list[tuple[int, int]] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    last: str = ""
    """The last character that is no blank of a soft break."""
    first_line: int = 0

    def put(self, text: str, line: int) -> None:
        if not text:
            return
        if not self.first_line:
            self.first_line = line
        elif line != (self.breaks[-1][1] if self.breaks else self.first_line):
            self.breaks.append((self.length, line))
        self.text.append(text)
        self.length += len(text)
        self.last = text[-1]

    def block(self) -> Block | None:
        """The block, its outer blanks taken off; None when there is nothing to see."""
        whole = "".join(self.text)
        text = whole.lstrip()
        off = len(whole) - len(text)
        text = text.rstrip()
        if not text:
            return None
        line = self.first_line
        breaks = []
        for offset, number in self.breaks:
            if offset <= off:
                line = number
            elif offset - off < len(text):
                breaks.append((offset - off, number))
        code = tuple(
            (max(0, start - off), min(len(text), end - off))
            for start, end in self.code
            if end > off and start - off < len(text)
        )
        return Block(self.kind, text, line, tuple(breaks), code)


class TreeReader:
    """Reads one tree and readies it for the page: see the module's docstring."""

    def __init__(self, host: str, first_line: int, code_lines: Mapping[Element, int]) -> None:
        self._host = host
        self._code_lines = code_lines
        self._line = first_line
        self._run: _Run | None = None
        self._in_notes = False
        self._hold: tuple[Element, str] | None = None
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.images: list[Link] = []
        self.ids: set[str] = set(PLACES_OF_TEMPLATES)

    def read(self, root: Element) -> None:
        for element in root.iter():
            if element.attrib:
                _keep_harmless(element)
        self._inside(root, BlockKind.PARAGRAPH)
        for child in list(root):
            if child.tag == "p" and not len(child) and not (child.text or "").strip():
                root.remove(child)

    # Blocks

    def _inside(self, element: Element, kind: BlockKind) -> None:
        """Everything within `element`; inline text between inner blocks makes blocks of its own."""
        self._take(element, "text", kind)
        for child in list(element):
            if child.tag in INLINE:
                self._inline(child, kind)
            else:
                self._end_run()
                self._block(child, kind)
            self._take(child, "tail", kind)
        self._end_run()

    def _block(self, element: Element, outer: BlockKind) -> None:
        tag = element.tag
        if tag == "pre":
            self._code_block(element)
            return
        if tag == "tr":
            self._table_row(element)
            return
        kind = _KINDS.get(tag, outer if outer is BlockKind.ITEM else BlockKind.PARAGRAPH)
        css = element.get("class", "")
        if tag == "div" and css == "footnote":
            self._in_notes = True
        if tag == "p" and "admonition-title" in css:
            kind = BlockKind.TITLE
        if tag == "li":
            _make_task(element)
        elif tag == "blockquote":
            _make_alert(element)
        if "id" in element.attrib and not self._in_notes:
            element.set("id", self._unique(element.get("id", "")))
        before = len(self.blocks)
        kind = BlockKind.NOTE if self._in_notes else kind
        if not self._one_line(element, kind):
            self._inside(element, kind)
        if kind is BlockKind.HEADING and len(self.blocks) > before:
            self._heading(element, self.blocks[-1])
        if css == "footnote":
            self._in_notes = False

    def _one_line(self, element: Element, kind: BlockKind) -> bool:
        """Read `element` at once when it is a line of plain text, as most are; else False."""
        text = element.text
        if len(element) or not text or text[0] != BEGIN or "\n" in text or "\x02" in text:
            return False
        end = text.index(END)
        if BEGIN in text[end:]:
            return False
        self._line = int(text[1:end])
        element.text = words = text[end + 2 :]
        shown = words.strip()
        if shown:
            self.blocks.append(Block(kind, shown, self._line))
        return True

    def _heading(self, element: Element, block: Block) -> None:
        if "id" not in element.attrib:
            element.set("id", self._unique(slugify_unicode(block.text, "-")))
        place = element.get("id", "")
        self.headings.append(Heading(int(element.tag[1]), block.text, block.line, place))

    def _unique(self, wanted: str) -> str:
        """`wanted`, or with `_1`, `_2` … where a place of that name is there already."""
        name, count = wanted, 0
        while name in self.ids or not name:
            count += 1
            name = f"{wanted}_{count}"
        self.ids.add(name)
        return name

    def _code_block(self, pre: Element) -> None:
        code = pre[0] if len(pre) else pre
        text = code.text or ""
        line, kind = self._code_lines.get(code, 0), BlockKind.FENCED
        if not line:
            kind = BlockKind.INDENTED
            marks = LINE_MARK.findall(text)
            line = int(marks[0]) if marks else self._line
            text = _from_code(LINE_MARK.sub("", text))
        self._line = max(self._line, line)
        text = text.rstrip()
        code.text = f"{text}\n"
        if text:
            rows = text.split("\n")
            line += kind is BlockKind.FENCED  # its first line is the fence
            breaks, at = [], 0
            for number, row in enumerate(rows[:-1], start=line + 1):
                at += len(row) + 1
                breaks.append((at, number))
            self.blocks.append(Block(kind, "\n".join(rows), line, tuple(breaks)))

    def _table_row(self, row: Element) -> None:
        run = _Run(BlockKind.NOTE if self._in_notes else BlockKind.ROW, self._line)
        self._run = run
        for cell in row:
            if run.text:
                run.put(" ", self._line)
            self._take(cell, "text", run.kind)
            for child in list(cell):
                self._inline(child, run.kind)
                self._take(child, "tail", run.kind)
            self._resolve_hold("")
            if cell.tag == "th" and not (cell.text or len(cell)):
                cell.tag = "td"
        self._end_run()

    def _end_run(self) -> None:
        self._resolve_hold("")
        run, self._run = self._run, None
        block = run.block() if run else None
        if block:
            self.blocks.append(block)

    # Inline text

    def _take(self, holder: Element, place: str, kind: BlockKind) -> None:
        """Read a text where it stands; what a reader gets is put back in its place."""
        text = getattr(holder, place)
        if not text:
            return
        if "\x02" in text:
            text = text.replace(FN_BACKLINK_TEXT, "↩").replace(NBSP_PLACEHOLDER, "\xa0")
        if self._run is None:
            if not text.strip():
                return
            self._run = _Run(kind, self._line)
        elif self._run.last == "\n":
            text = text.lstrip(" \n")  # the line that follows a <br /> begins at its first word
        setattr(holder, place, self._read(holder, place, text))

    def _read(self, holder: Element, place: str, text: str) -> str:
        run = self._run
        assert run is not None
        if BEGIN not in text and "\n" not in text:
            self._resolve_hold(text)
            run.put(text, self._line)
            return text
        kept: list[str] = []
        at = 0
        waiting = False
        for match in _PIECE.finditer(text):
            words = text[at : match.start()]
            if words:
                waiting = self._words(words, kept, waiting)
            at = match.end()
            if match.group()[0] == BEGIN:
                self._line = int(match.group().strip()[1:-1])
            elif run.text:
                waiting = True
        if text[at:]:
            waiting = self._words(text[at:], kept, waiting)
        if waiting:
            setattr(holder, place, "".join(kept))
            self._hold = (holder, place)
        return "".join(kept)

    def _words(self, words: str, kept: list[str], waiting: bool) -> bool:
        """Put `words`, with what belongs between them and the text before. Always False."""
        assert self._run is not None
        if waiting:
            self._hold = None
            gap = self._gap(words)
            kept.append(gap)
            self._run.put(" " * len(gap), self._line)
        else:
            self._resolve_hold(words)
        kept.append(words)
        self._run.put(words, self._line)
        return False

    def _gap(self, following: str) -> str:
        """What a soft break between the text so far and `following` becomes."""
        last = self._run.last if self._run else ""
        return "\n" if blank_between(last, following[:1]) else ""

    def _resolve_hold(self, following: str) -> None:
        """A text ended with a soft break: now that `following` is known, it is a blank or nothing."""
        if self._hold is None:
            return
        holder, place = self._hold
        self._hold = None
        gap = self._gap(following)
        if gap and self._run is not None:
            setattr(holder, place, (getattr(holder, place) or "") + gap)
            self._run.put(" ", self._line)

    def _inline(self, element: Element, kind: BlockKind) -> None:
        if self._run is None:
            self._run = _Run(kind, self._line)
        run, tag = self._run, element.tag
        if tag == "br":
            self._hold = None
            run.put("\n", self._line)
        elif tag == "img":
            self._image(element, run)
        elif tag == "code":
            self._inline_code(element, run)
        elif tag == "sup" and len(element) and element[0].get("class") == "footnote-ref":
            self._footnote_mark(element)
        elif tag == "a" and element.get("class") == "footnote-backref":
            element.text = "↩"
        elif tag == "a":
            self._link(element, run, kind)
        else:
            self._within(element, kind)

    def _within(self, element: Element, kind: BlockKind) -> None:
        self._take(element, "text", kind)
        for child in list(element):
            self._inline(child, kind)
            self._take(child, "tail", kind)

    def _footnote_mark(self, element: Element) -> None:
        """The number of a note is no word of the text."""
        if "id" in element.attrib:
            element.set("id", self._unique(element.get("id", "")))

    def _inline_code(self, element: Element, run: _Run) -> None:
        text = _from_code("".join(element.itertext()))
        marks = LINE_MARK.findall(text)
        text = " ".join(LINE_MARK.sub("", text).split("\n"))
        self._resolve_hold(text)
        start = run.length
        run.put(text, self._line)
        run.code.append((start, run.length))
        if marks:
            self._line = int(marks[-1])
        for child in list(element):
            element.remove(child)
        element.text = text

    def _link(self, element: Element, run: _Run, kind: BlockKind) -> None:
        line, start = self._line, len(run.text)
        target = element.get("href")
        if target is not None:
            line = self._line_in(target) or line
            target = _clean(target)
            element.set("href", target)
        self._within(element, kind)
        words = "".join(run.text[start:]).strip()
        if target is None:
            return
        self.links.append(Link(target, words, line))
        if not is_harmless(target):
            del element.attrib["href"]
        elif (host := host_of(target)) is not None and host != self._host:
            _add_class(element, "external")
            element.set("rel", "noopener noreferrer")

    def _image(self, element: Element, run: _Run) -> None:
        """A picture from elsewhere would not load on a closed network: its words stand instead."""
        target, alt = element.get("src", ""), _clean(element.get("alt", ""))
        line = self._line_in(target) or self._line
        target = _clean(target)
        self.images.append(Link(target, alt.strip(), line))
        self._resolve_hold(alt)
        run.put(alt, self._line)
        host = host_of(target)
        if not target or not is_harmless(target) or (host is not None and host != self._host):
            tail = element.tail
            element.clear()
            element.tag, element.text, element.tail = "span", alt, tail
            return
        element.set("src", target)
        element.set("alt", alt)
        element.set("loading", "lazy")

    @staticmethod
    def _line_in(target: str) -> int:
        """The line at which a target given by name is written; 0 where it stands in the text."""
        mark = LINE_MARK.search(target) if BEGIN in target else None
        return int(mark[1]) if mark else 0


def _clean(text: str) -> str:
    """An attribute's value as a browser reads it."""
    if BEGIN in text:
        text = LINE_MARK.sub("", text)
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split("\n")) if "\n" in text else text


def _from_code(text: str) -> str:
    """Python-Markdown keeps code ready for HTML."""
    if "&" in text:
        for entity, character in _CODE_ENTITIES:
            text = text.replace(entity, character)
    return text


def _keep_harmless(element: Element) -> None:
    """Drop attributes that could run scripts or change the look; attr_list lets authors write any."""
    for name in list(element.attrib):
        value = element.attrib[name]
        wrong_place = name in _ONLY_ON and element.tag != _ONLY_ON[name]
        if name not in _HARMLESS_ATTRIBUTES or wrong_place or value is None:
            del element.attrib[name]
        elif name not in ("href", "src", "alt"):
            element.attrib[name] = _clean(value)
        if name == "style" and value in _ALIGNMENTS:
            _add_class(element, _ALIGNMENTS[value])


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _make_task(item: Element) -> None:
    """`[ ]` at the beginning of an item is a box to tick off on paper."""
    holder = item
    if not (item.text or "").strip() and len(item) and item[0].tag == "p":
        holder = item[0]
    found = _TASK.match(holder.text or "")
    if found:
        box = BOXES[found[2]]
        holder.text = f"{found[1] or ''}{box} {(holder.text or '')[found.end() :]}"
        _add_class(item, "task")


def _make_alert(quote: Element) -> None:
    """`> [!NOTE]` → an admonition with its Chinese title."""
    if not len(quote) or quote[0].tag != "p":
        return
    first = quote[0]
    found = _ALERT.match(first.text or "")
    if not found or found[2].upper() not in ALERTS:
        return
    css, title = ALERTS[found[2].upper()]
    quote.tag = "div"
    quote.set("class", f"admonition {css}")
    head = Element("p", {"class": "admonition-title"})
    head.text, head.tail = found[1] + title, "\n"
    first.text = (first.text or "")[found.end() :]
    quote.insert(0, head)
    if not first.text and not len(first):
        quote.remove(first)


def make_code(parent: Element, language: str, text: str) -> Element:
    """The elements of a fenced block; returns the inner one."""
    code = SubElement(SubElement(parent, "pre"), "code")
    if language:
        code.set("class", f"language-{language}")
    code.text = AtomicString(text)
    return code
