"""Table of attachments. The files lie encrypted on disk; a row says which belong to what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from district.forms.attachment import MAX_ATTACHMENT_BYTES
from forms_backend.database.limits import ACTION_LENGTH, HASH_LENGTH, KIND_LENGTH
from forms_backend.database.tables import Base, UtcDateTime, max_length

STORAGE_NAME_LENGTH = 32
MAX_NAME_BYTES = 1024


class Attachment(Base):
    """附件: one file that came with a submission or its supplement; `name` is encrypted."""

    __tablename__ = "attachments"
    __table_args__: tuple[Any, ...] = (
        max_length("action", ACTION_LENGTH),
        max_length("storage_name", STORAGE_NAME_LENGTH),
        max_length("kind", KIND_LENGTH),
        max_length("digest", HASH_LENGTH),
        max_length("name", MAX_NAME_BYTES),
        CheckConstraint(f"size BETWEEN 1 AND {MAX_ATTACHMENT_BYTES}", name="size_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    action: Mapped[str] = mapped_column(String(ACTION_LENGTH))
    storage_name: Mapped[str] = mapped_column(String(STORAGE_NAME_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    name: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
