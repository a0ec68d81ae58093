"""The table of what the bell in the staff zone tells."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import ACTION_LENGTH
from forms_backend.database.tables import Base, UtcDateTime, max_length


class BellEntry(Base):
    """提醒: one action on one matter that one person is to know of; `seen_at` once it was looked at."""

    __tablename__ = "bell_entries"
    __table_args__: tuple[Any, ...] = (
        max_length("action", ACTION_LENGTH),
        Index("ix_bell_entries_staff_id_seen_at", "staff_id", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    action: Mapped[str] = mapped_column(String(ACTION_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
