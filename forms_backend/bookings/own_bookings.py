"""What a visitor does with a booking, holding its number and query code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from forms_backend.bookings.changes import HearingChanges
from forms_backend.bookings.errors import BookingNotFoundError, BookingRefusedError
from forms_backend.bookings.floor import Floor, Tools
from forms_backend.bookings.hearings_file import HearingsFile, Listing
from forms_backend.bookings.states import BookingState, HearingState
from forms_backend.bookings.tables import SeatBooking, SeatHearing
from forms_backend.database.transactions import Database
from forms_backend.identity.actors import VISITOR
from forms_backend.ledger.actions import Action
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import CodeKey


@dataclass(frozen=True)
class BookingView:
    """What the visitor sees of the booking; `listing` is None once the site took it down."""

    number: str
    state: BookingState
    people: int
    cause: str
    place: str
    starts: datetime
    ends: datetime
    is_open: bool
    is_ahead: bool
    moved: bool
    offer_until: datetime | None
    place_in_line: int
    reason: str
    listing: Listing | None


class OwnBookingService:
    """Looking up, accepting, keeping and cancelling; each change is one transaction."""

    def __init__(
        self,
        database: Database,
        tools: Tools,
        code_key: CodeKey,
        hearings: HearingsFile,
        changes: HearingChanges,
        clock: Clock,
    ) -> None:
        self._database = database
        self._tools = tools
        self._code_key = code_key
        self._hearings = hearings
        self._changes = changes
        self._clock = clock

    def look_up(self, number: str, typed_code: str) -> BookingView:
        """Raises BookingNotFoundError; the same work is done whether the number exists or not."""
        self._changes.follow()
        with self._database.read() as work:
            floor = Floor(work, self._tools, self._clock())
            hearing_id = self._find(floor, number, typed_code).hearing_id
        self._changes.settle_if_due(hearing_id)
        with self._database.read() as work:
            floor = Floor(work, self._tools, self._clock())
            return self._view(floor, self._find(floor, number, typed_code))

    def accept(self, number: str, code: str) -> None:
        """Take the seats that were offered. Raises BookingNotFoundError, BookingRefusedError."""
        with self._own_booking(number, code) as (floor, _, booking):
            if booking.state != BookingState.OFFERED.value:
                raise BookingRefusedError("not_possible")
            booking.call_about = None
            floor.change(booking, BookingState.BOOKED, Action.SEAT_ACCEPTED, VISITOR)

    def keep(self, number: str, code: str) -> None:
        """Keep the seats although the hearing was moved. Raises as `accept` does."""
        with self._own_booking(number, code) as (floor, hearing, booking):
            if not booking.moved or not BookingState(booking.state).is_active:
                raise BookingRefusedError("not_possible")
            booking.moved, booking.call_about = False, None
            floor.record(Action.SEAT_KEPT, VISITOR, number, hearing=hearing.hearing_id)

    def cancel(self, number: str, code: str) -> None:
        """Give the seats, or the place in line, to others. Raises as `accept` does."""
        with self._own_booking(number, code) as (floor, hearing, booking):
            if not BookingState(booking.state).is_active or self._clock() >= hearing.starts_at:
                raise BookingRefusedError("not_possible")
            booking.call_about = None
            floor.change(booking, BookingState.CANCELLED, Action.SEAT_CANCELLED, VISITOR)
            floor.settle(hearing)

    @contextmanager
    def _own_booking(
        self, number: str, code: str
    ) -> Iterator[tuple[Floor, SeatHearing, SeatBooking]]:
        """One transaction on the visitor's booking, with its hearing locked and settled."""
        self._changes.follow()
        with self._database.write() as work:
            floor = Floor(work, self._tools, self._clock())
            found = self._find(floor, number, code)
            hearing = floor.repository.lock(found.hearing_id)
            floor.settle(hearing)
            yield floor, hearing, found

    def _find(self, floor: Floor, number: str, typed_code: str) -> SeatBooking:
        booking = floor.repository.find(number)
        stored = booking.query_code_hash if booking else None
        if not self._code_key.code_fits(number, typed_code, stored) or booking is None:
            raise BookingNotFoundError
        return booking

    def _view(self, floor: Floor, booking: SeatBooking) -> BookingView:
        hearing = floor.repository.known(booking.hearing_id)
        now, state = self._clock(), BookingState(booking.state)
        waiting = [
            other.id
            for other in floor.repository.bookings_of(booking.hearing_id)
            if other.state == BookingState.WAITING.value
        ]
        reason = b""
        if booking.reason is not None:
            reason = self._tools.cipher.decrypt(booking.number, booking.reason)
        return BookingView(
            number=booking.number,
            state=state,
            people=booking.people,
            cause=hearing.cause,
            place=hearing.place,
            starts=hearing.starts_at,
            ends=hearing.ends_at,
            is_open=HearingState(hearing.state).takes_place and now < hearing.book_until,
            is_ahead=now < hearing.starts_at,
            moved=booking.moved and state.is_active,
            offer_until=booking.offer_until,
            place_in_line=waiting.index(booking.id) + 1 if booking.id in waiting else 0,
            reason=reason.decode(),
            listing=self._hearings.read().by_id.get(booking.hearing_id),
        )
