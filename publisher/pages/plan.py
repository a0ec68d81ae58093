"""All pages of the site that are made from documents, as jobs: pure, in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from district.forms.models import FormDefinition
from district.models import SiteConfig
from law.texts.pack import NO_PACK, Pack
from publisher.booklet.ready import BookletOffer
from publisher.model.citing import LawIndex
from publisher.model.documents.document import Kind
from publisher.model.going_live import hidden_words, withdrawn_entries
from publisher.model.library import Entry, Library
from publisher.model.links import hidden_links, link_table, source_path
from publisher.model.media import MediaSizes
from publisher.model.publicity import NO_EVENTS, PublicityCalendar
from publisher.pages.answers import answer_pages
from publisher.pages.articles import article_pages
from publisher.pages.basket import basket_page
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
from publisher.pages.glossary import glossary_page
from publisher.pages.gone import moved_pages, withdrawn_pages
from publisher.pages.hearings import hearing_pages
from publisher.pages.home import home_page
from publisher.pages.laws.pages import law_pages
from publisher.pages.parts.card import Cards
from publisher.pages.parts.form_links import form_links, paper_links
from publisher.pages.publicity import calendar_pages
from publisher.pages.search_page import search_page
from publisher.pages.selfhelp.acting import Led
from publisher.pages.selfhelp.offers import Bases
from publisher.pages.selfhelp.papers import paper_pages
from publisher.pages.selfhelp.tools import tool_pages
from publisher.pages.selfhelp.ways import way_pages
from publisher.pages.site_map import site_map_page
from publisher.pages.videos import video_pages
from publisher.pages.view import PageClass, PageJob, PageView
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


_ONE_KIND: dict[Kind, Callable[[Library, SiteConfig, Cards], Iterator[PageJob]]] = {
    Kind.CASE: case_pages,
    Kind.POLICY: policy_pages,
    Kind.HEALTH_CHECK: health_check_pages,
    Kind.GUIDE: guide_pages,
    Kind.TOPIC: topic_pages,
    Kind.ANSWER: answer_pages,
    Kind.FAQ: faq_pages,
    Kind.ARTICLE: article_pages,
}
"""What asks for nothing but the library; hearings ask for the time, films for sizes."""


def document_pages(
    library: Library, config: SiteConfig, cards: Cards, now: datetime, sizes: MediaSizes
) -> Iterator[PageJob]:
    """The page of every document, with the lists of each kind but those of cases."""
    for pages in _ONE_KIND.values():
        yield from pages(library, config, cards)
    yield from hearing_pages(library, config, cards, now)
    yield from video_pages(library, config, cards, sizes)


def document_job(
    entry: Entry,
    library: Library,
    config: SiteConfig,
    now: datetime,
    *,
    whole: Library,
    sizes: MediaSizes = MappingProxyType({}),
    shelf: Shelf = NO_SHELF,
) -> PageJob | None:
    """The job that `plan` makes for the page of `entry`, without all others: for who looks at one
    page while it is written. None where readers of `library` do not see the document."""
    cards, output = Cards(), f"{entry.url}index.html"
    match entry.kind:
        case Kind.PAGE:
            return None
        case Kind.CASE:
            jobs = case_pages(library, config, cards, only=entry.id)
        case Kind.HEARING:
            jobs = hearing_pages(library, config, cards, now)
        case Kind.VIDEO:
            jobs = video_pages(library, config, cards, sizes)
        case _:
            jobs = _ONE_KIND[entry.kind](library, config, cards)
    found = next((job for job in jobs if job.output == output), None)
    return found and _led(Links(library, whole, now).put_into(found), Led(shelf, library))


def _led(job: PageJob, led: Led) -> PageJob:
    """`job` with what the page of its document leads to."""
    acting = led.of(job.entry) if job.entry is not None else None
    return replace(job, context={**job.context, "acting": acting}) if acting else job


class Links:
    """Where links in the manuscripts of `library` lead; `whole`: with what readers do not see."""

    def __init__(self, library: Library, whole: Library, now: datetime) -> None:
        self._words = hidden_words(whole, now)
        self._urls = {source_path(entry): entry.url for entry in library.entries}
        self._urls |= {source_path(entry): entry.url for entry in withdrawn_entries(whole)}

    def put_into(self, job: PageJob) -> PageJob:
        """`job` with the links of its entry."""
        if job.entry is None:
            return job
        links, hidden = self.of(job.entry)
        return replace(job, links=links, hidden=hidden)

    def of(self, entry: Entry) -> tuple[dict[str, str], dict[str, str]]:
        """`links` and `hidden` of a page job."""
        return link_table(entry, self._urls), hidden_links(entry, self._words)


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
    links = Links(library, whole, now)
    cards = Cards()
    of_laws = tuple(law_pages(laws, config, cards, now.date(), pack))
    bases = Bases(laws.registry, {law.title for law in laws.laws}, now.date())
    jobs: tuple[PageJob, ...] = (
        home_page(library, config, cards, now, form_links(forms), calendar, shelf),
        *case_lists(library, config, cards, offers_by_area(offers)),
        *document_pages(library, config, cards, now, sizes),
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
    led = Led(shelf, library)
    yield from (_led(links.put_into(job), led) for job in jobs)
