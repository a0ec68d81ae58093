"""Deliveries in the database, inside a transaction that the caller holds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from forms_backend.database.work import Repository
from forms_backend.deliveries.tables import BookletDelivery


class DeliveryRepository(Repository):
    """Rows of `booklet_deliveries`."""

    def add(self, delivery: BookletDelivery) -> None:
        self._session.add(delivery)
        self._session.flush()

    def newest(self, limit: int) -> list[BookletDelivery]:
        query = select(BookletDelivery).order_by(
            BookletDelivery.delivered_on.desc(), BookletDelivery.id.desc()
        )
        return list(self._session.scalars(query.limit(limit)))

    def find(self, number: str) -> BookletDelivery | None:
        query = select(BookletDelivery).where(BookletDelivery.number == number)
        return self._session.scalars(query).one_or_none()

    def totals(self, first: date, last: date) -> tuple[int, int]:
        """(deliveries, copies) of the days from `first` to `last`."""
        query = select(func.count(), func.coalesce(func.sum(BookletDelivery.copies), 0)).where(
            BookletDelivery.delivered_on.between(first, last)
        )
        count, copies = self._session.execute(query).one()
        return int(count), int(copies)
