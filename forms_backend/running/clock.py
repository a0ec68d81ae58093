"""Time as a dependency: stored in UTC, shown and counted in the district's own time zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""


def system_clock() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The calendar day in the district at that moment."""
    return moment.astimezone(LOCAL_ZONE).date()


def local_month(moment: datetime) -> str:
    """Year and month in the district, e.g. "202611"."""
    return moment.astimezone(LOCAL_ZONE).strftime("%Y%m")


def local_text(moment: datetime) -> str:
    """Date and minute in the district, as government sites write it: "2026-11-20 15:30"."""
    return moment.astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M")


def received_text(moment: datetime) -> str:
    """When something was received. What came on an earlier day without a note of the hour counts
    from that midnight to the microsecond (`TakenIn.received_at`): then the date alone."""
    local = moment.astimezone(LOCAL_ZONE)
    return f"{local:%Y-%m-%d}" if local.time() == time() else local_text(moment)
