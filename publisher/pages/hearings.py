"""Pages of the hearings (旁听庭审): the schedule, its filters, and one page for each hearing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import cast

from district.models import SiteConfig, Term
from publisher.model.addresses import absolute, shown_moment
from publisher.model.documents.document import Kind
from publisher.model.documents.hearing import Hearing
from publisher.model.library import Entry, Library
from publisher.pages.parts.card import Card, Cards
from publisher.pages.parts.facts import Fact, given, plain
from publisher.pages.parts.listing import Facet, Terms, facets_of, slices
from publisher.pages.parts.metadata import article_json_ld, event_json_ld
from publisher.pages.view import Crumb, PageJob, column_of, column_view, document_view

BASE = "hearings/"
PAST = f"{BASE}past/"
WEEKDAYS = "一二三四五六日"
LATEST_PAST = 5
"""So many past hearings stand below the schedule; the others on pages of their own."""

FACETS = {"month": "月份", "court": "法院", "area": "领域", "cause": "案由", "industry": "行业"}
"""Facets of the schedule in the order shown; the key is the URL's part."""

CALENDAR_FACETS = ("court", "area")
"""Facets whose values each have a calendar to subscribe to."""

CALENDAR = "calendar.ics"
ONE_CALENDAR = "hearing.ics"

Pair = tuple[Entry, Hearing]


def terms_of(entry: Entry) -> Terms:
    """What the schedule files a hearing under."""
    hearing = cast(Hearing, entry.meta)
    own = hearing.facets()
    month = Term(
        key=f"{hearing.starts:%Y-%m}", label=f"{hearing.starts.year}年{hearing.starts.month}月"
    )
    return {
        "month": (month,),
        "court": own["unit"],
        "area": own["area"],
        "cause": own["cause"],
        "industry": own["industry"],
    }


def shown_time(hearing: Hearing) -> str:
    """“2026年12月8日（星期二）09:30–11:30”."""
    starts = hearing.starts
    day = f"{starts.year}年{starts.month}月{starts.day}日（星期{WEEKDAYS[starts.weekday()]}）"
    return f"{day}{starts:%H:%M}–{hearing.ends:%H:%M}"


def place(hearing: Hearing) -> str:
    return f"{hearing.court.name}{hearing.courtroom}"


def hearing_facts(hearing: Hearing) -> tuple[Fact, ...]:
    """What the side card says: of a hearing that is over, cause, court and day alone."""
    if hearing.is_retired:
        return given(
            plain("案由", hearing.cause),
            plain("法院", hearing.court.name),
            plain("开庭日期", f"{hearing.starts:%Y-%m-%d}"),
        )
    starts, ends = hearing.starts, hearing.ends
    day = f"{starts:%Y-%m-%d}（星期{WEEKDAYS[starts.weekday()]}）"
    return given(
        plain("开庭时间", f"{day} {starts:%H:%M}–{ends:%H:%M}"),
        plain("地点", place(hearing)),
        plain("怎么走", hearing.directions),
        plain("案由", hearing.cause),
        plain("旁听席位", f"{hearing.seats} 席"),
        plain("开放对象", hearing.open_to),
        plain("预约截止", shown_moment(hearing.book_until)),
        plain("联系方式", hearing.contact),
    )


def copied_text(config: SiteConfig, entry: Entry, hearing: Hearing) -> str:
    """Time and place as lines of plain text, to paste into a chat or a calendar."""
    desk = hearing.starts - timedelta(minutes=config.bookings.visitors.arrive_minutes)
    lines = [
        hearing.title,
        f"时间：{shown_time(hearing)}",
        f"地点：{place(hearing)}",
        *([f"怎么走：{hearing.directions}"] if hearing.directions else []),
        f"到场：{desk:%H:%M} 前到登记处，带有效身份证件",
        f"联系：{hearing.contact}",
        f"详情：{absolute(config.site, entry.url)}",
    ]
    return "\n".join(lines)


def hearing_pages(
    library: Library, config: SiteConfig, cards: Cards, now: datetime
) -> Iterator[PageJob]:
    """The schedule, its filters as plain pages, past hearings, and one page for each hearing."""
    pairs = [(entry, cast(Hearing, entry.meta)) for entry in library.of(Kind.HEARING)]
    by_start = sorted(pairs, key=lambda pair: (pair[1].starts, pair[0].id))
    ahead = [pair for pair in by_start if not pair[1].is_over(now)]
    past = [pair for pair in reversed(by_start) if pair[1].is_over(now)]
    yield from _schedules(ahead, past, config, cards, now)
    yield from _past_pages(past, config, cards, now)
    for entry, hearing in pairs:
        yield (
            _retired_page(config, entry, hearing)
            if hearing.is_retired
            else _hearing_page(library, config, entry, hearing, cards, now)
        )


