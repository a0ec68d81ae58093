"""Table of drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import MAX_DRAFT_BYTES, PLACE_LENGTH
from forms_backend.database.tables import Base, UtcDateTime, max_length


class Draft(Base):
    """草稿: what one person typed into one form and has not sent; encrypted, because it is what
    writings are before they are sent. `place` is the address that the form is sent to."""

    __tablename__ = "drafts"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("staff_id", "place"),
        max_length("place", PLACE_LENGTH),
        max_length("payload", MAX_DRAFT_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
