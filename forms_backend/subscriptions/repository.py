"""Rows of subscriptions, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select

from forms_backend.database.work import Repository
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.subscriptions.mails import CONFIRM_KEY, NEWS_KEY
from forms_backend.subscriptions.tables import Subscription, SubscriptionRequest


class SubscriptionRepository(Repository):
    """Finds, adds and deletes."""

    def count_requests(self, address_hash: str, since: datetime) -> int:
        """How often this address was asked since."""
        query = select(func.count()).where(
            SubscriptionRequest.address_hash == address_hash, SubscriptionRequest.asked_at > since
        )
        return self._session.scalars(query).one()

    def add(self, row: SubscriptionRequest | Subscription) -> None:
        self._session.add(row)
        self._session.flush()

    def request(self, handle: str, since: datetime) -> SubscriptionRequest | None:
        """The request of that name, unless it was asked before `since`."""
        return self._session.scalars(
            select(SubscriptionRequest).where(
                SubscriptionRequest.handle == handle, SubscriptionRequest.asked_at > since
            )
        ).one_or_none()

    def lock_requests(self, address_hash: str) -> frozenset[str]:
        """The names of all requests of an address. Whoever changes what belongs to an address locks
        these first, in one order, so that two wait for each other instead of for a deadlock."""
        rows = self._session.scalars(
            select(SubscriptionRequest.handle)
            .where(SubscriptionRequest.address_hash == address_hash)
            .order_by(SubscriptionRequest.id)
            .with_for_update()
        )
        return frozenset(rows)

    def address_hash_of(self, handle: str) -> str | None:
        """Whose subscription that is."""
        return self._session.scalars(
            select(Subscription.address_hash).where(Subscription.handle == handle)
        ).one_or_none()

    def of_address(self, address_hash: str) -> Subscription | None:
        """The subscription of that address. Locked."""
        return self._session.scalars(
            select(Subscription).where(Subscription.address_hash == address_hash).with_for_update()
        ).one_or_none()

    def due(self, slot: date, limit: int) -> Sequence[Subscription]:
        """Subscriptions whose mail of `slot` was not looked at yet. Locked."""
        return self._session.scalars(
            select(Subscription)
            .where(Subscription.slot < slot)
            .order_by(Subscription.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()

    def count(self) -> int:
        """How many have confirmed."""
        return self._session.scalars(select(func.count()).select_from(Subscription)).one()

    def count_lapsed(self, before: datetime) -> int:
        query = select(func.count()).where(SubscriptionRequest.asked_at <= before)
        return self._session.scalars(query).one()

    def delete_lapsed(self, before: datetime) -> int:
        """Requests that nobody confirmed in time; returns how many."""
        return self._delete_requests(SubscriptionRequest.asked_at <= before)

    def delete_requests_of(self, address_hash: str) -> None:
        """Every request of an address, with the mails about them that have not left."""
        self._delete_requests(SubscriptionRequest.address_hash == address_hash)

    def delete(self, row: Subscription) -> None:
        """A subscription, what waits in the outbox for it, and requests of the same address."""
        self.delete_requests_of(row.address_hash)
        self._session.execute(
            delete(OutboxMessage).where(
                OutboxMessage.dedupe_key.startswith(NEWS_KEY.format(handle=row.handle)),
                OutboxMessage.envelope.is_not(None),
            )
        )
        self._session.delete(row)

    def _delete_requests(self, condition: object) -> int:
        handles = self._session.scalars(
            select(SubscriptionRequest.handle).where(condition)  # type: ignore[arg-type]
        ).all()
        keys = [CONFIRM_KEY.format(handle=handle) for handle in handles]
        self._session.execute(
            delete(OutboxMessage).where(
                OutboxMessage.dedupe_key.in_(keys), OutboxMessage.envelope.is_not(None)
            )
        )
        self._session.execute(
            delete(SubscriptionRequest).where(SubscriptionRequest.handle.in_(handles))
        )
        return len(handles)
