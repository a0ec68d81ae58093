"""Tables of visits to firms and parks, and of the problems that were written down there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from district.contact_points import MAX_POINT_KEY_LENGTH
from forms_backend.database.limits import (
    LOGIN_LENGTH,
    MAX_WRITING_BYTES,
    NUMBER_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class Visit(Base):
    """走访: where, when and by whom; firm, people and notes are encrypted in `payload`."""

    __tablename__ = "visits"
    __table_args__: tuple[Any, ...] = (
        max_length("number", NUMBER_LENGTH),
        max_length("point", MAX_POINT_KEY_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    visited_on: Mapped[date] = mapped_column(Date, index=True)
    point: Mapped[str] = mapped_column(String(MAX_POINT_KEY_LENGTH))
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), index=True)
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class VisitProblem(Base):
    """问题: a matter that was written down at a visit; who visited stays responsible (首访责任)."""

    __tablename__ = "visit_problems"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
