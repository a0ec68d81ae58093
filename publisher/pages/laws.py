"""按法律查: which laws and articles the site's documents cite, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from district.models import SiteConfig
from law.addresses import BASE, article_url, law_url
from law.instrument import Kind
from law.moves import Target
from law.names import short_title
from law.references import Article
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
        for used in law.articles:
            version = f"（{used.text}）" if used.text else ""
            yield from _documents(
                f"《{law.short}》{version}{used.article}",
                article_url(law.title, used.article, used.text),
                used.entries,
                config,
                cards,
                crumbs,
                feed_of(law),
                now=_links(used.now),
                is_former=bool(used.text),
            )


def _links(targets: Sequence[Target]) -> tuple[Counted, ...]:
    """Where an article stands today; a page of its own may or may not exist."""
    return tuple(
        Counted(f"《{short_title(t.title)}》{t}", article_url(t.title, Article(*t.number)), 0)
        for t in targets
    )


_SHELVES = {
    Kind.CONSTITUTION: "法律",
    Kind.LAW: "法律",
    Kind.DECISION: "法律",
    Kind.AMENDMENT: "法律",
    Kind.REGULATION: "行政法规、党内法规",
    Kind.PARTY: "行政法规、党内法规",
    Kind.LOCAL: "地方性法规",
    Kind.RULE: "部门规章和其他文件",
    Kind.OTHER: "部门规章和其他文件",
    Kind.INTERPRETATION: "司法解释",
}
_ENDED = "已废止"


def _shelves(laws: Sequence[LawInUse], registry: Registry, today: date) -> tuple[Shelf, ...]:
    names = ("法律", "行政法规、党内法规", "地方性法规", "司法解释", "部门规章和其他文件", _ENDED)
    found: dict[str, list[Counted]] = {name: [] for name in names}
    for law in laws:
        known = registry.instrument(law.title)
        shelf = _SHELVES[known.kind] if known and not known.has_ended(today) else _ENDED
        found[shelf].append(Counted(law.short, law_url(law.title), len(law.entries)))
    return tuple(Shelf(name, tuple(items)) for name, items in found.items() if items)


def _law_page(
    law: LawInUse,
    registry: Registry,
    config: SiteConfig,
    cards: Cards,
    today: date,
    trail: tuple[Crumb, ...],
) -> Iterator[PageJob]:
    articles = tuple(
        Counted(
            f"（{used.text}）{used.article}" if used.text else str(used.article),
            article_url(law.title, used.article, used.text),
            len(used.entries),
        )
        for used in law.articles
    )
    yield from _documents(
        f"《{law.short}》",
        law_url(law.title),
        law.entries,
        config,
        cards,
        trail,
        feed_of(law),
        facts=_facts(law.title, registry, today),
        articles=articles,
        ended=_ended(law.title, registry, today),
    )


@dataclass(frozen=True)
class Ended:
    """A law that is no longer in force since `until` (if anybody says when); `by`: what replaced it."""

    until: date | None
    by: str


def _ended(title: str, registry: Registry, today: date) -> Ended | None:
    law = registry.instrument(title)
    return Ended(law.ended, short_title(law.by)) if law and law.has_ended(today) else None


def _facts(title: str, registry: Registry, today: date) -> tuple[Fact, ...]:
    """What the registry knows for certain; it holds no texts of laws."""
    law = registry.instrument(title)
    if law is None or law.has_ended(today):
        return ()
    text = law.version_on(today)
    upcoming = [v for v in law.versions if v.begins and v.begins > today]
    return given(
        plain("全称", law.title),
        plain("类别", law.kind.value),
        plain("文号", (text.number or None) if text else None),
        plain("现行文本", (text.label or None) if text else None),
        plain("施行日期", text.effective.isoformat() if text and text.effective else None),
        plain("条数", f"{text.articles} 条" if text and text.articles else None),
        plain("将要施行", "；".join(f"{v.label}，{v.begins} 起" for v in upcoming) or None),
    )


def _documents(
    title: str,
    url: str,
    entries: Sequence[Entry],
    config: SiteConfig,
    cards: Cards,
    trail: tuple[Crumb, ...],
    feed: str,
    *,
    facts: tuple[Fact, ...] = (),
    articles: tuple[Counted, ...] = (),
    ended: Ended | None = None,
    now: tuple[Counted, ...] = (),
    is_former: bool = False,
) -> Iterator[PageJob]:
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
                "repealed": ended,
                "now": now,
                "is_former": is_former,
                "total": len(entries),
                "cards": cards.all(part.entries),
                "pager": part.pager,
                "feed": feed,
            },
        )
