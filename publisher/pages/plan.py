"""All pages of the site that are made from documents, as jobs: pure, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from publisher.model.library import Library
from publisher.model.links import link_table, source_path
from publisher.pages.card import Cards
from publisher.pages.cases import case_lists, case_pages
from publisher.pages.columns import (
    guide_pages,
    health_check_pages,
    policy_pages,
    topic_pages,
)
from publisher.pages.hearings import hearing_pages
from publisher.pages.home import home_page
from publisher.pages.search_page import search_page
from publisher.pages.site_map import site_map_page
from publisher.pages.view import PageClass, PageJob, PageView
from site_config.models import SiteConfig


def _frames(config: SiteConfig) -> Iterator[PageJob]:
    """The not-found page, and the shell that the forms backend fills; shown at any address."""
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
    )
    yield PageJob("_shell/index.html", "shell.html", shell, {})


def plan(library: Library, config: SiteConfig, now: datetime) -> Iterator[PageJob]:
    """Every page job for `library`, which must hold only what readers may see."""
    urls = {source_path(entry): entry.url for entry in library.entries}
    cards = Cards()
    jobs = (
        home_page(library, config, cards, now),
        *case_pages(library, config, cards),
        *case_lists(library, config, cards),
        *policy_pages(library, config, cards),
        *health_check_pages(library, config, cards),
        *hearing_pages(library, config, cards, now),
        *guide_pages(library, config, cards),
        *topic_pages(library, config, cards),
        site_map_page(library, config),
        search_page(config.site),
        *_frames(config),
    )
    for job in jobs:
        yield replace(job, links=link_table(job.entry, urls)) if job.entry else job
