"""Pages of policies, health checks, guides and topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from district.models import SiteConfig
from publisher.model.documents.article import Article
from publisher.model.documents.document import Kind
from publisher.model.documents.faq import Faq
from publisher.model.documents.guide import Guide
from publisher.model.documents.health_check import HealthCheck
from publisher.model.documents.policy import Policy
from publisher.model.documents.topic import Topic
from publisher.model.kinds import DOCUMENT_KINDS
from publisher.model.library import Entry, Library
from publisher.pages.health_checks import health_check_context
from publisher.pages.parts.advice import advice, essentials
from publisher.pages.parts.card import Card, Cards
from publisher.pages.parts.facts import Fact, citing, given, plain
from publisher.pages.parts.listing import slices, slices_both_ways
from publisher.pages.parts.metadata import article_json_ld
from publisher.pages.view import PageJob, column_of, column_view, document_view


def plain_list(
    library: Library, config: SiteConfig, kind: Kind, key: str, template: str, cards: Cards
) -> Iterator[PageJob]:
    """The pages of the list of `kind`, newest first and oldest first."""
    column = column_of(config.site, key)
    for part in slices_both_ways(library.of(kind), column.url, config.site.page_size):
        order = "（从最早的看起）" if part.is_turned else ""
        number = f"（第 {part.pager.number} 页）" if part.pager.number > 1 else ""
        title = column.title + order + number
        view = column_view(config.site, key, url=part.url, title=title)
        yield PageJob(
            output=f"{part.url}index.html",
            template=template,
            view=replace(view, listed=not part.is_turned),
            context={
                "heading": column.title,
                "total": len(library.of(kind)),
                "pager": part.pager,
                "turned": part.turned,
                "cards": cards.all(part.entries),
            },
        )


def document_page(
    config: SiteConfig,
    entry: Entry,
    template: str,
    facts: Sequence[Fact] = (),
    own: Callable[[Entry], dict[str, Any]] | None = None,
    **context: object,
) -> PageJob:
    """The page of one document, with what its template needs besides."""
    return PageJob(
        output=f"{entry.url}index.html",
        template=template,
        view=document_view(config.site, entry, (article_json_ld(config.site, entry),)),
        context={"document": entry.meta, "facts": tuple(facts), **context},
        entry=entry,
        own=own,
    )


def _cases_in_areas(
    library: Library, areas: Sequence[object], cards: Cards, count: int = 4
) -> tuple[Card, ...]:
    found = (entry for entry, case in library.cases if any(area in case.areas for area in areas))
    return cards.all(entry for entry, _ in zip(found, range(count), strict=False))


def going_on(library: Library, document: Faq | Article, cards: Cards) -> tuple[Card, ...]:
    """What goes on from here: what the editor chose, else cases of the same areas."""
    chosen = [library.by_id[key] for key in document.related if key in library.by_id]
    return cards.all(chosen) if chosen else _cases_in_areas(library, document.areas, cards, 6)


def policy_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    """The list of policies and one page each, with the cases that name the policy."""
    yield from plain_list(library, config, Kind.POLICY, "policies", "list.html", cards)
    for entry in library.of(Kind.POLICY):
        policy = cast(Policy, entry.meta)
        naming = cards.all(other for other, case in library.cases if policy.id in case.policies)
        yield document_page(
            config,
            entry,
            "policy.html",
            given(
                plain("发文机关", policy.issuer),
                plain("发文字号", policy.document_number or "文件未编文号"),
                plain("成文日期", policy.issued),
                plain("施行日期", policy.effective),
                plain("有效期至", policy.expires),
                plain("适用地区", policy.region),
                plain("适用对象", policy.applies_to),
            ),
            related=naming or _cases_in_areas(library, policy.areas, cards),
            own=advice,
        )


def guide_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    yield from plain_list(library, config, Kind.GUIDE, "guides", "list.html", cards)
    for entry in library.of(Kind.GUIDE):
        guide = cast(Guide, entry.meta)
        yield document_page(
            config,
            entry,
            "guide.html",
            given(
                plain("办理单位", guide.unit.name),
                plain("谁可以办", guide.audience),
                citing("依据", guide.basis),
            ),
            essentials=essentials(guide),
        )


def health_check_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    yield from plain_list(library, config, Kind.HEALTH_CHECK, "health-checks", "list.html", cards)
    for entry in library.of(Kind.HEALTH_CHECK):
        check = cast(HealthCheck, entry.meta)
        yield document_page(
            config,
            entry,
            "health_check.html",
            given(
                plain("适用行业", check.industry.label if check.industry else "各行业通用"),
                plain("题目", f"{len(check.questions)} 题，{len(check.dimensions)} 个方面"),
                plain("用时", f"约 {max(5, len(check.questions) // 2 * 2)} 分钟"),
            ),
            **health_check_context(library, config.health_scale, check),
        )


def topic_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    """The list of topics, and each topic with its picks and what its filter finds."""
    topics = sorted(library.of(Kind.TOPIC), key=lambda e: (cast(Topic, e.meta).order, e.id))
    yield PageJob(
        output="topics/index.html",
        template="list.html",
        view=column_view(config.site, "topics"),
        context={
            "heading": column_of(config.site, "topics").title,
            "total": len(topics),
            "pager": next(slices(topics, "topics/", max(1, len(topics)))).pager,
            "turned": None,
            "cards": cards.all(topics),
        },
    )
    listed = [k for k in DOCUMENT_KINDS if k is not Kind.TOPIC]
    for entry in topics:
        topic = cast(Topic, entry.meta)
        picks = [library.by_id[key] for key in topic.picks if key in library.by_id]
        groups = []
        for kind in listed:
            found = [
                e for e in library.of(kind) if e not in picks and topic.filter.matches(e.document)
            ]
            if found:
                groups.append((kind.label, cards.all(found[:8]), len(found)))
        yield document_page(
            config, entry, "topic.html", (), picks=cards.all(picks), groups=tuple(groups)
        )
