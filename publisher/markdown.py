"""Markdown to HTML for documents: one reused converter, links resolved, external links marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup


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


class _PageLinks(Treeprocessor):
    """Points links and images at URLs of the site; marks those that leave it."""

    def __init__(self, md: Markdown, site_host: str) -> None:
        super().__init__(md)
        self.site_host = site_host
        self.table: Mapping[str, str] = {}
        self.root = ""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                element.set("src", self._resolved(element.get("src", "")))
                element.set("loading", "lazy")
            elif element.tag == "th" and not (element.text or len(element)):
                element.tag = "td"

    def _resolved(self, target: str) -> str:
        if target in self.table:
            return (self.root + self.table[target]) or "./"
        if target.startswith("/") and not target.startswith("//"):
            return self.root + target[1:]
        return target

    def _link(self, element: Element) -> None:
        target = element.get("href", "")
        if "://" in target and self.site_host not in target.split("/")[2:3]:
            element.set("class", "external")
            element.set("rel", "noopener noreferrer")
        else:
            element.set("href", self._resolved(target))


class PageLinks(Extension):
    """Python-Markdown extension around `_PageLinks`; `links` is set anew for each page."""

    def __init__(self, site_host: str) -> None:
        super().__init__()
        self.site_host = site_host
        self.links: _PageLinks | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        self.links = _PageLinks(md, self.site_host)
        md.treeprocessors.register(self.links, "fabu_page_links", 1)


_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


class MarkdownRenderer:
    """Renders bodies one after another; a new converter each would cost half as much again."""

    def __init__(self, settings: MarkdownSettings, site_host: str) -> None:
        self._links = PageLinks(site_host)
        self._markdown = Markdown(
            extensions=[*settings.extensions, self._links],
            extension_configs={key: dict(value) for key, value in settings.options.items()},
        )

    def render(self, body: str, links: Mapping[str, str], root: str) -> Rendered:
        """HTML of `body`. `links` maps written targets to URLs below the site's root; `root` is
        what stands before them on this page."""
        assert self._links.links is not None
        self._links.links.table = links
        self._links.links.root = root
        html = self._markdown.reset().convert(body)
        html = _TABLE.sub(
            r'<div class="table" tabindex="0" role="region" aria-label="表格"><table>\1</table></div>', html
        )
        tokens = getattr(self._markdown, "toc_tokens", [])
        return Rendered(Markup(html), tuple(_flat(tokens)))  # noqa: S704 - made by our own converter


def _flat(tokens: Sequence[Mapping[str, Any]]) -> list[TocItem]:
    items: list[TocItem] = []
    for token in tokens:
        items.append(TocItem(token["id"], Markup(token["name"]).unescape(), token["level"]))
        items += _flat(token["children"])
    return items
