"""Who gets which seats: pure rules over counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from district.bookings import BookingRules
from forms_backend.bookings.errors import BookingRefusedError
from forms_backend.bookings.states import BookingState


@dataclass(frozen=True)
class Asked:
    """One booking as the rules see it."""

    id: int
    people: int
    state: BookingState


@dataclass(frozen=True)
class Counts:
    """How the seats of a hearing are given."""

    seats: int
    booked: int = 0
    offered: int = 0
    waiting: int = 0

    @property
    def left(self) -> int:
        """Seats that nobody has; 0 when a smaller room left fewer than were booked."""
        return max(0, self.seats - self.booked - self.offered)


@dataclass(frozen=True)
class FirmShare:
    """What one firm already has: people at this hearing, and other hearings of the same month."""

    people_here: int = 0
    hearings_elsewhere: int = 0


def count(seats: int, bookings: Iterable[Asked]) -> Counts:
    """People by what their booking is."""
    sums = dict.fromkeys(BookingState, 0)
    for booking in bookings:
        sums[booking.state] += booking.people
    return Counts(
        seats,
        sums[BookingState.BOOKED],
        sums[BookingState.OFFERED],
        sums[BookingState.WAITING],
    )


def next_offers(bookings: Sequence[Asked], seats: int) -> list[int]:
    """Who on the waiting list gets an offer now: in the order they came, whoever fits as a whole."""
    left = count(seats, bookings).left
    chosen = []
    for booking in bookings:
        if booking.state is BookingState.WAITING and booking.people <= left:
            chosen.append(booking.id)
            left -= booking.people
    return chosen


def check_fair_share(rules: BookingRules, people: int, share: FirmShare) -> None:
    """Raises BookingRefusedError when a firm would have more than its share."""
    fairness = rules.fairness
    if share.people_here + people > fairness.seats_per_firm:
        raise BookingRefusedError(
            "firm_seats", limit=fairness.seats_per_firm, used=share.people_here
        )
    if share.hearings_elsewhere >= fairness.hearings_per_month and share.people_here == 0:
        raise BookingRefusedError("firm_month", limit=fairness.hearings_per_month)


def state_for(people: int, counts: Counts, *, wait: bool, hours: int) -> BookingState:
    """Seats for all of them, or for none. Raises BookingRefusedError unless they want to wait."""
    if people <= counts.left:
        return BookingState.BOOKED
    if wait:
        return BookingState.WAITING
    if counts.left:
        raise BookingRefusedError("short", left=counts.left, people=people)
    raise BookingRefusedError("full", hours=hours)
