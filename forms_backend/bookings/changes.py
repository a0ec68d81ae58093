"""庭审改期、取消: what the site says now against what those who booked were told last."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from forms_backend.bookings.floor import Floor, Tools
from forms_backend.bookings.hearings_file import HearingsFile, Listing, Stamp
from forms_backend.bookings.repository import BookingRepository
from forms_backend.bookings.states import BookingState, HearingState, News
from forms_backend.bookings.tables import SeatHearing
from forms_backend.database.transactions import Database
from forms_backend.identity.actors import SYSTEM
from forms_backend.ledger.actions import Action
from forms_backend.running.clock import Clock


@dataclass(frozen=True)
class SyncReport:
    """What a comparison led to."""

    moved: int = 0
    cancelled: int = 0
    offers: int = 0
    lapsed: int = 0
    told: int = 0
    calls: int = 0


class HearingChanges:
    """Compares, tells everybody who booked, and keeps the waiting lists moving."""

    def __init__(
        self, database: Database, tools: Tools, hearings: HearingsFile, clock: Clock
    ) -> None:
        self._database = database
        self._tools = tools
        self._hearings = hearings
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: Stamp = None

    def follow(self) -> None:
        """Compare when a build replaced the file since the last look; otherwise cost nothing."""
        if self._hearings.read().stamp == self._seen:
            return
        with self._lock:
            if self._hearings.read().stamp != self._seen:
                self.sync()

    def sync(self) -> SyncReport:
        """Compare every hearing that is ahead; each in a transaction of its own."""
        listings, now = self._hearings.read(), self._clock()
        with self._database.read() as work:
            known = work[BookingRepository].hearings()
            ahead = [row.hearing_id for row in known if row.ends_at > now]
        reports = [self._sync_one(name, listings.by_id.get(name)) for name in ahead]
        self._seen = listings.stamp
        return SyncReport(*(sum(column) for column in zip(*reports, strict=True)))

    def settle_if_due(self, hearing_id: str) -> None:
        """Move the waiting list of a hearing on which an offer has run out."""
        now = self._clock()
        with self._database.read() as work:
            bookings = work[BookingRepository].bookings_of(hearing_id)
            if not any(b.offer_until is not None and b.offer_until <= now for b in bookings):
                return
        with self._database.write() as work:
            floor = Floor(work, self._tools, now)
            floor.settle(floor.repository.lock(hearing_id))

    def _sync_one(self, hearing_id: str, listing: Listing | None) -> tuple[int, ...]:
        with self._database.write() as work:
            floor = Floor(work, self._tools, self._clock())
            hearing = floor.repository.lock(hearing_id)
            moved = cancelled = False
            if listing is not None:
                cancelled = _is_cancelled_now(hearing, listing)
                moved = not cancelled and _is_moved_now(hearing, listing)
                _take_over(hearing, listing)
                if cancelled:
                    _end_all(floor, hearing)
                elif moved:
                    _tell_all_of_the_move(floor, hearing)
            floor.settle(hearing)
            tally = floor.tally
            return (moved, cancelled, tally.offers, tally.lapsed, tally.told, tally.calls)


def _is_cancelled_now(hearing: SeatHearing, listing: Listing) -> bool:
    return listing.state is HearingState.CANCELLED and hearing.state != HearingState.CANCELLED.value


def _is_moved_now(hearing: SeatHearing, listing: Listing) -> bool:
    """Another time or place, or whatever the court thought worth a new SEQUENCE."""
    return listing.state.takes_place and (
        listing.sequence > hearing.sequence
        or (listing.starts, listing.ends, listing.place)
        != (hearing.starts_at, hearing.ends_at, hearing.place)
    )


def _take_over(hearing: SeatHearing, listing: Listing) -> None:
    hearing.court, hearing.cause, hearing.place = listing.court, listing.cause, listing.place
    hearing.starts_at, hearing.ends_at = listing.starts, listing.ends
    hearing.book_until, hearing.seats = listing.book_until, listing.seats
    hearing.state = listing.state.value
    hearing.sequence = listing.sequence


def _end_all(floor: Floor, hearing: SeatHearing) -> None:
    floor.record(Action.HEARING_CANCELLED, SYSTEM, None, hearing=hearing.hearing_id)
    for booking in floor.repository.bookings_of(hearing.hearing_id):
        if BookingState(booking.state).is_active:
            floor.change(booking, BookingState.ENDED, Action.SEAT_ENDED, SYSTEM)
            floor.tell(booking, hearing, News.CANCELLED)


def _tell_all_of_the_move(floor: Floor, hearing: SeatHearing) -> None:
    floor.record(
        Action.HEARING_MOVED,
        SYSTEM,
        None,
        hearing=hearing.hearing_id,
        sequence=str(hearing.sequence),
    )
    for booking in floor.repository.bookings_of(hearing.hearing_id):
        if BookingState(booking.state).is_active:
            booking.moved = True
            floor.tell(booking, hearing, News.RESCHEDULED)
