"""Table of messages that still have to leave, or have left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import (
    DEDUPE_KEY_LENGTH,
    ERROR_CODE_LENGTH,
    KIND_LENGTH,
    MAX_ENVELOPE_BYTES,
    NOTICE_KIND_LENGTH,
    STATE_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class OutboxMessage(Base):
    """待发消息: recipient and text only inside `envelope`, encrypted, and only until it has left.

    `next_attempt_at` is also the claim: who takes a message moves it into the future.
    """

    __tablename__ = "outbox_messages"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        max_length("dedupe_key", DEDUPE_KEY_LENGTH),
        max_length("kind", NOTICE_KIND_LENGTH),
        max_length("envelope", MAX_ENVELOPE_BYTES),
        max_length("last_error", ERROR_CODE_LENGTH),
        Index("ix_outbox_messages_state", "state", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(DEDUPE_KEY_LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(NOTICE_KIND_LENGTH))
    channel: Mapped[str] = mapped_column(String(KIND_LENGTH))
    envelope: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    attempts: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(ERROR_CODE_LENGTH))
