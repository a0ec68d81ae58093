"""Pages of the case library: one page a case, and the lists that narrow it down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from district.models import SiteConfig
from publisher.booklet.ready import BookletOffer
from publisher.model.documents.case import Case
from publisher.model.documents.document import Kind
from publisher.model.library import Entry, Library
from publisher.pages.parts.advice import advice
from publisher.pages.parts.card import Cards
from publisher.pages.parts.facts import Fact, given, linked, plain
from publisher.pages.parts.feed_addresses import FEED_FACETS, facet_feed
from publisher.pages.parts.listing import FACETS, Facet, facets_of, slices
from publisher.pages.parts.metadata import article_json_ld
from publisher.pages.parts.related import related_cases
from publisher.pages.view import Crumb, PageJob, column_of, column_view, document_view

BASE = "cases/"


def _facts(case: Case) -> tuple[Fact, ...]:
    cause = Fact(
        "案由",
        ((case.cause, f"{BASE}cause/{case.cause_group.key}/"),)
        if case.cause and case.cause_group
        else (),
    )
    return given(
        linked("案例类型", "type", (case.type,)),
        cause,
        linked("领域", "area", case.areas),
        linked("行业", "industry", case.industries),
        plain("办理阶段", case.stage.label if case.stage else None),
        linked("办案单位", "unit", case.units_of_the_district),
        plain("办案单位", None if case.unit else case.source.name),
        plain("办结时间", "{}年{}月".format(*case.decided.split("-")).replace("年0", "年")),
        plain("案号", case.case_number),
        plain("风险等级", case.risk.label if case.risk else None),
    )


def case_pages(
    library: Library, config: SiteConfig, cards: Cards, only: str | None = None
) -> Iterator[PageJob]:
    """One page for each case, with its neighbours in time and its relatives. `only`: the id of the
    one case whose page is asked for."""
    cases = library.cases
    places = range(len(cases))
    if only is not None:
        places = next((range(n, n + 1) for n in places if cases[n][0].id == only), range(0))
    related = related_cases(
        cases, pool=library.by_id, only=None if only is None else next(iter(places), None)
    )
    for index in places:
        entry, case = cases[index]
        newer = cases[index - 1][0] if index else None
        older = cases[index + 1][0] if index + 1 < len(cases) else None
        yield PageJob(
            output=f"{entry.url}index.html",
            template="case.html",
            view=document_view(config.site, entry, (article_json_ld(config.site, entry),)),
            context={
                "document": case,
                "facts": _facts(case),
                "related": cards.all(related[entry.id]),
                "policies": cards.all(
                    library.by_id[key] for key in case.policies if key in library.by_id
                ),
                "newer": _neighbour(newer),
                "older": _neighbour(older),
            },
            entry=entry,
            own=advice,
        )


def _neighbour(entry: Entry | None) -> Crumb | None:
    return Crumb(entry.meta.title, entry.url) if entry else None


def _list_pages(
    entries: Sequence[Entry],
    config: SiteConfig,
    base: str,
    facets: tuple[Facet, ...],
    chosen: tuple[str, str] | None,
    title: str,
    cards: Cards,
    booklets: tuple[BookletOffer, ...] = (),
) -> Iterator[PageJob]:
    trail = (Crumb(column_of(config.site, "cases").title, BASE),) if chosen else ()
    for part in slices(entries, base, config.site.page_size):
        number = f"（第 {part.pager.number} 页）" if part.pager.number > 1 else ""
        yield PageJob(
            output=f"{part.url}index.html",
            template="case_list.html",
            view=column_view(config.site, "cases", url=part.url, title=title + number, trail=trail),
            context={
                "heading": title,
                "cards": cards.all(part.entries),
                "total": len(entries),
                "pager": part.pager,
                "facets": facets,
                "chosen": chosen,
                "booklets": booklets,
                "feed": facet_feed(*chosen) if chosen and chosen[0] in FEED_FACETS else None,
            },
        )


def case_lists(
    library: Library,
    config: SiteConfig,
    cards: Cards,
    booklets: Mapping[str, tuple[BookletOffer, ...]] = MappingProxyType({}),
) -> Iterator[PageJob]:
    """The list of all cases and one list for each value of each facet, as plain pages.

    `booklets`: key of an area → the ready-made booklets that its list offers.
    """
    entries = library.of(Kind.CASE)
    facets = facets_of(entries, config.vocabulary, BASE)
    title = column_of(config.site, "cases").title
    yield from _list_pages(entries, config, BASE, facets, None, title, cards)
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for facet, terms in entry.document.facets().items():
            for term in terms:
                groups[facet, term.key].append(entry)
    for shown in facets:
        for value in shown.values:
            chosen = (shown.key, value.key)
            heading = f"{FACETS[shown.key]}：{value.label}"
            offers = booklets.get(value.key, ()) if shown.key == "area" else ()
            yield from _list_pages(
                groups[chosen], config, value.url, facets, chosen, heading, cards, offers
            )
