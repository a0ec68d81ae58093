"""Closed sets of the seats, with their Chinese labels."""

from __future__ import annotations

from enum import StrEnum

from forms_backend.bookings import messages


class BookingState(StrEnum):
    """预约状态."""

    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    LAPSED = "lapsed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return messages.STATE_LABELS[self.value]

    @property
    def takes_seats(self) -> bool:
        """Whether its seats are not free for others."""
        return self in (BookingState.BOOKED, BookingState.OFFERED)

    @property
    def is_active(self) -> bool:
        """Whether the visitor has or may still get seats."""
        return self.takes_seats or self is BookingState.WAITING


ACTIVE = tuple(state.value for state in BookingState if state.is_active)


class HearingState(StrEnum):
    """场次状态: keys of `hearing_states` in vocabulary.yml."""

    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    HELD = "held"

    @property
    def label(self) -> str:
        return messages.HEARING_STATE_LABELS[self.value]

    @property
    def takes_place(self) -> bool:
        return self in (HearingState.SCHEDULED, HearingState.RESCHEDULED)


class News(StrEnum):
    """What a visitor has to be told."""

    OFFER = "offer"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """What to say on the telephone."""
        return messages.CALL_LABELS[self.value]
