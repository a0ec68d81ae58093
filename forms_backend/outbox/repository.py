"""Messages as rows, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select

from forms_backend.database.transactions import insert_into
from forms_backend.database.work import Repository
from forms_backend.outbox.tables import OutboxMessage


class OutboxRepository(Repository):
    """Queries on the outbox; states are the values of `OutboxState`."""

    def write(self, **columns: Any) -> bool:
        """Insert a message; False when one with its `dedupe_key` is there already."""
        written = self._session.execute(
            insert_into(self._session, OutboxMessage)
            .values(**columns)
            .on_conflict_do_nothing(index_elements=["dedupe_key"])
            .returning(OutboxMessage.id)
        )
        return written.scalar_one_or_none() is not None

    def is_something_due(self, state: str, now: datetime) -> bool:
        """Whether `lock_due` would find one, without waiting for those who write."""
        query = _due(state, now).with_only_columns(OutboxMessage.id).limit(1)
        return self._session.scalars(query).first() is not None

    def lock_due(self, state: str, now: datetime) -> OutboxMessage | None:
        """The message that has been due longest and that nobody else has locked."""
        query = _due(state, now).limit(1).with_for_update(skip_locked=True)
        return self._session.scalars(query).first()

    def lock(self, message_id: int) -> OutboxMessage | None:
        """That message, locked until the transaction ends."""
        return self._session.get(OutboxMessage, message_id, with_for_update=True)

    def lock_attempt(self, message_id: int, attempt: int, state: str) -> OutboxMessage | None:
        """That message if it is still at that attempt, locked."""
        return self._session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.id == message_id,
                OutboxMessage.attempts == attempt,
                OutboxMessage.state == state,
            )
            .with_for_update()
        ).one_or_none()

    def count_written(self, channel: str, since: datetime, prefix: str = "") -> int:
        """How many messages of a channel were written since then, with keys that begin so."""
        query = select(func.count()).where(
            OutboxMessage.channel == channel, OutboxMessage.created_at >= since
        )
        if prefix:
            query = query.where(OutboxMessage.dedupe_key.startswith(prefix, autoescape=True))
        return self._session.scalars(query.select_from(OutboxMessage)).one()

    def count_finished(self, channel: str, state: str, since: datetime) -> int:
        """How many messages of a channel came to that end since then."""
        query = select(func.count()).where(
            OutboxMessage.channel == channel,
            OutboxMessage.state == state,
            OutboxMessage.finished_at >= since,
        )
        return self._session.scalars(query.select_from(OutboxMessage)).one()

    def unfinished(self) -> dict[str, tuple[int, datetime | None]]:
        """By state: how many messages are not finished, and when the first was to leave."""
        rows = self._session.execute(
            select(OutboxMessage.state, func.count(), func.min(OutboxMessage.next_attempt_at))
            .where(OutboxMessage.finished_at.is_(None))
            .group_by(OutboxMessage.state)
        )
        return {state: (number, oldest) for state, number, oldest in rows}

    def newest(self, state: str, limit: int) -> Sequence[OutboxMessage]:
        """The messages in that state, newest first."""
        return self._session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.state == state)
            .order_by(OutboxMessage.id.desc())
            .limit(limit)
        ).all()

    def delete_unsent(self, channel: str, kind: str, number: str) -> None:
        """What waits or was given up of one kind about a matter; what has left stays."""
        message = OutboxMessage
        self._session.execute(
            delete(message).where(
                message.channel == channel,
                message.kind == kind,
                message.dedupe_key.contains(f":{number}:", autoescape=True),
                message.finished_at.is_(None),
            )
        )

    def delete_old(self, given_up: str, before: datetime) -> None:
        """What was finished before `before`, and what was given up and written before."""
        is_given_up = and_(OutboxMessage.state == given_up, OutboxMessage.created_at < before)
        self._session.execute(
            delete(OutboxMessage).where(or_(OutboxMessage.finished_at < before, is_given_up))
        )


def _due(state: str, now: datetime) -> Select[tuple[OutboxMessage]]:
    return (
        select(OutboxMessage)
        .where(OutboxMessage.state == state, OutboxMessage.next_attempt_at <= now)
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
    )
