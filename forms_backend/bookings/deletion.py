"""Bookings go some days after the hearing; how many there were stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from forms_backend.bookings.repository import BookingRepository
from forms_backend.bookings.states import BookingState
from forms_backend.bookings.tables import SeatBooking
from forms_backend.database.transactions import Database
from forms_backend.identity.actors import SYSTEM
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock


@dataclass(frozen=True)
class DeletionReport:
    """What was deleted."""

    hearings: int
    bookings: int


def delete_old_bookings(
    database: Database, days: int, clock: Clock, *, dry_run: bool = False
) -> DeletionReport:
    """Delete the bookings of every hearing that ended `days` days ago or earlier; each hearing is one
    transaction with its ledger event. `dry_run` only counts."""
    now = clock()
    limit = now - timedelta(days=days)
    with database.read() as work:
        repository = work[BookingRepository]
        due = [row.hearing_id for row in repository.ended_before(limit)]
        if dry_run:
            found = sum(len(repository.bookings_of(hearing_id)) for hearing_id in due)
            return DeletionReport(len(due), found)
    deleted = 0
    for hearing_id in due:
        with database.write() as work:
            repository = work[BookingRepository]
            hearing = repository.lock(hearing_id)
            if hearing.purged_at is not None:  # another process was first
                continue
            bookings = repository.bookings_of(hearing_id)
            hearing.people_booked = _people(bookings, (BookingState.BOOKED,))
            hearing.people_waiting = _people(bookings, (BookingState.WAITING, BookingState.LAPSED))
            gone = (BookingState.CANCELLED, BookingState.REMOVED, BookingState.ENDED)
            hearing.people_cancelled = _people(bookings, gone)
            hearing.purged_at = now
            count = repository.delete_bookings(hearing_id)
            deleted += count
            work[LedgerRepository].append(
                Action.SEATS_DELETED,
                number=None,
                actor=SYSTEM,
                at=now,
                detail={"hearing": hearing_id, "bookings": str(count)},
            )
    return DeletionReport(len(due), deleted)


def _people(bookings: Iterable[SeatBooking], states: tuple[BookingState, ...]) -> int:
    wanted = {state.value for state in states}
    return sum(booking.people for booking in bookings if booking.state in wanted)
