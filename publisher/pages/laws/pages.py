"""按法律查: which laws and articles the site's documents cite, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from district.models import SiteConfig
from law.addresses import BASE, article_url, law_url
from law.instrument import Instrument, Kind, Version
from law.moves import Target
from law.names import short_title
from law.references import Article
from law.registry import Registry
from law.structure import Number
from law.texts.comparing import Change, Step, change_of
from law.texts.pack import NO_PACK, Pack
from law.texts.wording import written
from publisher.model.citing import ArticleInUse, LawIndex, LawInUse
from publisher.model.kinds import DOCUMENT_KINDS
from publisher.model.library import Entry
from publisher.pages.laws.texts import (
    Upcoming,
    citation_of,
    contents,
    shown_article,
    shown_difference,
    shown_history,
)
from publisher.pages.parts.card import Card, Cards
from publisher.pages.parts.facts import Fact, given, plain
from publisher.pages.parts.listing import slices
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


@dataclass(frozen=True)
class _Scene:
    """What all pages of laws are made from."""

    registry: Registry
    config: SiteConfig
    cards: Cards
    today: date
    pack: Pack


def law_pages(
    index: LawIndex, config: SiteConfig, cards: Cards, today: date, pack: Pack = NO_PACK
) -> Iterator[PageJob]:
    """The index of laws, a page for each law and one for each of its articles; none without laws."""
    laws, registry = index.laws, index.registry
    if not laws:
        return
    column = column_of(config.site, KEY)
    yield PageJob(
        output=f"{BASE}index.html",
        template="law_list.html",
        view=column_view(config.site, KEY),
        context={
            "heading": column.title,
            "shelves": _shelves(laws, registry, today),
            "has_texts": bool(pack),
        },
    )
    top = Crumb(column.title, BASE)
    scene = _Scene(registry, config, cards, today, pack)
    for law in laws:
        yield from _law_page(law, scene, (top,))
        crumbs = (top, Crumb(f"《{law.short}》", law_url(law.title)))
        for place, used in enumerate(law.articles):
            yield from _article_page(law, place, used, scene, crumbs)


def _article_page(
    law: LawInUse, place: int, used: ArticleInUse, scene: _Scene, trail: tuple[Crumb, ...]
) -> Iterator[PageJob]:
    version = f"（{used.text}）" if used.text else ""
    title = f"《{law.short}》{version}{used.article}"
    number = (used.article.number, used.article.inserted)
    instrument = scene.registry.instrument(law.title)
    text = _version_of(instrument, used.text, scene.today)
    url = article_url(law.title, used.article, used.text)
    shown = None
    if instrument and text:
        shown = shown_article(instrument, text, number, scene.pack, scene.today, url=url)
    yield from _documents(
        title,
        url,
        used.entries,
        scene,
        trail,
        feed_of(law),
        "law_article.html",
        {
            "now": _links(used.now),
            "is_former": bool(used.text),
            "repealed": _ended(law.title, scene.registry, scene.today),
            "law": Counted(f"《{law.short}》", law_url(law.title), len(law.entries)),
            "text": shown,
            "earlier": shown_history(instrument, text, number, scene.pack)
            if instrument and text and shown
            else (),
            "upcoming": None if used.text else _upcoming(instrument, number, scene),
            "copied": citation_of(law.title, number, used.text),
            "facts": _article_facts(instrument, text),
            "neighbours": _neighbours(law, place),
        },
    )


def _version_of(instrument: Instrument | None, label: str, today: date) -> Version | None:
    """The former text of that label, else that of today; the last one of a law that ended."""
    if instrument is None or not instrument.versions:
        return None
    if label:
        return next((v for v in instrument.versions if v.label == label), None)
    if instrument.has_ended(today):
        return instrument.versions[-1]
    return instrument.version_on(today)


def _upcoming(instrument: Instrument | None, number: Number, scene: _Scene) -> Upcoming | None:
    """What becomes of an article of today when the next text begins."""
    if instrument is None or instrument.has_ended(scene.today):
        return None
    later = [v for v in instrument.versions if v.begins and v.begins > scene.today]
    now = instrument.version_on(scene.today)
    if now is None or not later or later[0].begins is None:
        return None
    step = Step(instrument, now, instrument, later[0])
    changed = change_of(step, number, scene.registry, scene.pack)
    old = scene.pack.article(instrument, now, number)
    differences = []
    for target in changed.targets:
        new = scene.pack.article(instrument, later[0], target.number)
        if old and new and old.lines != new.lines:
            differences.append(shown_difference(str(target), old.lines, new.lines))
    label = changed.change.value
    if changed.targets and changed.change in (Change.MOVED, Change.BOTH):
        label = f"现{written(number)}改为{'、'.join(map(str, changed.targets))}"
    return Upcoming(later[0].label, later[0].begins.isoformat(), label, tuple(differences))


def _article_facts(instrument: Instrument | None, text: Version | None) -> tuple[Fact, ...]:
    """Since when, from which text."""
    if instrument is None or text is None:
        return ()
    return given(
        plain("法律全称", instrument.title),
        plain("文本", text.label or None),
        plain("施行日期", text.begins.isoformat() if text.begins else None),
        plain("文号", text.number or None),
    )


def _neighbours(law: LawInUse, place: int) -> tuple[Counted | None, Counted | None]:
    """The cited articles before and after, of the same text."""
    used = law.articles

    def of(index: int) -> Counted | None:
        if not 0 <= index < len(used) or used[index].text != used[place].text:
            return None
        other = used[index]
        return Counted(
            str(other.article),
            article_url(law.title, other.article, other.text),
            len(other.entries),
        )

    return of(place - 1), of(place + 1)


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


def _law_page(law: LawInUse, scene: _Scene, trail: tuple[Crumb, ...]) -> Iterator[PageJob]:
    articles = tuple(
        Counted(
            f"（{used.text}）{used.article}" if used.text else str(used.article),
            article_url(law.title, used.article, used.text),
            len(used.entries),
        )
        for used in law.articles
    )
    instrument = scene.registry.instrument(law.title)
    text = _version_of(instrument, "", scene.today)
    counts = {
        (used.article.number, used.article.inserted): (counted.url, counted.count)
        for used, counted in zip(law.articles, articles, strict=True)
        if not used.text
    }
    held = scene.pack.text(instrument, text) if instrument else None
    chapters = contents(instrument, text, scene.pack, counts) if instrument else ()
    former = tuple(
        c for used, c in zip(law.articles, articles, strict=True) if used.text or not chapters
    )
    yield from _documents(
        f"《{law.short}》",
        law_url(law.title),
        law.entries,
        scene,
        trail,
        feed_of(law),
        "law.html",
        {
            "facts": _facts(law.title, scene.registry, scene.today),
            "articles": articles,
            "listed": former,
            "chapters": chapters,
            "as_of": held.as_of if held else "",
            "repealed": _ended(law.title, scene.registry, scene.today),
            "copied": citation_of(law.title),
        },
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
    scene: _Scene,
    trail: tuple[Crumb, ...],
    feed: str,
    template: str,
    context: dict[str, object],
) -> Iterator[PageJob]:
    for part in slices(entries, url, scene.config.site.page_size):
        number = f"（第 {part.pager.number} 页）" if part.pager.number > 1 else ""
        view = column_view(scene.config.site, KEY, url=part.url, title=title + number, trail=trail)
        yield PageJob(
            output=f"{part.url}index.html",
            template=template,
            view=view,
            context={
                "heading": title,
                "total": len(entries),
                "cards": scene.cards.all(part.entries),
                "groups": _by_kind(part.entries, scene.cards),
                "pager": part.pager,
                "feed": feed,
                **context,
            },
        )


def _by_kind(entries: Sequence[Entry], cards: Cards) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    """Cases, then policies, checks, guides, questions: each kind that there is, in the site's order."""
    found = ((kind, [e for e in entries if e.kind is kind]) for kind in DOCUMENT_KINDS)
    return tuple((kind.label, cards.all(of_kind)) for kind, of_kind in found if of_kind)
