"""Tables of meetings: who took part, what was on the agenda, which matters each point was about, and
which meetings were called off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from district.casework.meetings import MAX_MEETING_KIND_LENGTH
from district.contact_points import MAX_POINT_KEY_LENGTH
from forms_backend.database.limits import (
    LOGIN_LENGTH,
    MAX_WRITING_BYTES,
    NUMBER_LENGTH,
    TIME_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class Meeting(Base):
    """会议: when, of which kind, at which contact point or unit; place, people and remarks are
    encrypted in `payload`. `version` rises with every change."""

    __tablename__ = "meetings"
    __table_args__: tuple[Any, ...] = (
        max_length("number", NUMBER_LENGTH),
        max_length("kind", MAX_MEETING_KIND_LENGTH),
        max_length("starts_at", TIME_LENGTH),
        max_length("point", MAX_POINT_KEY_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("lead_unit", UNIT_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(MAX_MEETING_KIND_LENGTH))
    held_on: Mapped[date] = mapped_column(Date, index=True)
    starts_at: Mapped[str] = mapped_column(String(TIME_LENGTH))
    point: Mapped[str | None] = mapped_column(String(MAX_POINT_KEY_LENGTH))
    unit: Mapped[str | None] = mapped_column(String(UNIT_LENGTH))
    lead_unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int]
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class MeetingUnit(Base):
    """A unit that takes part."""

    __tablename__ = "meeting_units"
    __table_args__: tuple[Any, ...] = (max_length("unit", UNIT_LENGTH),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH), primary_key=True)


class MeetingCancellation(Base):
    """取消: the meeting was called off and did not take place; the reason is encrypted."""

    __tablename__ = "meeting_cancellations"
    __table_args__: tuple[Any, ...] = (max_length("reason", MAX_WRITING_BYTES),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    cancelled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[bytes] = mapped_column(LargeBinary)


class AgendaItem(Base):
    """议题: title, minutes and decision are encrypted in `payload`; who answers for the decision
    and by when stands open, so that it can be asked for. `came_from_id`: the point of the rung
    below that was carried here, each at most once."""

    __tablename__ = "agenda_items"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("meeting_id", "position"),
        max_length("unit", UNIT_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    position: Mapped[int]
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), unique=True)
    minuted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unit: Mapped[str | None] = mapped_column(String(UNIT_LENGTH))
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class AgendaMatter(Base):
    """A matter that a point of the agenda is about."""

    __tablename__ = "agenda_matters"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submissions.id"), primary_key=True, index=True
    )
