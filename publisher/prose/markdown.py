"""Markdown to a `Body`, and a `Body` to the HTML of a page.

The format is one for all sites: what the handbook teaches. Raw HTML shows as text, for nobody
should get a script onto the site by it; headings are written with #; comments are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from types import MappingProxyType
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrBlockprocessor, AbbrExtension
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from district.glossary import Glossary
from publisher.prose.body import Body, GlossGap, Slip, SourceSlip, TargetGap
from publisher.prose.glossing import PAGE, Glosses
from publisher.prose.inline_rules import Abbreviations, register_inline_rules
from publisher.prose.reader import TreeReader, make_code
from publisher.prose.source_lines import BEGIN, FENCE_MARK, Fence, marked_lines
from publisher.prose.targets import host_of, within_site

NO_GLOSSARY = Glossary()

_HASH_HEADING = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>[^\n]+)(?:\n|$)")
_ABBREVIATION = re.compile(r"^[*]\[(?P<abbr>[^\]\n]+)\][ ]?:[ ]*(?P<title>.*)$", re.MULTILINE)
_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]*)\]:[ ]*(.*)$", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^([^\[\]\n]*)\]")
_MARKS_OF_BLOCKS = {
    "table": ("|",),
    "hashheader": ("#",),
    "hr": ("-", "*", "_"),
    "quote": (">",),
    "reference": ("]:",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "deflist": (":",),
}
"""Marks without which a block cannot be of the kind: looking for a mark is much cheaper than the
search for the whole form."""

_MARKS_OF_STEPS = {
    "footnote": ("[^",),
    "footnote-duplicate": ("[^",),
    "attr_list": ("{",),
    "abbr": ("*[",),
    "fabu_texts": ("*[",),
    "unescape": ("\\", "*"),
}
_MARK = re.compile(r"[\\`*_\[<&~]")
"""What inline markup begins with, but a line that ends with two blanks."""

_VOID = frozenset({"br", "hr", "img"})


@dataclass(frozen=True)
class TocItem:
    id: str
    name: str
    level: int


@dataclass(frozen=True)
class Rendered:
    html: Markup
    toc: tuple[TocItem, ...]


class _PlainTexts(Treeprocessor):
    """Spares texts without any mark the search for fourteen kinds of inline markup."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if text and not _MARK.search(text) and "  \n" not in text:
                element.text = AtomicString(text)


class _TextsAgain(Treeprocessor):
    """Abbreviations are looked for in every text but code."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if isinstance(element.text, AtomicString) and element.tag != "code":
                element.text = str(element.text)


def _only_where(processor: BlockProcessor, marks: tuple[str, ...]) -> None:
    test = processor.test
    processor.test = lambda parent, block: any(m in block for m in marks) and test(parent, block)


class _SurelyParagraph(BlockProcessor):
    """A block each of whose lines begins with its line mark: whatever makes a block something else
    would stand before the mark."""

    def test(self, parent: Element, block: str) -> bool:
        return (
            block.startswith(BEGIN)
            and not block.startswith(f"{BEGIN}F")
            and block.count("\n") == block.count(f"\n{BEGIN}") - block.count(f"\n{BEGIN}F")
        )

    def run(self, parent: Element, blocks: list[str]) -> None:
        self.parser.blockprocessors["paragraph"].run(parent, blocks)


class _SurelyHeading(BlockProcessor):
    """A block of one line that begins with #, and holds no mark of what would be asked before."""

    def test(self, parent: Element, block: str) -> bool:
        return (
            block.startswith("#")
            and "\n" not in block
            and "|" not in block
            and self._heading.test(parent, block)
        )

    @cached_property
    def _heading(self) -> BlockProcessor:
        return cast(BlockProcessor, self.parser.blockprocessors["hashheader"])

    def run(self, parent: Element, blocks: list[str]) -> None:
        self._heading.run(parent, blocks)


