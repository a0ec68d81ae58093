"""按法律查: which laws and articles the site's documents cite, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from district.models import SiteConfig
from law.addresses import BASE, article_url, law_url
from law.registry import Registry
from publisher.model.citing import LawIndex, LawInUse
from publisher.model.library import Entry
from publisher.pages.card import Cards
from publisher.pages.facts import Fact, given, plain
from publisher.pages.listing import slices
from publisher.pages.view import Crumb, PageJob, column_of, column_view

KEY = "laws"


@dataclass(frozen=True)
class Counted:
    """A law or article with the number of documents that cite it."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Shelf:
    """One kind of legislation (法律、行政法规…) and what is cited of it."""

    title: str
    laws: tuple[Counted, ...]


def feed_of(law: LawInUse) -> str:
    """The feed of what cites the law, relative to the site's root."""
    return f"{law_url(law.title)}feed.xml"


def law_pages(index: LawIndex, config: SiteConfig, cards: Cards, today: date) -> Iterator[PageJob]:
    """The index of laws, a page for each law and one for each of its articles; none without laws."""
    laws, registry = index.laws, index.registry
    if not laws:
        return
    column = column_of(config.site, KEY)
    yield PageJob(
        output=f"{BASE}index.html",
        template="law_list.html",
        view=column_view(config.site, KEY),
        context={"heading": column.title, "shelves": _shelves(laws, registry, today)},
    )
    top = Crumb(column.title, BASE)
    for law in laws:
        yield from _law_page(law, registry, config, cards, today, (top,))
        crumbs = (top, Crumb(f"《{law.short}》", law_url(law.title)))
        for article, entries in law.articles:
            title = f"《{law.short}》{article}"
            url = article_url(law.title, article)
            yield from _documents(title, url, entries, config, cards, crumbs, feed_of(law))


def _shelves(laws: Sequence[LawInUse], registry: Registry, today: date) -> tuple[Shelf, ...]:
    titles = {
        "法律": {law.title for law in registry.laws},
        "行政法规、党内法规": {law.title for law in registry.regulations},
        "司法解释": {law.title for law in registry.interpretations},
    }
    found: dict[str, list[Counted]] = {name: [] for name in (*titles, "已废止")}
    for law in laws:
        known = registry.find(law.title)
        shelf = next((name for name in titles if known and known.title in titles[name]), "已废止")
        found[shelf].append(Counted(law.short, law_url(law.title), len(law.entries)))
    return tuple(Shelf(name, tuple(items)) for name, items in found.items() if items)


def _law_page(
    law: LawInUse, registry: Registry, config: SiteConfig, cards: Cards, today: date,
    trail: tuple[Crumb, ...],
) -> Iterator[PageJob]:  # fmt: skip
    articles = tuple(
        Counted(str(article), article_url(law.title, article), len(entries))
        for article, entries in law.articles
    )
    yield from _documents(
        f"《{law.short}》", law_url(law.title), law.entries, config, cards, trail, feed_of(law),
        facts=_facts(law.title, registry, today), articles=articles,
        repealed=registry.find_repealed(law.title, today),
    )  # fmt: skip


def _facts(title: str, registry: Registry, today: date) -> tuple[Fact, ...]:
    """What the registry knows for certain; it holds no texts of laws."""
    law = registry.find(title)
    if law is None:
        return ()
    articles = law.articles_on(today)
    return given(
        plain("全称", law.title),
        plain("施行日期", law.effective.isoformat() if law.effective else None),
        plain("最近修改", law.amended.isoformat() if law.amended else None),
        plain("条数", f"{articles} 条" if articles else None),
    )


def _documents(
    title: str, url: str, entries: Sequence[Entry], config: SiteConfig, cards: Cards,
    trail: tuple[Crumb, ...], feed: str, *, facts: tuple[Fact, ...] = (), articles: tuple[Counted, ...] = (),
    repealed: object = None,
) -> Iterator[PageJob]:  # fmt: skip
    for part in slices(entries, url, config.site.page_size):
        number = f"（第 {part.pager.number} 页）" if part.pager.number > 1 else ""
        yield PageJob(
            output=f"{part.url}index.html",
            template="law.html",
            view=column_view(config.site, KEY, url=part.url, title=title + number, trail=trail),
            context={
                "heading": title,
                "facts": facts,
                "articles": articles,
                "repealed": repealed,
                "total": len(entries),
                "cards": cards.all(part.entries),
                "pager": part.pager,
                "feed": feed,
            },
        )
