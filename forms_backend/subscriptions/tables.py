"""Tables of the subscriptions by mail (邮件订阅). Addresses and choices stand in `payload` alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import (
    HANDLE_LENGTH,
    HASH_LENGTH,
    MAX_PAYLOAD_BYTES,
    MAX_WRITING_BYTES,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class SubscriptionRequest(Base):
    """待确认的订阅: asked for, not yet confirmed by who reads that mailbox; deleted after 48 hours."""

    __tablename__ = "subscription_requests"
    __table_args__: tuple[Any, ...] = (
        max_length("handle", HANDLE_LENGTH),
        max_length("address_hash", HASH_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(HANDLE_LENGTH), unique=True)
    address_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), index=True)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Subscription(Base):
    """订阅: one a mail address.

    `slot` is the day of the last weekly mail that was written or had no news; `told` holds the
    marks of the documents that were already sent.
    """

    __tablename__ = "subscriptions"
    __table_args__: tuple[Any, ...] = (
        max_length("handle", HANDLE_LENGTH),
        max_length("address_hash", HASH_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
        max_length("told", MAX_PAYLOAD_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(HANDLE_LENGTH), unique=True)
    address_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    slot: Mapped[date] = mapped_column(Date, index=True)
    told: Mapped[bytes] = mapped_column(LargeBinary)