class _FencedCode(BlockProcessor):
    """Puts the code of a fence where its placeholder stands, in an item as well as outside."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.fences: tuple[Fence, ...] = ()
        self.lines: dict[Element, int] = {}

    def test(self, parent: Element, block: str) -> bool:
        return f"{BEGIN}F" in block and FENCE_MARK.fullmatch(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        found = FENCE_MARK.fullmatch(blocks.pop(0))
        assert found is not None
        fence = self.fences[int(found[1])]
        code = make_code(parent, fence.language, fence.code)
        self.lines[code] = fence.line


class MarkdownReader:
    """Reads bodies one after another; a new converter each would cost half as much again.

    `site_host`: the site's own host, all others are told apart as links that leave. Can be sent to
    another process before its first use.
    """

    def __init__(self, site_host: str, glossary: Glossary = NO_GLOSSARY) -> None:
        self._host = site_host.lower()
        self._glossary = glossary

    @cached_property
    def _glosses(self) -> Glosses:
        return Glosses(self._glossary)

    @cached_property
    def _code(self) -> _FencedCode:
        return _FencedCode(self._markdown)

    @cached_property
    def _markdown(self) -> Markdown:
        notes = FootnoteExtension(BACKLINK_TITLE="回到正文中的注释 {}")
        abbreviations = AbbrExtension()
        md = Markdown(
            extensions=["admonition", "attr_list", "def_list", "tables", notes, abbreviations]
        )
        for name in tuple(md.preprocessors._data):
            md.preprocessors.deregister(name)
        blocks = md.parser.blockprocessors
        blocks.deregister("setextheader")
        blocks["hashheader"].RE = _HASH_HEADING
        _find(blocks, AbbrBlockprocessor).RE = _ABBREVIATION
        _find(blocks, FootnoteBlockProcessor).RE = _NOTE
        md.inlinePatterns["footnote"].compiled_re = _NOTE_MARK
        md.treeprocessors.register(_PlainTexts(md), "fabu_plain", 21)
        md.treeprocessors.register(_TextsAgain(md), "fabu_texts", 7.5)
        md.treeprocessors.register(Abbreviations(md, abbreviations.abbrs), "abbr", 7)
        register_inline_rules(md)
        blocks.register(_SurelyParagraph(md.parser), "fabu_paragraph", 200)
        blocks.register(_SurelyHeading(md.parser), "fabu_heading", 190)
        for name, marks in _MARKS_OF_BLOCKS.items():
            _only_where(blocks[name], marks)
        return md

    @cached_property
    def _steps(self) -> list[tuple[Treeprocessor, tuple[str, ...]]]:
        """What turns blocks into a page, each step with the marks without which it has no work."""
        steps = self._markdown.treeprocessors
        marks = {id(steps[name]): marks for name, marks in _MARKS_OF_STEPS.items()}
        return [(step, marks.get(id(step), ("",))) for step in steps]

    def read(self, source: str, first_line: int = 1) -> Body:
        """`source`, whose first line is line `first_line` of its file. What nests too deep for the parser,
        which calls itself for each level, is told and not shown."""
        try:
            return self._body(source, first_line)
        except RecursionError:
            self._markdown.parser.state.clear()
            told = SourceSlip(Slip.TOO_DEEP, first_line, "")
            return replace(self._body("", first_line), slips=(told,))

    def _body(self, source: str, first_line: int) -> Body:
        md, code = self._markdown, self._code
        if "fabu_code" not in md.parser.blockprocessors:
            md.parser.blockprocessors.register(code, "fabu_code", 82)
        marked = marked_lines(source, first_line)
        md.reset()
        code.fences, code.lines = marked.fences, {}
        root = md.parser.parseDocument(marked.lines).getroot()
        for processor, marks in self._steps:
            if any(mark in source for mark in marks):
                root = processor.run(root) or root
        reader = TreeReader(self._host, first_line, code.lines)
        reader.read(root)
        self._glosses.run(root)
        return Body(
            html=_Writer(self._host).inside(root),
            blocks=tuple(reader.blocks),
            headings=tuple(reader.headings),
            links=tuple(reader.links),
            images=tuple(reader.images),
            comments=marked.comments,
            slips=marked.slips,
            ids=frozenset(reader.ids),
            last_line=first_line + source.rstrip("\n").count("\n"),
        )


def _find(processors: object, kind: type[BlockProcessor]) -> BlockProcessor:
    return next(one for one in processors if isinstance(one, kind))  # type: ignore[attr-defined]


def render(
    body: Body,
    links: Mapping[str, str],
    root: str,
    *,
    glossed: bool = True,
    hidden: Mapping[str, str] = MappingProxyType({}),
) -> Rendered:
    """The HTML of `body` on one page. `links` maps written targets to URLs below the site's root;
    `root` is what stands before them. `glossed`: whether terms lead to the glossary. `hidden`: what
    is said behind a link to a page that readers do not see; without a URL it is no link any more."""
    parts: list[str] = []
    word, is_unlinked = "", False
    for piece in body.html:
        if isinstance(piece, str):
            text = piece.removeprefix('"') if is_unlinked else piece
            is_unlinked = False
            if word and "</a>" in text:
                text, word = text.replace("</a>", f"{word}</a>", 1), ""
            parts.append(text)
        elif isinstance(piece, TargetGap) and piece.target in hidden:
            word = escape(hidden[piece.target])
            is_unlinked = piece.target not in links
            if is_unlinked:
                parts[-1] = parts[-1].removesuffix(' href="')
            else:
                parts.append(escape(_resolved(piece.target, links, root)))
        elif isinstance(piece, TargetGap):
            parts.append(escape(_resolved(piece.target, links, root)))
        elif glossed:
            address = escape(f"{root}{PAGE}#{piece.key}")
            note = escape(piece.note)
            parts.append(f'<a class="gloss" data-note="{note}" href="{address}">{piece.word}</a>')
        else:
            parts.append(piece.word)
    toc = tuple(TocItem(h.id, h.text, h.level) for h in body.headings if h.level in (2, 3))
    return Rendered(Markup("".join(parts)), toc)


def _resolved(target: str, links: Mapping[str, str], root: str) -> str:
    if target in links:
        return (root + links[target]) or "./"
    if target.startswith("/"):
        return root + target[1:]
    return target


class _Writer:
    """The HTML of a tree, strings that follow one another made one. Everything is escaped here, and only
    here."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._found: list[str | TargetGap | GlossGap] = []
        self._run: list[str] = []

    def inside(self, root: Element) -> tuple[str | TargetGap | GlossGap, ...]:
        """What stands in `root`, outer blanks taken off."""
        if root.text:
            self._run.append(_escaped(root.text))
        for child in root:
            self._write(child)
        found = [*self._found, "".join(self._run)]
        if isinstance(found[0], str):
            found[0] = found[0].lstrip()
        if isinstance(found[-1], str):
            found[-1] = found[-1].rstrip()
        return tuple(found)

    def _gap(self, gap: TargetGap | GlossGap) -> None:
        self._found += ["".join(self._run), gap]
        self._run = []

    def _write(self, element: Element) -> None:
        tag = element.tag
        if tag == "gloss":
            word, key, note = element.text or "", element.get("key", ""), element.get("note", "")
            self._gap(GlossGap(_escaped(word), key, note))
        elif tag == "table":
            self._run.append('<div class="table" tabindex="0" role="group" aria-label="表格">')
            self._whole(element, tag)
            self._run.append("</div>")
        else:
            self._whole(element, tag)
        if element.tail:
            self._run.append(_escaped(element.tail))

    def _whole(self, element: Element, tag: str) -> None:
        self._run.append('<pre tabindex="0"' if tag == "pre" else f"<{tag}")
        if element.attrib:
            self._attributes(element)
        if tag in _VOID:
            self._run.append(" />\n" if tag == "br" else " />")
            return
        self._run.append(f">{_escaped(element.text)}" if element.text else ">")
        for child in element:
            self._write(child)
        self._run.append(f"</{tag}>")

    def _attributes(self, element: Element) -> None:
        for name, value in sorted(element.items()):
            if name in ("href", "src") and _is_of_the_site(value, self._host):
                self._run.append(f' {name}="')
                self._gap(TargetGap(value))
                self._run.append('"')
            else:
                self._run.append(f' {name}="{escape(value)}"')


def _escaped(text: str) -> str:
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _is_of_the_site(target: str, host: str) -> bool:
    """Whether what `target` becomes depends on the page: not for #place, mailto:, other hosts."""
    if target.startswith("#"):
        return False
    return host_of(target) is None and within_site(target, host) is None
