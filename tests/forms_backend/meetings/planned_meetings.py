"""Two meetings as they are planned, and a point with minutes and a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forms_backend.meetings.record import Attendance, Plan, Point, Wording
from forms_backend.sealing.keys import PayloadCipher

CIPHER = PayloadCipher(bytes(32))
PLAN = Plan(
    "consultation", date(2026, 11, 18), "09:30", "park", None, frozenset({"court", "justice"}),
    Attendance("园区", "王五"),
)  # fmt: skip
STUDY = replace(PLAN, kind="study", point=None, unit="court", held_on=date(2026, 11, 19))
POINT = Point(Wording("检查", "都说了", "合并"), (), "court", date(2026, 11, 22))
