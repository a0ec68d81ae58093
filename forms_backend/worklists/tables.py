"""Tables behind the work lists: filters that people saved, and the blind index of the search."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import COLUMNS_LENGTH, FILTER_LENGTH, FILTER_NAME_LENGTH
from forms_backend.database.tables import Base, UtcDateTime, max_length


class SavedFilter(Base):
    """保存的筛选: a person's own name for a list with its filters; never what was searched for."""

    __tablename__ = "saved_filters"
    __table_args__: tuple[Any, ...] = (
        UniqueConstraint("staff_id", "name"),
        max_length("name", FILTER_NAME_LENGTH),
        max_length("query", FILTER_LENGTH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(FILTER_NAME_LENGTH))
    query: Mapped[str] = mapped_column(String(FILTER_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ListColumns(Base):
    """列: which columns of the work lists a person wants to see, their keys with commas between."""

    __tablename__ = "list_columns"
    __table_args__: tuple[Any, ...] = (max_length("columns", COLUMNS_LENGTH),)

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id"), primary_key=True, autoincrement=False
    )
    columns: Mapped[str] = mapped_column(String(COLUMNS_LENGTH))
