"""What the pages of self-help share: their columns, legal bases with links, links between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol

from district.models import Site, SiteConfig
from law.addresses import law_url
from law.citation import citations
from law.registry import Registry
from publisher.pages.view import Crumb, PageJob, PageView, column_of, column_view

FIND, TOOLS, PAPERS = "find", "tools", "papers"


class Offered(Protocol):
    """A calculator, a paper or a way, as lists show it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def group(self) -> str: ...


@dataclass(frozen=True)
class Basis:
    """A legal basis as written; `url` is the page of its law on this site, if there is one."""

    text: str
    url: str | None


@dataclass(frozen=True)
class Bases:
    """Finds the pages of laws: only those that the library cites have one."""

    registry: Registry
    shown: Collection[str]
    today: date

    def of(self, text: str) -> Basis:
        for citation in citations(text, self.registry, day=self.today):
            if citation.law in self.shown:
                return Basis(text, law_url(citation.law))
        return Basis(text, None)


def offered_links(
    column: str, ids: Iterable[str], found: Mapping[str, Offered]
) -> tuple[Crumb, ...]:
    """Links to those of `ids` that there are."""
    return tuple(Crumb(found[i].title, f"{column}/{i}/") for i in ids if i in found)


def grouped(
    column: str, found: Mapping[str, Offered]
) -> tuple[tuple[str, tuple[tuple[Crumb, str], ...]], ...]:
    """(group, ((link, summary) …)) in the order in which the first of each group stands."""
    order: dict[str, int] = {}
    for one in found.values():
        order.setdefault(one.group, len(order))
    by_group = sorted(found.values(), key=lambda one: order[one.group])
    return tuple(
        (name, tuple((Crumb(one.title, f"{column}/{one.id}/"), one.summary) for one in members))
        for name, members in groupby(by_group, key=lambda one: one.group)
    )


def list_page(site: Site, key: str, found: Mapping[str, Offered], note: str) -> PageJob:
    """The list of a column; `note` says what one may expect of it."""
    context = {"heading": column_of(site, key).title, "groups": grouped(key, found), "note": note}
    view = column_view(site, key, url=f"{key}/")
    return PageJob(f"{key}/index.html", "selfhelp_list.html", view, context)


def item_view(
    config: SiteConfig,
    key: str,
    url: str,
    title: str,
    summary: str,
    keywords: tuple[str, ...],
    above: tuple[Crumb, ...] = (),
) -> PageView:
    """The view of one calculator, paper or step of a way."""
    column = column_of(config.site, key)
    return PageView(
        url=url,
        title=title,
        description=summary,
        page_class=column_view(config.site, key).page_class,
        column=column,
        trail=(Crumb("首页", ""), Crumb(column.title, f"{key}/"), *above),
        keywords=keywords or config.site.keywords,
    )
