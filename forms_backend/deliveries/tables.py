"""The table of booklets that were handed to firms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import (
    BOOKLET_TITLE_LENGTH,
    KIND_LENGTH,
    LOGIN_LENGTH,
    MAX_COPIES,
    MAX_WRITING_BYTES,
    NUMBER_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class BookletDelivery(Base):
    """送阅记录: firm and people are encrypted in `payload`; `signed_on` once somebody signed."""

    __tablename__ = "booklet_deliveries"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(f"copies BETWEEN 1 AND {MAX_COPIES}", name="copies_range"),
        max_length("number", NUMBER_LENGTH),
        max_length("title", BOOKLET_TITLE_LENGTH),
        max_length("channel", KIND_LENGTH),
        max_length("unit", UNIT_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    title: Mapped[str] = mapped_column(String(BOOKLET_TITLE_LENGTH))
    delivered_on: Mapped[date] = mapped_column(Date, index=True)
    channel: Mapped[str] = mapped_column(String(KIND_LENGTH))
    copies: Mapped[int]
    unit: Mapped[str] = mapped_column(String(UNIT_LENGTH))
    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), ForeignKey("staff.login"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_on: Mapped[date | None] = mapped_column(Date)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
