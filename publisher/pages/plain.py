"""Views of the plain pages that MkDocs renders: home, about, handbook."""

from __future__ import annotations

from dataclasses import dataclass

from publisher.model.library import Entry
from publisher.pages.view import Crumb, PageClass, PageView
from site_config.models import Site


@dataclass(frozen=True)
class SidebarItem:
    title: str
    url: str
    is_current: bool


def plain_view(site: Site, entry: Entry, url: str, is_home: bool) -> PageView:
    """The view of a plain page; a section's index stands in the trail of its other pages."""
    meta = entry.meta
    return PageView(
        url="" if is_home else url,
        title=site.name if is_home else meta.title,
        description=site.description if is_home else meta.summary,
        page_class=PageClass.HOME if is_home else PageClass.CONTENT,
        trail=() if is_home else (Crumb("首页", ""),),
        keywords=meta.keywords or site.keywords,
        published=meta.published,
        updated=meta.updated,
        source_name=meta.source.name if meta.source else site.organiser,
        source_url=meta.source.url if meta.source else None,
        editor=meta.editor or site.undertaker,
    )
