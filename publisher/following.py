"""What of a site follows from its library and the day: which pages there are, and the files that tell of
many documents at once. The same for a whole build and for one that goes on from the last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from pathlib import Path

from district.forms.models import FormDefinition
from district.models import SiteConfig
from law.texts.pack import NO_PACK, Pack
from publisher.booklet.ready import BookletOffer
from publisher.model.citing import LawIndex
from publisher.model.library import Library
from publisher.model.media import MediaSizes
from publisher.model.publicity import NO_EVENTS, PublicityCalendar
from publisher.model.retirement import retire_past_hearings
from publisher.model.statistics import Statistics
from publisher.model.withdrawal import drop_withdrawn
from publisher.outputs.addresses import write_addresses
from publisher.outputs.calendar import write_calendars
from publisher.outputs.case_filter import write_case_filter
from publisher.outputs.case_titles import write_case_titles
from publisher.outputs.feeds import write_feeds
from publisher.outputs.publicity_calendar import write_publicity_calendar
from publisher.outputs.sitemap import Page, write_robots, write_sitemap
from publisher.pages.feeds import feed_sources
from publisher.pages.plain import plain_entries
from publisher.pages.plan import plan
from publisher.pages.statistics import statistics_page
from publisher.pages.view import PageJob
from selfhelp.shelf import NO_SHELF, Shelf


@dataclass(frozen=True)
class Beside:
    """What pages are made of besides the library: it stays while nothing but manuscripts changes."""

    config: SiteConfig
    forms: tuple[FormDefinition, ...] = ()
    pack: Pack = NO_PACK
    statistics: Statistics | None = None
    calendar: PublicityCalendar = NO_EVENTS
    sizes: MediaSizes = field(default_factory=dict)
    shelf: Shelf = NO_SHELF


def visible_of(
    library: Library, now: datetime, withdrawn: Collection[str], *, drafts: bool
) -> Library:
    """What the site shows at `now`; `withdrawn`: digests of submissions whose answers are taken down."""
    shown = retire_past_hearings(_shown(library, now, drafts=drafts), now)
    return drop_withdrawn(shown, withdrawn)


def _shown(library: Library, now: datetime, *, drafts: bool) -> Library:
    """What the site shows: to its editors in a preview, all but what was withdrawn."""
    if not drafts:
        return library.live(now)
    return Library(tuple(e for e in library.entries if not e.meta.is_withdrawn))


def site_jobs(
    whole: Library,
    visible: Library,
    beside: Beside,
    laws: LawIndex,
    offers: Sequence[BookletOffer],
    now: datetime,
) -> list[PageJob]:
    """Every page but the plain ones."""
    return [
        *plan(
            visible,
            beside.config,
            laws,
            now,
            beside.forms,
            offers,
            calendar=beside.calendar,
            sizes=beside.sizes,
            shelf=beside.shelf,
            pack=beside.pack,
            whole=whole,
        ),
        statistics_page(beside.statistics, beside.config),
    ]


def write_lists(
    visible: Library,
    config: SiteConfig,
    calendar: PublicityCalendar,
    laws: LawIndex,
    site_dir: Path,
) -> list[str]:
    """Write what pages fetch and readers subscribe to. Returns what was written, relative to `site_dir`."""
    return [
        *write_case_filter(visible, config, site_dir),
        *write_case_titles(visible, site_dir),
        *write_feeds(feed_sources(visible, laws.laws, config), config.site, site_dir),
        *write_calendars(visible, config, site_dir),
        *write_publicity_calendar(visible, config, calendar, site_dir),
    ]


def write_maps(
    whole: Library,
    visible: Library,
    config: SiteConfig,
    jobs: Sequence[PageJob],
    now: datetime,
    site_dir: Path,
) -> list[str]:
    """Write what search engines and servers read. Returns what was written, relative to `site_dir`."""
    pages: list[Page] = [
        (job.view.url, job.view.updated or job.view.published)
        for job in jobs
        if job.view.listed and job.view.url is not None
    ] + [(e.url, e.meta.updated or e.meta.published) for e in plain_entries(visible)]
    return [
        *write_sitemap(config.site, sorted(pages, key=itemgetter(0)), site_dir),
        *write_robots(config.site, site_dir),
        *write_addresses(whole, visible, config.site, now, site_dir),
    ]
