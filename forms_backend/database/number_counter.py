"""Numbers by prefix and month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import MAX_SEQUENCE
from forms_backend.database.tables import Base


class NumberCounter(Base):
    """Last number given per prefix and month; rolled back together with what used it."""

    __tablename__ = "number_counters"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(f"last BETWEEN 1 AND {MAX_SEQUENCE}", name="last_range"),
    )

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    month: Mapped[str] = mapped_column(String(6), primary_key=True)
    last: Mapped[int]
