"""订阅: which feeds there are, and the page that offers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from district.models import SiteConfig
from law.addresses import law_url
from publisher.model.citing import LawInUse
from publisher.model.kinds import DOCUMENT_KINDS, SPECS
from publisher.model.library import Entry, Library
from publisher.pages.cases import BASE as CASES
from publisher.pages.laws.pages import feed_of
from publisher.pages.parts.feed_addresses import FEED_FACETS, facet_feed
from publisher.pages.parts.listing import facets_of
from publisher.pages.view import PageJob, column_of, column_view

KEY = "feeds"
_LAWS_OFFERED = 30


@dataclass(frozen=True)
class FeedSource:
    """One feed: where it goes, what it is called, the page it follows, its entries newest first."""

    path: str
    title: str
    page: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Offer:
    """A feed as a reader chooses it."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class OfferGroup:
    title: str
    offers: tuple[Offer, ...]


def feed_sources(
    library: Library, laws: Sequence[LawInUse], config: SiteConfig
) -> tuple[FeedSource, ...]:
    """Every feed of the site."""
    name = config.site.name
    documents = tuple(library.documents())
    everything = FeedSource("feed.xml", name, "", documents)
    columns = (
        FeedSource(f"{column}/feed.xml", f"{kind.label} - {name}", f"{column}/", library.of(kind))
        for kind in DOCUMENT_KINDS
        for column in (SPECS[kind].column,)
    )
    by_value: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in documents:
        for facet, terms in entry.document.facets().items():
            if facet in FEED_FACETS:
                for term in terms:
                    by_value[facet, term.key, term.label].append(entry)
    values = (
        FeedSource(
            facet_feed(facet, key),
            f"{FEED_FACETS[facet]}：{label} - {name}",
            f"{CASES}{facet}/{key}/" if any(e.url.startswith(CASES) for e in entries) else "feeds/",
            entries,
        )
        for (facet, key, label), entries in sorted(by_value.items())
    )
    cited = (
        FeedSource(feed_of(law), f"《{law.short}》 - {name}", law_url(law.title), law.entries)
        for law in laws
    )
    return (everything, *columns, *values, *cited)


def feed_page(
    library: Library, laws: Sequence[LawInUse], config: SiteConfig, *, by_mail: bool = False
) -> PageJob:
    """The page on which a reader chooses what to follow. `by_mail`: the backend runs, and with it
    the subscription by mail."""
    documents = tuple(library.documents())
    columns = tuple(
        Offer(kind.label, f"{SPECS[kind].column}/feed.xml", len(library.of(kind)))
        for kind in DOCUMENT_KINDS
        if library.of(kind)
    )
    facets = tuple(
        OfferGroup(
            f"按{facet.label}",
            tuple(Offer(v.label, facet_feed(facet.key, v.key), v.count) for v in facet.values),
        )
        for facet in facets_of(documents, config.vocabulary, CASES, FEED_FACETS)
    )
    cited = tuple(
        Offer(f"《{law.short}》", feed_of(law), len(law.entries)) for law in laws[:_LAWS_OFFERED]
    )
    everything = Offer("全站更新", "feed.xml", len(documents))
    groups = (
        OfferGroup("按栏目", (everything, *columns)),
        *facets,
        *((OfferGroup("按法律", cited),) if cited else ()),
    )
    return PageJob(
        output="feeds/index.html",
        template="feeds.html",
        view=column_view(config.site, KEY),
        context={
            "heading": column_of(config.site, KEY).title,
            "groups": groups,
            "by_mail": by_mail,
        },
    )
