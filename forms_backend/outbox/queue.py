"""Taking messages out of the outbox, one at a time, so that of many senders only one has each.

Claiming and marking are two transactions, and the message leaves between them. A sender that dies
there leaves the message claimed until its lease ends; then it is sent again, with the same
Message-ID. So a message arrives at least once, and a mail program can tell a repetition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.repository import OutboxRepository
from forms_backend.outbox.service import Envelope, OutboxChannel, OutboxState, unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.running.clock import Clock
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher

RETRY_AFTER = (
    timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1),
    timedelta(hours=4),
)  # fmt: skip
"""Pauses after each failed attempt; after the last attempt a person decides."""
MAX_ATTEMPTS = len(RETRY_AFTER) + 1
LEASE = timedelta(minutes=5)
"""Longer than any attempt takes with its time-outs."""
KEPT = timedelta(days=183)
"""How long a finished message stays, without recipient and text: the six months of a log."""
_WAITING = OutboxState.WAITING.value


@dataclass(frozen=True)
class Claimed:
    """A message that this sender, and no other, may send now."""

    id: int
    attempt: int
    dedupe_key: str
    channel: OutboxChannel
    created_at: datetime
    envelope: Envelope


@dataclass(frozen=True)
class QueuedMessage:
    """One line of the administrator's list: neither recipient nor text."""

    id: int
    kind: str
    channel: OutboxChannel
    state: OutboxState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    last_error: str | None


@dataclass(frozen=True)
class OutboxStats:
    """How the outbox stands. `age_seconds`: for how long the oldest message has been due."""

    waiting: int
    failed: int
    age_seconds: int


class OutboxQueue:
    """待发队列; each method is one transaction."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def claim(self) -> Claimed | None:
        """The message that has been due longest, or None. What can no longer be sent is marked so."""
        while self._is_something_due():
            with self._database.write() as work:
                row = work[OutboxRepository].lock_due(_WAITING, self._clock())
                if row is None:
                    return None
                claimed = self._take(row)
                if claimed is not None:
                    return claimed
        return None

    def _is_something_due(self) -> bool:
        """Asked without the write lock, which submissions need."""
        with self._database.read() as work:
            return work[OutboxRepository].is_something_due(_WAITING, self._clock())

    def _take(self, row: OutboxMessage) -> Claimed | None:
        now = self._clock()
        if row.attempts >= MAX_ATTEMPTS:
            _give_up(row, SendError(Failure.INTERRUPTED), now)
            return None
        try:
            envelope = unseal(self._cipher, row.dedupe_key, row.envelope or b"")
        except DecryptionError:
            _give_up(row, SendError(Failure.UNREADABLE), now)
            return None
        row.attempts += 1
        row.next_attempt_at = now + LEASE
        return Claimed(
            row.id,
            row.attempts,
            row.dedupe_key,
            OutboxChannel(row.channel),
            row.created_at,
            envelope,
        )

    def mark_sent(self, claimed: Claimed) -> None:
        """It has left; recipient and text are erased."""
        with self._database.write() as work:
            row = _still_claimed(work, claimed)
            if row is not None:
                _finish(row, OutboxState.SENT, self._clock())

    def mark_failed(self, claimed: Claimed, error: SendError) -> bool:
        """Try again later, or give up; returns whether it was given up."""
        now = self._clock()
        with self._database.write() as work:
            row = _still_claimed(work, claimed)
            if row is None:
                return False
            if error.permanent or claimed.attempt >= MAX_ATTEMPTS:
                _give_up(row, error, now)
                return True
            row.next_attempt_at = now + RETRY_AFTER[claimed.attempt - 1]
            row.last_error = error.stored
            return False

    # For people

    def stats(self) -> OutboxStats:
        """Numbers for `/readyz`, `/metrics` and the list."""
        now = self._clock()
        with self._database.read() as work:
            counts = work[OutboxRepository].unfinished()
        waiting, oldest = counts.get(_WAITING, (0, None))
        failed, _ = counts.get(OutboxState.FAILED.value, (0, None))
        age = max(0, int((now - oldest).total_seconds())) if oldest else 0
        return OutboxStats(waiting, failed, age)

    def sent_since(self, channel: OutboxChannel, days: int) -> int:
        """How many messages left by a channel in the last days: what a counted channel costs."""
        since = self._clock() - timedelta(days=days)
        with self._database.read() as work:
            sent = OutboxState.SENT.value
            return work[OutboxRepository].count_finished(channel.value, sent, since)

    def listed(self, state: OutboxState, limit: int) -> Sequence[QueuedMessage]:
        """The messages in that state, newest first."""
        with self._database.read() as work:
            rows = work[OutboxRepository].newest(state.value, limit)
            return [_queued(row) for row in rows]

    def resend(self, message_id: int, *, actor: str) -> bool:
        """A failed message gets all its attempts again; False when it is not on the list any more."""
        return self._decide(message_id, Action.OUTBOX_RESENT, actor)

    def drop(self, message_id: int, *, actor: str) -> bool:
        """A failed message will not be sent; recipient and text are erased."""
        return self._decide(message_id, Action.OUTBOX_DROPPED, actor)

    def _decide(self, message_id: int, action: Action, actor: str) -> bool:
        now = self._clock()
        with self._database.write() as work:
            row = work[OutboxRepository].lock(message_id)
            if row is None or row.state != OutboxState.FAILED.value:
                return False
            if action is Action.OUTBOX_RESENT:
                row.state, row.attempts = OutboxState.WAITING.value, 0
                row.next_attempt_at = now
            else:
                _finish(row, OutboxState.DROPPED, now)
            detail = {"message": str(row.id), "kind": row.kind, "channel": row.channel}
            work[LedgerRepository].append(action, number=None, actor=actor, at=now, detail=detail)
            return True

    def forget_finished(self) -> None:
        """Delete what was finished long ago, and what was given up so long ago that nobody will send
        it any more: recipient and text are in it."""
        with self._database.write() as work:
            work[OutboxRepository].delete_old(OutboxState.FAILED.value, self._clock() - KEPT)


def _still_claimed(work: Work, claimed: Claimed) -> OutboxMessage | None:
    """The row, unless another sender took it after our lease had ended."""
    return work[OutboxRepository].lock_attempt(claimed.id, claimed.attempt, _WAITING)


def _finish(row: OutboxMessage, state: OutboxState, now: datetime) -> None:
    row.state, row.finished_at = state.value, now
    row.envelope = row.last_error = None


def _give_up(row: OutboxMessage, error: SendError, now: datetime) -> None:
    row.state, row.last_error, row.next_attempt_at = OutboxState.FAILED.value, error.stored, now


def _queued(row: OutboxMessage) -> QueuedMessage:
    return QueuedMessage(
        row.id,
        row.kind,
        OutboxChannel(row.channel),
        OutboxState(row.state),
        row.attempts,
        row.created_at,
        row.next_attempt_at,
        row.last_error,
    )
