"""Atom feeds (RFC 4287): one of everything, one for each column."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from feedgen.feed import FeedGenerator

from publisher.model.kinds import DOCUMENT_KINDS, SPECS
from publisher.model.library import Entry, Library
from publisher.pages.metadata import absolute
from site_config.models import Site

NEWEST = 50


def _feed(site: Site, path: str, title: str, entries: Iterable[Entry]) -> bytes:
    feed = FeedGenerator()
    feed.id(absolute(site, path))
    feed.title(title)
    feed.author({"name": site.organiser})
    feed.link(href=absolute(site, path), rel="self", type="application/atom+xml")
    feed.link(href=site.base_url, rel="alternate", type="text/html")
    feed.language("zh-CN")
    newest = list(entries)[:NEWEST]
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


def write_feeds(library: Library, site: Site, site_dir: Path) -> list[str]:
    """Write feed.xml and <column>/feed.xml for each kind of document; returns what was written."""
    targets = [("feed.xml", site.name, library.documents())]
    for kind in DOCUMENT_KINDS:
        column = SPECS[kind].column
        targets.append(
            (f"{column}/feed.xml", f"{kind.label} - {site.name}", iter(library.of(kind)))
        )
    for path, title, entries in targets:
        file = site_dir / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_feed(site, path, title, entries))
    return [path for path, _, _ in targets]
