"""The plain pages, which a build has MkDocs render: about, handbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from district.models import Site
from publisher.model.documents.document import Kind
from publisher.model.library import Entry, Library
from publisher.pages.view import Crumb, PageClass, PageView
from publisher.prose.markdown import render


@dataclass(frozen=True)
class SidebarItem:
    title: str
    url: str
    is_current: bool


def plain_entries(library: Library) -> tuple[Entry, ...]:
    """Every plain page but content/index.md: the home page is made from the documents, and MkDocs
    would write the other one to the same file."""
    return tuple(entry for entry in library.of(Kind.PAGE) if entry.url)


def plain_view(site: Site, entry: Entry, url: str) -> PageView:
    """The view of a plain page; where the page names no source, the site's own offices stand."""
    meta = entry.meta
    column = site.find_column(url.partition("/")[0])
    above = () if column is None or column.url == url else (Crumb(column.title, column.url),)
    return PageView(
        url=url,
        title=meta.title,
        description=meta.summary,
        page_class=PageClass.CONTENT,
        column=column,
        trail=(Crumb("首页", ""), *above),
        keywords=meta.keywords or site.keywords,
        published=meta.published,
        updated=meta.updated,
        source_name=meta.source.name if meta.source else site.organiser,
        source_url=meta.source.url if meta.source else None,
        editor=meta.editor or site.undertaker,
        reviewers=entry.signed_by,
    )


def plain_content(
    entry: Entry, root: str, links: Mapping[str, str], hidden: Mapping[str, str]
) -> str:
    """The HTML of a plain page's body; see `publisher.prose.markdown.render`."""
    return render(entry.reading, links, root, glossed=False, hidden=hidden).html
