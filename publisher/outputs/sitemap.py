"""sitemap.xml (sitemaps.org protocol 0.9) and robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from district.models import Site
from publisher.model.addresses import absolute

MOST_URLS = 50_000
"""The protocol's limit for one file; beyond it, sitemap.xml is an index of parts."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

Page = tuple[str, datetime | None]
"""(URL relative to the site's root, time of the last change)."""


def _url_set(site: Site, pages: Sequence[Page]) -> str:
    rows = []
    for url, changed in pages:
        date = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        rows.append(f"<url><loc>{escape(absolute(site, url))}</loc>{date}</url>")
    return f"{_HEAD}<urlset {_NAMESPACE}>\n" + "\n".join(rows) + "\n</urlset>\n"


def write_sitemap(site: Site, pages: Sequence[Page], site_dir: Path) -> list[str]:
    """Write sitemap.xml; for more than 50,000 pages as an index of sitemap-1.xml, …

    Returns what was written.
    """
    if len(pages) <= MOST_URLS:
        (site_dir / "sitemap.xml").write_text(_url_set(site, pages), encoding="utf-8")
        return ["sitemap.xml"]
    names: list[str] = []
    for start in range(0, len(pages), MOST_URLS):
        name = f"sitemap-{len(names) + 1}.xml"
        (site_dir / name).write_text(
            _url_set(site, pages[start : start + MOST_URLS]), encoding="utf-8"
        )
        names.append(name)
    rows = "\n".join(f"<sitemap><loc>{escape(absolute(site, n))}</loc></sitemap>" for n in names)
    index = f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{rows}\n</sitemapindex>\n"
    (site_dir / "sitemap.xml").write_text(index, encoding="utf-8")
    return ["sitemap.xml", *names]


def write_robots(site: Site, site_dir: Path) -> list[str]:
    """Everything may be indexed but what belongs to one visitor or to staff."""
    lines = [
        "User-agent: *",
        "Disallow: /staff/",
        "Disallow: /status",
        "Disallow: /api/",
        "Disallow: /_shell/",
        f"Sitemap: {absolute(site, 'sitemap.xml')}",
        "",
    ]
    (site_dir / "robots.txt").write_text("\n".join(lines), encoding="utf-8")
    return ["robots.txt"]
