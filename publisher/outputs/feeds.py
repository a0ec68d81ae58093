"""Atom feeds (RFC 4287): of everything, of each column, and of each area, industry, unit and law."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from feedgen.feed import FeedGenerator

from district.models import Site
from publisher.model.addresses import absolute
from publisher.pages.feeds import FeedSource

NEWEST = 50


def write_feeds(sources: Sequence[FeedSource], site: Site, site_dir: Path) -> list[str]:
    """Write every feed; returns what was written, relative to `site_dir`."""
    for source in sources:
        file = site_dir / source.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_feed(site, source))
    return [source.path for source in sources]


def _feed(site: Site, source: FeedSource) -> bytes:
    feed = FeedGenerator()
    feed.id(absolute(site, source.path))
    feed.title(source.title)
    feed.author({"name": site.organiser})
    feed.link(href=absolute(site, source.path), rel="self", type="application/atom+xml")
    feed.link(href=absolute(site, source.page), rel="alternate", type="text/html")
    feed.language("zh-CN")
    newest = source.entries[:NEWEST]
    if newest:
        feed.updated(max(entry.document.date for entry in newest))
    else:
        feed.updated("1970-01-01T00:00:00Z")
    for entry in newest:
        document = entry.document
        item = feed.add_entry(order="append")
        item.id(absolute(site, entry.url))
        item.title(document.title)
        item.link(href=absolute(site, entry.url), rel="alternate")
        item.summary(document.summary)
        item.published(document.published)
        item.updated(document.date)
        item.author({"name": document.editor})
        item.category([{"term": word} for word in document.keywords])
    data: bytes = feed.atom_str(pretty=True)
    return data
