"""Markdown to HTML: one reused converter, links resolved, external links marked, nothing that runs.

Raw HTML shows as text: our format has none, and nobody should get a script onto the site by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from district.glossary import Glossary
from publisher.prose.glossing import Glosses

NO_GLOSSARY = Glossary()


@dataclass(frozen=True)
class MarkdownSettings:
    """Python-Markdown's extensions and their options, as mkdocs.yml names them."""

    extensions: tuple[str, ...]
    options: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class TocItem:
    id: str
    name: str
    level: int


@dataclass(frozen=True)
class Rendered:
    html: Markup
    toc: tuple[TocItem, ...]


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_NOT_IN_A_SCHEME = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")
_HARMLESS_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_HARMLESS_ATTRIBUTES = frozenset(
    {
        "alt",
        "class",
        "dir",
        "height",
        "href",
        "id",
        "lang",
        "loading",
        "rel",
        "src",
        "start",
        "title",
        "width",
    }
)
_ONLY_ON = {"href": "a", "src": "img"}
_ALIGNMENTS = {"text-align: center;": "align-center", "text-align: right;": "align-right"}
"""Inline styles of the tables extension, which a content security policy would drop → classes."""


def is_harmless(target: str) -> bool:
    """Whether a link or image may lead to `target`: no scheme, or one that runs no script.

    Judged as browsers read it: entities resolved, blanks and control characters left out.
    """
    read = _NOT_IN_A_SCHEME.sub("", unescape(target)).lower()
    scheme = _SCHEME.match(read)
    return scheme is None or scheme[0] in _HARMLESS_SCHEMES


def _keep_harmless(element: Element) -> None:
    """Drop attributes that could run scripts or change the look; attr_list lets authors write any."""
    for name in list(element.attrib):
        value = element.attrib[name]
        wrong_place = name in _ONLY_ON and element.tag != _ONLY_ON[name]
        wrong_target = name in _ONLY_ON and not is_harmless(value)
        if name not in _HARMLESS_ATTRIBUTES or wrong_place or wrong_target:
            del element.attrib[name]
        if name == "style" and value in _ALIGNMENTS:
            _add_class(element, _ALIGNMENTS[value])


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


class _PageLinks(Treeprocessor):
    """Points links and images at URLs of the site; marks those that leave it."""

    def __init__(self, md: Markdown, site_host: str) -> None:
        super().__init__(md)
        self.site_host = site_host
        self.table: Mapping[str, str] = {}
        self.root = ""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.attrib:
                _keep_harmless(element)
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._image(element)
            elif element.tag == "th" and not (element.text or len(element)):
                element.tag = "td"
        for child in list(root):
            if child.tag == "p" and not len(child) and not (child.text or "").strip():
                root.remove(child)  # held nothing but a comment

    def _resolved(self, target: str) -> str:
        if target in self.table:
            return (self.root + self.table[target]) or "./"
        if target.startswith("/") and not target.startswith("//"):
            return self.root + target[1:]
        return target

    def _leaves(self, target: str) -> bool:
        host = _HOST.match(target)
        return host is not None and host[1].lower() != self.site_host

    def _image(self, element: Element) -> None:
        """A picture from elsewhere would not load on a closed network: its words stand instead."""
        target = element.get("src")
        if target is None or self._leaves(target):
            element.tag, element.text = "span", element.get("alt", "")
            element.attrib.clear()
            return
        element.set("src", self._resolved(target))
        element.set("loading", "lazy")

    def _link(self, element: Element) -> None:
        target = element.get("href")
        if target is None:
            return
        if self._leaves(target):
            _add_class(element, "external")
            element.set("rel", "noopener noreferrer")
        else:
            element.set("href", self._resolved(target))


_HOST = re.compile(r"(?:https?:)?//([^/?#]*)", re.IGNORECASE)

_HASH_HEADING = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")
_COMMENT = r"(<!--[\s\S]*?-->)"


class _Comments(InlineProcessor):
    """Leaves out comments: they are notes among editors."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # noqa: N802 - Python-Markdown's name
        return "", m.start(0), m.end(0)


class PageLinks(Extension):
    """Python-Markdown extension: our format (no raw HTML, headings written with #) and our links.

    `links` is set anew for each page.
    """

    def __init__(self, site_host: str, glossary: Glossary) -> None:
        super().__init__()
        self.site_host = site_host.lower()
        self.glossary = glossary
        self.links: _PageLinks | None = None
        self.glosses: Glosses | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_Comments(_COMMENT, md), "fabu_comments", 90)
        # The outline, which the checks go by, knows headings by “# ” alone.
        md.parser.blockprocessors.deregister("setextheader")
        md.parser.blockprocessors["hashheader"].RE = _HASH_HEADING
        if "fenced_code_block" in md.preprocessors:
            # Attributes after ``` would go past `_keep_harmless`.
            md.preprocessors["fenced_code_block"].checked_for_deps = True
        self.links = _PageLinks(md, self.site_host)
        # After Python-Markdown has resolved backslashes (0): a target is judged as it will stand.
        md.treeprocessors.register(self.links, "fabu_page_links", -1)
        self.glosses = Glosses(md, self.glossary)
        md.treeprocessors.register(self.glosses, "fabu_glosses", -2)


_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_FRAMED = r'<div class="table" tabindex="0" role="group" aria-label="表格"><table>\1</table></div>'


def _reachable_by_keyboard(html: str) -> str:
    """Wide tables and code scroll in a frame of their own, which must take the focus to scroll."""
    return _TABLE.sub(_FRAMED, html).replace("<pre>", '<pre tabindex="0">')


class MarkdownRenderer:
    """Renders bodies one after another; a new converter each would cost half as much again."""

    def __init__(
        self, settings: MarkdownSettings, site_host: str, glossary: Glossary = NO_GLOSSARY
    ) -> None:
        self._links = PageLinks(site_host, glossary)
        self._markdown = Markdown(
            extensions=[*settings.extensions, self._links],
            extension_configs={key: dict(value) for key, value in settings.options.items()},
        )

    def render(self, body: str, links: Mapping[str, str], root: str) -> Rendered:
        """HTML of `body`. `links` maps written targets to URLs below the site's root; `root` is
        what stands before them on this page."""
        assert self._links.links is not None
        assert self._links.glosses is not None
        self._links.links.table = links
        self._links.links.root = self._links.glosses.root = root
        html = self._markdown.reset().convert(body)
        html = _reachable_by_keyboard(html)
        tokens = getattr(self._markdown, "toc_tokens", [])
        return Rendered(Markup(html), tuple(_flat(tokens)))


def _flat(tokens: Sequence[Mapping[str, Any]]) -> list[TocItem]:
    items: list[TocItem] = []
    for token in tokens:
        items.append(TocItem(token["id"], unescape(token["name"]), token["level"]))
        items += _flat(token["children"])
    return items
