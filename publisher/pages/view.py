"""What every page tells the page frame, whatever its kind: address, titles, dates, trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from district.models import Column, Frozen, Site
from publisher.model.documents.document import Document, Plain
from publisher.model.kinds import SPECS
from publisher.model.library import Entry

_BESIDE_KINDS = {
    "laws": "按法律查",
    "feeds": "订阅更新",
    "glossary": "法律用语",
    "calendar": "普法日历",
    "downloads": "资料下载",
    "booklet": "选编篮",
    "find": "办事路径",
    "tools": "计算器",
    "papers": "文书",
}
"""Columns that hold no documents of their own."""


class PageClass(StrEnum):
    """The three classes of pages that DOMAIN §1.1 gives different meta tags."""

    HOME = "home"
    COLUMN = "column"
    CONTENT = "content"


@dataclass(frozen=True)
class Crumb:
    """One step of the trail (面包屑); `url` is relative to the site's root."""

    title: str
    url: str


@dataclass(frozen=True)
class PageView:
    """`url` is relative to the site's root ("cases/x/"); None for a page shown at any address."""

    url: str | None
    title: str
    description: str
    page_class: PageClass
    column: Column | None = None
    trail: tuple[Crumb, ...] = ()
    keywords: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    source_name: str = ""
    source_url: str | None = None
    editor: str = ""
    reviewers: tuple[str, ...] = ()
    """Offices whose people signed this text (三审)."""
    json_ld: tuple[dict[str, Any], ...] = field(default=())
    listed: bool = True
    """Whether search engines and the site map should list the page."""
    room: str = ""
    """What the style sheet knows the page by, where it is laid out in a way of its own."""

    def with_json_ld(self, *data: dict[str, Any]) -> PageView:
        """The same view with structured data added."""
        return replace(self, json_ld=(*self.json_ld, *data))


@dataclass(frozen=True)
class PageJob:
    """One page to render: which template, with what. Equal fingerprints give equal bytes.

    `entry` is the document whose Markdown is rendered into the page, `links` maps the targets
    written in it to URLs relative to the site's root; `hidden`: what is said behind those that
    readers do not see. `own`: what the template needs besides that the document's text alone gives.
    """

    output: str
    template: str
    view: PageView
    context: dict[str, Any]
    entry: Entry | None = None
    links: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    own: Callable[[Entry], dict[str, Any]] | None = None

    def fingerprint(self) -> str:
        """All that this page is made of, apart from what is common to all pages."""
        context, entry = self.context, self.entry
        if entry is not None:
            # What a file says stands in its entry's digest; what the settings make of it does not.
            own = type(entry.meta)
            context = {
                key: value
                for key, value in context.items()
                if not (isinstance(value, own) and value == entry.meta)
            }
            context[""] = tuple(listed(entry.meta))
        parts = (self.output, self.template, self.view, context, entry, self.links)
        return repr((*parts, self.hidden))


def listed(meta: Plain) -> Iterator[Frozen]:
    """The values of a front matter that are entries of the settings' lists, or hold some."""
    for value in vars(meta).values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Frozen):
                yield item


def column_of(site: Site, key: str) -> Column:
    """The column of a kind of documents; one that site.yml leaves out still has its pages, just
    no place in the menu."""
    found = site.find_column(key)
    if found is not None:
        return found
    label = _BESIDE_KINDS.get(key) or next(
        spec.kind.label for spec in SPECS.values() if spec.column == key
    )
    return Column(key=key, title=label, type="工作动态", description=label, in_menu=False)


def column_view(
    site: Site, key: str, *, url: str | None = None, title: str = "", trail: tuple[Crumb, ...] = ()
) -> PageView:
    """The view of a column page, or of a page of lists below it."""
    column = column_of(site, key)
    return PageView(
        url=column.url if url is None else url,
        title=title or column.title,
        description=column.description,
        page_class=PageClass.COLUMN,
        column=column,
        trail=(Crumb("首页", ""), *trail),
        keywords=site.keywords,
    )


def document_view(site: Site, entry: Entry, json_ld: tuple[dict[str, Any], ...] = ()) -> PageView:
    """The view of a document's own page."""
    document: Document = entry.document
    column = column_of(site, SPECS[entry.kind].column)
    return PageView(
        url=entry.url,
        title=document.title,
        description=document.summary,
        page_class=PageClass.CONTENT,
        column=column,
        trail=(Crumb("首页", ""), Crumb(column.title, column.url)),
        keywords=document.keywords,
        published=document.published,
        updated=document.updated,
        source_name=document.source.name,
        source_url=document.source.url,
        editor=document.editor,
        reviewers=entry.signed_by,
        json_ld=json_ld,
    )
