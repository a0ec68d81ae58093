"""What every table shares. Personal data is only ever inside encrypted columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from forms_backend.database.limits import MAX_SEQUENCE


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


class NumberCounter(Base):
    """Last number given per prefix and month; rolled back together with what used it."""

    __tablename__ = "number_counters"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(f"last BETWEEN 1 AND {MAX_SEQUENCE}", name="last_range"),
    )

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    month: Mapped[str] = mapped_column(String(6), primary_key=True)
    last: Mapped[int]