def _schedules(
    ahead: Sequence[Pair], past: Sequence[Pair], config: SiteConfig, cards: Cards, now: datetime
) -> Iterator[PageJob]:
    """The schedule of all hearings ahead, and one for each value of each facet."""
    facets = facets_of([entry for entry, _ in ahead], config.vocabulary, BASE, FACETS, terms_of)
    latest = tuple(schedule_row(*pair, cards, now) for pair in past[:LATEST_PAST])
    title = column_of(config.site, "hearings").title
    yield _schedule(
        ahead,
        config,
        cards,
        now,
        facets,
        BASE,
        title,
        past=latest,
        more_past=len(past) > LATEST_PAST,
    )
    groups: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for entry, hearing in ahead:
        for facet, terms in terms_of(entry).items():
            for term in terms:
                groups[facet, term.key].append((entry, hearing))
    for shown in facets:
        for value in shown.values:
            yield _schedule(
                groups[shown.key, value.key],
                config,
                cards,
                now,
                facets,
                value.url,
                f"{title}：{value.label}",
                chosen=(shown.key, value.key),
            )


def _schedule(
    pairs: Sequence[Pair],
    config: SiteConfig,
    cards: Cards,
    now: datetime,
    facets: tuple[Facet, ...],
    url: str,
    title: str,
    chosen: tuple[str, str] | None = None,
    past: Sequence[object] = (),
    more_past: bool = False,
) -> PageJob:
    months = tuple(
        (
            f"{month[:4]}年{int(month[5:])}月",
            tuple(schedule_row(*pair, cards, now) for pair in group),
        )
        for month, group in groupby(pairs, key=lambda pair: pair[1].starts.strftime("%Y-%m"))
    )
    has_calendar = chosen is None or chosen[0] in CALENDAR_FACETS
    trail = (Crumb(column_of(config.site, "hearings").title, BASE),) if chosen else ()
    return PageJob(
        output=f"{url}index.html",
        template="hearing_list.html",
        view=column_view(config.site, "hearings", url=url, title=title, trail=trail),
        context={
            "heading": title,
            "months": months,
            "total": len(pairs),
            "past": tuple(past),
            "more_past": more_past,
            "facets": facets,
            "chosen": chosen,
            "calendar": (url if has_calendar else BASE) + CALENDAR,
            "visitors": config.bookings.visitors,
        },
    )


def _past_pages(
    past: Sequence[Pair], config: SiteConfig, cards: Cards, now: datetime
) -> Iterator[PageJob]:
    """Past hearings, newest first, when there are more than the schedule's page shows."""
    if len(past) <= LATEST_PAST:
        return
    hearings = dict(past)
    trail = (Crumb(column_of(config.site, "hearings").title, BASE),)
    for part in slices([entry for entry, _ in past], PAST, config.site.page_size):
        yield PageJob(
            output=f"{part.url}index.html",
            template="hearing_past.html",
            view=column_view(config.site, "hearings", url=part.url, title="往期庭审", trail=trail),
            context={
                "heading": "往期庭审",
                "pager": part.pager,
                "rows": tuple(schedule_row(e, hearings[e], cards, now) for e in part.entries),
            },
        )


def _hearing_page(
    library: Library,
    config: SiteConfig,
    entry: Entry,
    hearing: Hearing,
    cards: Cards,
    now: datetime,
) -> PageJob:
    return PageJob(
        output=f"{entry.url}index.html",
        template="hearing.html",
        view=document_view(config.site, entry, (event_json_ld(config, entry, hearing),)),
        context={
            "document": hearing,
            "facts": hearing_facts(hearing),
            "related": _cases_in_areas(library, hearing, cards),
            "is_upcoming": hearing.is_upcoming(now),
            "takes_bookings": hearing.takes_bookings(now),
            "copied_text": copied_text(config, entry, hearing),
            "calendar": entry.url + ONE_CALENDAR,
            "visitors": config.bookings.visitors,
            "notes_in_body": any("须知" in part.name for part in entry.reading.sections),
        },
        entry=entry,
    )


def _retired_page(config: SiteConfig, entry: Entry, hearing: Hearing) -> PageJob:
    return PageJob(
        output=f"{entry.url}index.html",
        template="hearing_retired.html",
        view=document_view(config.site, entry, (article_json_ld(config.site, entry),)),
        context={"document": hearing, "facts": hearing_facts(hearing)},
        entry=entry,
    )


def _cases_in_areas(library: Library, hearing: Hearing, cards: Cards) -> tuple[Card, ...]:
    same = (
        entry for entry, case in library.cases if any(area in case.areas for area in hearing.areas)
    )
    return cards.all(islice(same, 3))


def schedule_row(entry: Entry, hearing: Hearing, cards: Cards, now: datetime) -> dict[str, object]:
    """One row of the schedule: plain values for the template. `open`: one can still attend."""
    starts = hearing.starts
    return {
        "card": cards.of(entry),
        "year": starts.year,
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
        "takes_bookings": hearing.takes_bookings(now),
    }
