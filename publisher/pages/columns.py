"""Pages of policies, health checks, guides, hearings and topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import cast

from publisher.model.document import Kind
from publisher.model.guide import Guide
from publisher.model.health_check import HealthCheck
from publisher.model.hearing import Hearing
from publisher.model.kinds import DOCUMENT_KINDS
from publisher.model.library import Entry, Library
from publisher.model.policy import Policy
from publisher.model.topic import Topic
from publisher.pages.card import Card, Cards
from publisher.pages.facts import Fact, given, plain
from publisher.pages.listing import slices
from publisher.pages.metadata import article_json_ld, event_json_ld, shown_moment
from publisher.pages.view import PageJob, column_view, document_view
from site_config.models import SiteConfig

WEEKDAYS = "一二三四五六日"


def _plain_list(library: Library, config: SiteConfig, kind: Kind, key: str, template: str,
                cards: Cards) -> Iterator[PageJob]:
    column = config.site.column(key)
    for part in slices(library.of(kind), column.url, config.site.page_size):
        yield PageJob(
            output=f"{part.url}index.html",
            template=template,
            view=column_view(config.site, key, url=part.url),
            context={"heading": column.title, "total": len(library.of(kind)), "pager": part.pager,
                     "cards": cards.all(part.entries)},
        )


def _document(config: SiteConfig, entry: Entry, template: str, facts: Sequence[Fact] = (),
              **context: object) -> PageJob:
    return PageJob(
        output=f"{entry.url}index.html",
        template=template,
        view=document_view(config.site, entry, (article_json_ld(config.site, entry),)),
        context={"document": entry.meta, "facts": tuple(facts), **context},
        entry=entry,
    )


def _cases_in_areas(library: Library, areas: Sequence[object], cards: Cards, count: int = 4) -> tuple[Card, ...]:
    found = (entry for entry, case in library.cases if any(area in case.areas for area in areas))
    return cards.all(entry for entry, _ in zip(found, range(count), strict=False))


def policy_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    """The list of policies and one page each, with the cases that name the policy."""
    yield from _plain_list(library, config, Kind.POLICY, "policies", "list.html", cards)
    for entry in library.of(Kind.POLICY):
        policy = cast(Policy, entry.meta)
        naming = cards.all(other for other, case in library.cases if policy.id in case.policies)
        yield _document(
            config, entry, "policy.html",
            given(
                plain("发文机关", policy.issuer),
                plain("发文字号", policy.document_number or "文件未编文号"),
                plain("成文日期", policy.issued),
                plain("施行日期", policy.effective),
                plain("有效期至", policy.expires),
                plain("适用对象", policy.applies_to),
            ),
            related=naming or _cases_in_areas(library, policy.areas, cards),
        )


def guide_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    yield from _plain_list(library, config, Kind.GUIDE, "guides", "list.html", cards)
    for entry in library.of(Kind.GUIDE):
        guide = cast(Guide, entry.meta)
        yield _document(
            config, entry, "guide.html",
            given(
                plain("办理单位", guide.unit.name),
                plain("谁可以办", guide.audience),
                plain("办理时限", guide.time_limit),
                plain("费用", guide.fee),
                plain("联系方式", guide.contact),
                plain("依据", guide.basis),
            ),
        )


def health_check_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    yield from _plain_list(library, config, Kind.HEALTH_CHECK, "health-checks", "list.html", cards)
    for entry in library.of(Kind.HEALTH_CHECK):
        check = cast(HealthCheck, entry.meta)
        named = {key: library.by_id[key] for q in check.questions for key in q.cases
                 if key in library.by_id}
        yield _document(
            config, entry, "health_check.html",
            given(
                plain("适用行业", check.industry.label if check.industry else "各行业通用"),
                plain("题目", f"{len(check.questions)} 题，{len(check.dimensions)} 个方面"),
                plain("用时", f"约 {max(5, len(check.questions) // 2 * 2)} 分钟"),
            ),
            cases={key: (other.meta.title, other.url) for key, other in named.items()},
        )


def hearing_facts(hearing: Hearing) -> tuple[Fact, ...]:
    starts, ends = hearing.starts, hearing.ends
    day = f"{starts:%Y-%m-%d}（星期{WEEKDAYS[starts.weekday()]}）"
    return given(
        plain("开庭时间", f"{day} {starts:%H:%M}–{ends:%H:%M}"),
        plain("地点", f"{hearing.court.name}{hearing.courtroom}"),
        plain("案由", hearing.cause),
        plain("旁听席位", f"{hearing.seats} 席"),
        plain("开放对象", hearing.open_to),
        plain("预约截止", shown_moment(hearing.book_until)),
        plain("联系方式", hearing.contact),
    )


def hearing_pages(library: Library, config: SiteConfig, cards: Cards, now: datetime) -> Iterator[PageJob]:
    """The schedule (upcoming by month, then past) and one page for each hearing."""
    entries = [(entry, cast(Hearing, entry.meta)) for entry in library.of(Kind.HEARING)]
    by_start = sorted(entries, key=lambda pair: pair[1].starts)
    upcoming = [pair for pair in by_start if _is_ahead(pair[1], now)]
    past = [pair for pair in reversed(by_start) if not _is_ahead(pair[1], now)]
    months = tuple(
        (f"{month[:4]}年{int(month[5:])}月", tuple(schedule_row(*pair, cards, now) for pair in group))
        for month, group in groupby(upcoming, key=lambda pair: pair[1].starts.strftime("%Y-%m"))
    )
    yield PageJob(
        output="hearings/index.html",
        template="hearing_list.html",
        view=column_view(config.site, "hearings"),
        context={"heading": config.site.column("hearings").title, "months": months,
                 "past": tuple(schedule_row(*pair, cards, now) for pair in past)},
    )
    for entry, hearing in entries:
        job = _document(config, entry, "hearing.html", hearing_facts(hearing),
                        related=_cases_in_areas(library, hearing.areas, cards, 3))
        view = document_view(config.site, entry, (event_json_ld(config.site, entry, hearing),))
        yield PageJob(job.output, job.template, view, job.context, entry)


def _is_ahead(hearing: Hearing, now: datetime) -> bool:
    """Whether the schedule lists it under what is coming: cancelled ones too, so that nobody goes."""
    return hearing.ends > now and hearing.state.key != "held"


def schedule_row(entry: Entry, hearing: Hearing, cards: Cards, now: datetime) -> dict[str, object]:
    """One row of the schedule: plain values for the template. `open`: one can still attend."""
    starts = hearing.starts
    return {
        "card": cards.of(entry),
        "day": starts.day,
        "month": starts.month,
        "weekday": f"星期{WEEKDAYS[starts.weekday()]}",
        "time": f"{starts:%H:%M}–{hearing.ends:%H:%M}",
        "datetime": starts.isoformat(),
        "place": f"{hearing.court.short}{hearing.courtroom}",
        "cause": hearing.cause,
        "seats": hearing.seats,
        "book_until": shown_moment(hearing.book_until),
        "open": hearing.is_upcoming(now),
    }


def topic_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    """The list of topics, and each topic with its picks and what its filter finds."""
    topics = sorted(library.of(Kind.TOPIC), key=lambda e: (cast(Topic, e.meta).order, e.id))
    yield PageJob(
        output="topics/index.html",
        template="list.html",
        view=column_view(config.site, "topics"),
        context={"heading": config.site.column("topics").title, "total": len(topics),
                 "pager": next(slices(topics, "topics/", max(1, len(topics)))).pager,
                 "cards": cards.all(topics)},
    )
    listed = [k for k in DOCUMENT_KINDS if k is not Kind.TOPIC]
    for entry in topics:
        topic = cast(Topic, entry.meta)
        picks = [library.by_id[key] for key in topic.picks if key in library.by_id]
        groups = []
        for kind in listed:
            found = [e for e in library.of(kind) if e not in picks and topic.filter.matches(e.document)]
            if found:
                groups.append((kind.label, cards.all(found[:8]), len(found)))
        yield _document(config, entry, "topic.html", (), picks=cards.all(picks),
                        groups=tuple(groups))
