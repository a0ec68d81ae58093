"""The moment a build is made for: what is over, due or new on it follows from this."""

from __future__ import annotations

import os
from datetime import datetime

from district import FabuError
from publisher.model.fields import CHINA

VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 in place of the machine's time (reproducible-builds.org/specs/source-date-epoch)."""


def build_moment() -> datetime:
    """Now in China, or the moment that the environment sets. Raises FabuError when that is no moment."""
    given = os.environ.get(VARIABLE, "")
    if not given:
        return datetime.now(CHINA)
    try:
        return datetime.fromtimestamp(int(given), CHINA)
    except (ValueError, OverflowError, OSError) as error:
        raise FabuError(f"{VARIABLE} 应为 1970 年以来的秒数，实际为“{given}”") from error
