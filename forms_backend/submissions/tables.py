"""Tables of submissions. Personal data is only ever inside `Submission.payload`, which is encrypted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from district.form_fields import MAX_CONSENT_TEXT_LENGTH, MAX_KEY_LENGTH
from district.form_models import MAX_NOTICE_VERSION_LENGTH
from forms_backend.database.limits import (
    HASH_LENGTH,
    MAX_PAYLOAD_BYTES,
    NUMBER_LENGTH,
    STATE_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class Submission(Base):
    """来件: one complaint or consultation as it was sent."""

    __tablename__ = "submissions"
    __table_args__: tuple[Any, ...] = (
        max_length("number", NUMBER_LENGTH),
        max_length("form_id", MAX_KEY_LENGTH),
        max_length("category", MAX_KEY_LENGTH),
        max_length("region", MAX_KEY_LENGTH),
        max_length("notice_version", MAX_NOTICE_VERSION_LENGTH),
        max_length("payload", MAX_PAYLOAD_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    form_id: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH), index=True)
    channel: Mapped[str] = mapped_column(String(STATE_LENGTH))
    state: Mapped[str] = mapped_column(String(STATE_LENGTH), index=True)
    category: Mapped[str | None] = mapped_column(String(MAX_KEY_LENGTH))
    region: Mapped[str | None] = mapped_column(String(MAX_KEY_LENGTH))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    notice_version: Mapped[str] = mapped_column(String(MAX_NOTICE_VERSION_LENGTH))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    payload_digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    idempotency_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    query_code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


class Consent(Base):
    """同意: given by ticking a box, withdrawn later or not; `text` is what the visitor read."""

    __tablename__ = "consents"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("submission_id", "key"),
        max_length("key", MAX_KEY_LENGTH),
        max_length("text", MAX_CONSENT_TEXT_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    key: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH))
    text: Mapped[str] = mapped_column(String(MAX_CONSENT_TEXT_LENGTH))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
