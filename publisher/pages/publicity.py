"""Pages of the publicity calendar (普法日历): what lies ahead by month, what was, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import cast

from district.models import SiteConfig
from publisher.model.documents.document import Badge, Kind
from publisher.model.documents.topic import Topic
from publisher.model.library import Library
from publisher.model.publicity import EventKind, PublicityCalendar, PublicityEvent
from publisher.pages.hearings import WEEKDAYS
from publisher.pages.view import Crumb, PageJob, column_of, column_view

KEY = "calendar"
BASE = f"{KEY}/"
FEED = f"{BASE}calendar.ics"


@dataclass(frozen=True)
class Occasion:
    """One row of the calendar: an event, or a campaign day with the day it next comes.

    `url` is relative to the site's root, None without a page of its own.
    """

    id: str
    title: str
    first: date
    time: str
    badges: tuple[Badge, ...]
    place: str
    organiser: str
    note: str
    url: str | None
    is_open: bool

    @property
    def weekday(self) -> str:
        return f"星期{WEEKDAYS[self.first.weekday()]}"


def next_day(month_day: str, today: date) -> date:
    """The next day of that name from `today` on; 02-29 waits for a leap year."""
    month, day = map(int, month_day.split("-"))
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(month_day)


def shown_time(event: PublicityEvent) -> str:
    """“09:30–11:30”, “全天”, “12月1日–12月7日”; the first day of an event by the clock stands
    beside it."""
    if event.starts is not None and event.ends is not None:
        if event.starts.date() == event.ends.date():
            return f"{event.starts:%H:%M}–{event.ends:%H:%M}"
        return f"{_day(event.first_day)} {event.starts:%H:%M}–{_day(event.last_day)} {event.ends:%H:%M}"
    if event.last_day == event.first_day:
        return "全天"
    return f"{_day(event.first_day)}–{_day(event.last_day)}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _campaign_days(library: Library, today: date) -> Iterator[Occasion]:
    for entry in library.of(Kind.TOPIC):
        topic = cast(Topic, entry.meta)
        if topic.campaign_day is not None:
            yield Occasion(
                id=topic.id,
                title=topic.title,
                first=next_day(topic.campaign_day, today),
                time="全天，每年",
                badges=(Badge(EventKind.CAMPAIGN.value, "orange"),),
                place="",
                organiser="",
                note=topic.summary,
                url=entry.url,
                is_open=True,
            )


def page_of(event: PublicityEvent, library: Library) -> str | None:
    """Where an event leads, relative to the site's root."""
    if event.page is None:
        return None
    if event.page.startswith("/"):
        return event.page[1:]
    target = library.by_id.get(event.page)
    return target.url if target else None


def _occasion(event: PublicityEvent, library: Library, now: datetime) -> Occasion:
    state = (Badge("已取消", "red"),) if event.cancelled else ()
    example = (Badge("示例", "example"),) if event.example else ()
    return Occasion(
        id=event.id,
        title=event.title,
        first=event.first_day,
        time=shown_time(event),
        badges=(Badge(event.kind.value), *state, *example),
        place=event.place or "",
        organiser=event.organiser.name,
        note=event.note or "",
        url=page_of(event, library),
        is_open=not (event.cancelled or event.is_over(now)),
    )


def occasions_ahead(
    library: Library, calendar: PublicityCalendar, now: datetime
) -> tuple[Occasion, ...]:
    """Campaign days of the coming year and events that are not over, in the order of their days."""
    events = (_occasion(e, library, now) for e in calendar.events if not e.is_over(now))
    days = _campaign_days(library, now.date())
    return tuple(sorted((*days, *events), key=lambda o: o.first))


def calendar_pages(
    library: Library, config: SiteConfig, calendar: PublicityCalendar, now: datetime
) -> Iterator[PageJob]:
    """The calendar, and for each year a page of the events that are over."""
    past = [event for event in reversed(calendar.events) if event.is_over(now)]
    years = [
        (year, tuple(_occasion(event, library, now) for event in group))
        for year, group in groupby(past, key=lambda event: event.first_day.year)
    ]
    column = column_of(config.site, KEY)
    ahead = occasions_ahead(library, calendar, now)
    yield PageJob(
        output=f"{BASE}index.html",
        template="calendar.html",
        view=column_view(config.site, KEY),
        context={
            "heading": column.title,
            "months": _by_month(ahead),
            "years": tuple((year, f"{BASE}{year}/", len(rows)) for year, rows in years),
            "has_examples": any("示例" in (b.text for b in row.badges) for row in ahead),
            "calendar": FEED,
        },
    )
    for year, rows in years:
        title = f"{year}年普法活动"
        yield PageJob(
            output=f"{BASE}{year}/index.html",
            template="calendar_past.html",
            view=column_view(
                config.site,
                KEY,
                url=f"{BASE}{year}/",
                title=title,
                trail=(Crumb(column.title, BASE),),
            ),
            context={"heading": title, "months": _by_month(tuple(reversed(rows)))},
        )


def _by_month(rows: Sequence[Occasion]) -> tuple[tuple[str, str, tuple[Occasion, ...]], ...]:
    """(place on the page, title, rows) of each month that has some."""
    return tuple(
        (f"m{month}", f"{month[:4]}年{int(month[5:])}月", tuple(group))
        for month, group in groupby(rows, key=lambda row: f"{row.first:%Y-%m}")
    )
