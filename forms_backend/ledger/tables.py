"""Tables of the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import (
    ACTION_LENGTH,
    ACTOR_LENGTH,
    DETAIL_LENGTH,
    HASH_LENGTH,
    NUMBER_LENGTH,
    STATE_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class LedgerEvent(Base):
    """台账 event: append-only (triggers refuse UPDATE, DELETE and all but the next INSERT), chained by hash."""

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
    records: Mapped[str | None] = mapped_column(Text)
    """Digests of the rows that its transaction wrote; a baseline names every row there is."""


class LedgerHead(Base):
    """The one row that names the last event; writers lock it, so that the chain never forks."""

    __tablename__ = "ledger_head"
    __table_args__: tuple[Any, ...] = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
