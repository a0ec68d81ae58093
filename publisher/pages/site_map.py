"""The site map page (网站地图) that the footer links to."""

from __future__ import annotations

from district.models import SiteConfig
from publisher.model.documents.document import Kind
from publisher.model.library import Library
from publisher.pages.cases import BASE
from publisher.pages.parts.listing import facets_of
from publisher.pages.plain import plain_entries
from publisher.pages.selfhelp.offers import FIND, PAPERS, TOOLS, offered_links
from publisher.pages.view import Crumb, PageClass, PageJob, PageView, column_of
from selfhelp.shelf import NO_SHELF, Shelf

_GROUPS = (
    Kind.POLICY,
    Kind.HEALTH_CHECK,
    Kind.HEARING,
    Kind.GUIDE,
    Kind.FAQ,
    Kind.ARTICLE,
    Kind.VIDEO,
    Kind.TOPIC,
    Kind.ANSWER,
)


def site_map_page(
    library: Library,
    config: SiteConfig,
    forms: tuple[Crumb, ...] = (),
    shelf: Shelf = NO_SHELF,
) -> PageJob:
    """Links to every list, every document but the cases, and every plain page."""
    site = config.site
    return PageJob(
        output="sitemap/index.html",
        template="site_map.html",
        view=PageView(
            url="sitemap/",
            title="网站地图",
            description=f"{site.name}的全部栏目和页面。",
            page_class=PageClass.COLUMN,
            column=site.find_column("sitemap"),
            trail=(Crumb("首页", ""),),
            keywords=site.keywords,
        ),
        context={
            "facets": facets_of(library.of(Kind.CASE), config.vocabulary, BASE),
            "groups": tuple(
                (kind.label, tuple(Crumb(e.meta.title, e.url) for e in library.of(kind)))
                for kind in _GROUPS
            ),
            "selfhelp": tuple(
                (title, f"{key}/", offered_links(key, found, found))
                for title, key, found in (
                    (column_of(site, FIND).title, FIND, shelf.ways),
                    (column_of(site, TOOLS).title, TOOLS, shelf.calculators),
                    (column_of(site, PAPERS).title, PAPERS, shelf.papers),
                )
                if found
            ),
            "forms": forms,
            "pages": tuple(
                Crumb(e.meta.title, e.url)
                for e in sorted(plain_entries(library), key=lambda e: e.location)
            ),
        },
    )
