"""All pages of the site that are made from documents, as jobs: pure, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from district.form_models import FormDefinition
from district.models import SiteConfig
from law.texts.pack import NO_PACK, Pack
from publisher.booklet.ready import BookletOffer
from publisher.model.citing import LawIndex
from publisher.model.going_live import hidden_words, withdrawn_entries
from publisher.model.library import Library
from publisher.model.links import hidden_links, link_table, source_path
from publisher.model.media import MediaSizes
from publisher.model.publicity import NO_EVENTS, PublicityCalendar
from publisher.pages.answers import answer_pages
from publisher.pages.articles import article_pages
from publisher.pages.basket import basket_page
from publisher.pages.card import Cards
from publisher.pages.cases import case_lists, case_pages
from publisher.pages.columns import (
    guide_pages,
    health_check_pages,
    policy_pages,
    topic_pages,
)
from publisher.pages.downloads import downloads_page, offers_by_area
from publisher.pages.faqs import faq_pages
from publisher.pages.feeds import feed_page
from publisher.pages.form_links import form_links, paper_links
from publisher.pages.glossary import glossary_page
from publisher.pages.gone import moved_pages, withdrawn_pages
from publisher.pages.hearings import hearing_pages
from publisher.pages.home import home_page
from publisher.pages.laws import law_pages
from publisher.pages.papers import paper_pages
from publisher.pages.publicity import calendar_pages
from publisher.pages.search_page import search_page
from publisher.pages.selfhelp import Bases
from publisher.pages.site_map import site_map_page
from publisher.pages.tools import tool_pages
from publisher.pages.videos import video_pages
from publisher.pages.view import PageClass, PageJob, PageView
from publisher.pages.ways import way_pages
from selfhelp.shelf import NO_SHELF, Shelf


def _frames(config: SiteConfig, forms: Sequence[FormDefinition]) -> Iterator[PageJob]:
    """The not-found page, the shell that the forms backend fills, and what a web server in front
    shows while that backend is down; shown at any address."""
    site = config.site
    lost = PageView(
        url=None,
        title="页面找不到了",
        description="您要找的页面不存在或已移走。",
        page_class=PageClass.COLUMN,
        keywords=site.keywords,
        listed=False,
    )
    yield PageJob("404.html", "404.html", lost, {})
    shell = PageView(
        url=None,
        title="<!--fabu:title-->",
        description=site.description,
        page_class=PageClass.COLUMN,
        keywords=site.keywords,
        listed=False,
        room="<!--fabu:room-->",
    )
    yield PageJob("_shell/index.html", "shell.html", shell, {})
    down = replace(lost, title="在线办理暂时不能用", description="在线办理暂时不能用。")
    papers = {"papers": paper_links(forms)}
    yield PageJob("_shell/unavailable.html", "unavailable.html", down, papers)


def plan(
    library: Library,
    config: SiteConfig,
    laws: LawIndex,
    now: datetime,
    forms: Sequence[FormDefinition] = (),
    offers: Sequence[BookletOffer] = (),
    calendar: PublicityCalendar = NO_EVENTS,
    sizes: MediaSizes = MappingProxyType({}),
    shelf: Shelf = NO_SHELF,
    pack: Pack = NO_PACK,
    whole: Library | None = None,
) -> Iterator[PageJob]:
    """Every page job for `library`, which must hold only what readers may see.

    `laws` are those that the library cites; `forms` and the ready-made booklets are linked;
    `sizes` are those of its films; `shelf` is what helps readers to help themselves, `pack` the texts
    of laws. `whole`: with what readers do not see; of it, withdrawn documents
    leave a page, and links to what is hidden say so.
    """
    whole = whole or library
    words = hidden_words(whole, now)
    urls = {source_path(entry): entry.url for entry in library.entries}
    urls |= {source_path(entry): entry.url for entry in withdrawn_entries(whole)}
    cards = Cards()
    of_laws = tuple(law_pages(laws, config, cards, now.date(), pack))
    bases = Bases(laws.registry, {law.title for law in laws.laws}, now.date())
    jobs = (
        home_page(library, config, cards, now, form_links(forms), calendar, shelf),
        *case_pages(library, config, cards),
        *case_lists(library, config, cards, offers_by_area(offers)),
        *policy_pages(library, config, cards),
        *health_check_pages(library, config, cards),
        *hearing_pages(library, config, cards, now),
        *guide_pages(library, config, cards),
        *topic_pages(library, config, cards),
        *answer_pages(library, config, cards),
        *faq_pages(library, config, cards),
        *article_pages(library, config, cards),
        *video_pages(library, config, cards, sizes),
        *calendar_pages(library, config, calendar, now),
        *of_laws,
        feed_page(library, laws.laws, config, by_mail=bool(forms)),
        downloads_page(offers, forms, config),
        basket_page(config.site),
        *glossary_page(config, (job.view.url for job in of_laws if job.view.url)),
        *way_pages(shelf, library, config, bases),
        *tool_pages(shelf, config, bases),
        *paper_pages(shelf, config, bases),
        site_map_page(library, config, (*form_links(forms), *paper_links(forms)), shelf),
        search_page(config.site),
        *withdrawn_pages(whole, config),
        *moved_pages(library, config, now),
        *_frames(config, forms),
    )
    for job in jobs:
        if job.entry is None:
            yield job
            continue
        links, hidden = link_table(job.entry, urls), hidden_links(job.entry, words)
        yield replace(job, links=links, hidden=hidden)
