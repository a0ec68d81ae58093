"""The day on which tests of the whole take place: hearings in content/ pass, tests must not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

DAY = date(2026, 11, 20)
_SHIFT = timedelta(days=(DAY - datetime.now(UTC).date()).days)


def now() -> datetime:
    """The time of day as it is, on `DAY` (or the next, when midnight comes while tests run)."""
    return datetime.now(UTC) + _SHIFT
