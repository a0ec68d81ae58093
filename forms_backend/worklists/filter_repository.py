"""Kept filters and chosen columns, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from forms_backend.database.work import Repository
from forms_backend.worklists.tables import ListColumns, SavedFilter


class FilterRepository(Repository):
    """Filters of one member of staff."""

    def of(self, staff_id: int) -> Sequence[SavedFilter]:
        """Oldest first."""
        query = select(SavedFilter).where(SavedFilter.staff_id == staff_id)
        return self._session.scalars(query.order_by(SavedFilter.id)).all()

    def count(self, staff_id: int) -> int:
        """How many there are."""
        query = select(func.count()).where(SavedFilter.staff_id == staff_id)
        return self._session.execute(query).scalar_one()

    def delete(self, staff_id: int, filter_id: int) -> None:
        """Only if it is that person's own."""
        self._session.execute(
            delete(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.staff_id == staff_id)
        )

    def columns(self, staff_id: int) -> str | None:
        """The keys of the columns that the person chose, with commas between."""
        return self._session.scalars(
            select(ListColumns.columns).where(ListColumns.staff_id == staff_id)
        ).one_or_none()

    def keep_columns(self, staff_id: int, columns: str) -> None:
        """In place of those before."""
        self._session.merge(ListColumns(staff_id=staff_id, columns=columns))
        self._session.flush()
