"""The moment a build is made for, and what lies before it: what is over, due or new follows from this."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from district.errors import FabuError

CHINA = ZoneInfo("Asia/Shanghai")

VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 in place of the machine's time (reproducible-builds.org/specs/source-date-epoch)."""
_MOMENT = re.compile(r"^(?:book_until|ends):\s*[\"']?(\d{4}-\d{2}-\d{2} \d{2}:\d{2})", re.MULTILINE)


def build_moment() -> datetime:
    """Now in China, or the moment that the environment sets. Raises FabuError when that is no moment."""
    given = os.environ.get(VARIABLE, "")
    if not given:
        return datetime.now(CHINA)
    try:
        return datetime.fromtimestamp(int(given), CHINA)
    except (ValueError, OverflowError, OSError) as error:
        raise FabuError(f"{VARIABLE} 应为 1970 年以来的秒数，实际为“{given}”") from error


def passed_moments(folder: Path, now: datetime) -> int:
    """How many ends of booking and of hearings in the manuscripts of `folder` lie before `now`.

    Pages change at each of them, so that a site built earlier is out of date. Read without
    parsing: this runs before every build, to find out whether one is needed. Manuscripts may lie in
    folders below; what cannot be read is told by who checks it.
    """
    shown = f"{now:%Y-%m-%d %H:%M}"
    return sum(
        moment <= shown
        for file in folder.rglob("*.md")
        for moment in _MOMENT.findall(_text_of(file))
    )


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    except OSError:
        return ""
