"""Pages of what is no longer where it was: documents that were withdrawn, and former addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from district.models import SiteConfig
from publisher.model.going_live import moved_addresses, withdrawn_entries
from publisher.model.kinds import SPECS
from publisher.model.library import Library
from publisher.pages.view import Crumb, PageClass, PageJob, PageView, column_of


def withdrawn_pages(library: Library, config: SiteConfig) -> Iterator[PageJob]:
    """For each withdrawn document the page that says so; nothing of its text is on it."""
    for entry in withdrawn_entries(library):
        column = column_of(config.site, SPECS[entry.kind].column)
        view = PageView(
            url=entry.url,
            title=entry.meta.title,
            description="这一页已经撤下。",
            page_class=PageClass.COLUMN,
            column=column,
            trail=(Crumb("首页", ""), Crumb(column.title, column.url)),
            keywords=config.site.keywords,
            listed=False,
        )
        withdrawn = entry.document.withdrawn
        context = {"withdrawn": withdrawn}
        yield PageJob(f"{entry.url}index.html", "withdrawn.html", view, context)


def moved_pages(library: Library, config: SiteConfig, now: datetime) -> Iterator[PageJob]:
    """For each former address a page that leads to today's, for servers that only hand out files."""
    shown = {entry.url: entry.meta for entry in library.documents() if entry.meta.is_live(now)}
    for former, url in moved_addresses(library).items():
        meta = shown.get(url)
        if meta is None:
            continue
        view = PageView(
            url=former,
            title=meta.title,
            description="这一页换了网址。",
            page_class=PageClass.COLUMN,
            keywords=config.site.keywords,
            listed=False,
        )
        yield PageJob(f"{former}index.html", "moved.html", view, {"target": url})
