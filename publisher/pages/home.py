"""The home page: search first, then what an enterprise comes for, latest cases, next hearings."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from district.models import SiteConfig
from publisher.model.documents.document import Kind
from publisher.model.documents.hearing import Hearing
from publisher.model.documents.topic import Topic
from publisher.model.library import Library
from publisher.model.publicity import NO_EVENTS, PublicityCalendar
from publisher.pages.cases import BASE
from publisher.pages.hearings import schedule_row
from publisher.pages.parts.card import Cards
from publisher.pages.parts.listing import facets_of
from publisher.pages.publicity import occasions_ahead
from publisher.pages.selfhelp.offers import FIND, PAPERS, TOOLS, offered_links
from publisher.pages.view import Crumb, PageClass, PageJob, PageView
from selfhelp.shelf import NO_SHELF, Shelf

TROUBLES_SHOWN, TOOLS_SHOWN = 8, 6


def home_page(
    library: Library,
    config: SiteConfig,
    cards: Cards,
    now: datetime,
    forms: tuple[Crumb, ...] = (),
    calendar: PublicityCalendar = NO_EVENTS,
    shelf: Shelf = NO_SHELF,
) -> PageJob:
    """The home page; its hearings and publicity days are those still ahead at `now`."""
    hearings = [(entry, cast(Hearing, entry.meta)) for entry in library.of(Kind.HEARING)]
    ahead = sorted(
        (pair for pair in hearings if pair[1].is_upcoming(now)), key=lambda p: p[1].starts
    )
    facets = facets_of(library.of(Kind.CASE), config.vocabulary, BASE)
    topics = sorted(library.of(Kind.TOPIC), key=lambda e: (cast(Topic, e.meta).order, e.id))
    context = {
        "latest": cards.all(library.of(Kind.CASE)[:6]),
        "hearings": tuple(schedule_row(*pair, cards, now) for pair in ahead[:4]),
        "policies": cards.all(library.of(Kind.POLICY)[:5]),
        "checks": cards.all(library.of(Kind.HEALTH_CHECK)[:6]),
        "forms": forms,
        "troubles": offered_links(FIND, list(shelf.ways)[:TROUBLES_SHOWN], shelf.ways),
        "tools": offered_links(TOOLS, list(shelf.calculators)[:TOOLS_SHOWN], shelf.calculators),
        "papers": offered_links(PAPERS, list(shelf.papers)[:TOOLS_SHOWN], shelf.papers),
        "topics": cards.all(topics[:3]),
        "occasions": occasions_ahead(library, calendar, now)[:3],
        "faqs": cards.all(library.of(Kind.FAQ)[:4]),
        "videos": cards.all(library.of(Kind.VIDEO)[:2]),
        "areas": next((facet.values for facet in facets if facet.key == "area"), ()),
        "counts": {kind.value: len(library.of(kind)) for kind in Kind},
    }
    site = config.site
    view = PageView(
        url="",
        title=site.name,
        description=site.description,
        page_class=PageClass.HOME,
        keywords=site.keywords,
    )
    return PageJob("index.html", "home.html", view, context)
