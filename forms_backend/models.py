"""Tables. Personal data is only ever inside `Submission.payload`, which is encrypted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from district.form_fields import MAX_CONSENT_TEXT_LENGTH, MAX_KEY_LENGTH
from district.form_models import MAX_NOTICE_VERSION_LENGTH
from forms_backend.limits import (
    ACTION_LENGTH,
    ACTOR_LENGTH,
    DETAIL_LENGTH,
    HASH_LENGTH,
    MAX_PAYLOAD_BYTES,
    MAX_SEQUENCE,
    NUMBER_LENGTH,
    STATE_LENGTH,
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments in Python, UTC in the database, on PostgreSQL and SQLite alike."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def max_length(column: str, limit: int) -> CheckConstraint:
    """A limit on a text or binary column that both databases enforce."""
    # SQLite ignores the length of VARCHAR; a CHECK holds on both.
    return CheckConstraint(f"length({column}) <= {limit}", name=f"{column}_length")


class Base(DeclarativeBase):
    """All tables, with predictable names for constraints so that migrations can refer to them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


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


class NumberCounter(Base):
    """Last number given per prefix and month; rolled back together with what used it."""

    __tablename__ = "number_counters"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(f"last BETWEEN 1 AND {MAX_SEQUENCE}", name="last_range"),
    )

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    month: Mapped[str] = mapped_column(String(6), primary_key=True)
    last: Mapped[int]


class LedgerEvent(Base):
    """台账 event: append-only (a trigger refuses UPDATE and DELETE), chained by hash."""

    __tablename__ = "ledger_events"
    __table_args__: tuple[Any, ...] = (
        max_length("number", NUMBER_LENGTH),
        max_length("action", ACTION_LENGTH),
        max_length("actor", ACTOR_LENGTH),
        max_length("detail", DETAIL_LENGTH),
    )

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str | None] = mapped_column(String(NUMBER_LENGTH), index=True)
    action: Mapped[str] = mapped_column(String(ACTION_LENGTH))
    actor: Mapped[str] = mapped_column(String(ACTOR_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    detail: Mapped[str] = mapped_column(Text)
    algorithm: Mapped[str] = mapped_column(String(STATE_LENGTH))
    previous_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)


class LedgerHead(Base):
    """The one row that names the last event; writers lock it, so that the chain never forks."""

    __tablename__ = "ledger_head"
    __table_args__: tuple[Any, ...] = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
