"""When and where a hearing is, as visitors read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from forms_backend.bookings import messages
from forms_backend.bookings.hearings_file import Listing
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.web.below_path import local_url
from forms_backend.web.context import ground

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class HearingTexts:
    """`url` is the hearing's page, `calendar` its calendar file, both paths of this site."""

    time: str
    desk: str
    url: str
    calendar: str


def shown_time(starts: datetime, ends: datetime) -> str:
    """“2026年12月8日（星期二）09:30–11:30”, as the site writes it."""
    start, end = starts.astimezone(LOCAL_ZONE), ends.astimezone(LOCAL_ZONE)
    day = f"{start.year}年{start.month}月{start.day}日（星期{_WEEKDAYS[start.weekday()]}）"
    return f"{day}{start:%H:%M}–{end:%H:%M}"


def hearing_texts(listing: Listing) -> HearingTexts:
    """The texts of a hearing that the site shows."""
    minutes = ground().config.bookings.visitors.arrive_minutes
    desk = (listing.starts - timedelta(minutes=minutes)).astimezone(LOCAL_ZONE)
    url = local_url(listing.url)
    return HearingTexts(
        time=shown_time(listing.starts, listing.ends),
        desk=messages.RECEIPT_DESK.format(time=f"{desk:%H:%M}"),
        url=url,
        calendar=f"{url}hearing.ics",
    )
