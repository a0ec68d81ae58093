"""When the weekly mail is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from forms_backend.running.clock import LOCAL_ZONE

_WEEK = 7


def latest_slot(now: datetime, weekday: int, hour: int) -> date:
    """The day of the latest weekly mail that is due by `now`; `weekday` 1 is Monday."""
    local = now.astimezone(LOCAL_ZONE)
    back = (local.isoweekday() - weekday) % _WEEK
    if back == 0 and local.hour < hour:
        back = _WEEK
    return local.date() - timedelta(days=back)
