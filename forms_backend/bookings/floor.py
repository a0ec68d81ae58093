"""What happens to the seats of one hearing within one transaction: changes, offers, news.

Everybody who comes here has locked the hearing's row first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from district.bookings import BookingRules
from forms_backend.bookings import messages
from forms_backend.bookings.contact import Contact, decode_contact
from forms_backend.bookings.repository import BookingRepository, as_asked
from forms_backend.bookings.seating import Counts, count, next_offers
from forms_backend.bookings.states import BookingState, HearingState, News
from forms_backend.bookings.tables import SeatBooking, SeatHearing
from forms_backend.database.work import Work
from forms_backend.identity.actors import SYSTEM
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.outbox.service import Message, Outbox, OutboxChannel
from forms_backend.running.clock import local_text
from forms_backend.sealing.keys import PayloadCipher


@dataclass(frozen=True)
class Tools:
    """What every transaction needs; built once."""

    cipher: PayloadCipher
    rules: BookingRules
    outbox: Outbox
    base_url: str


@dataclass
class Tally:
    """What a look at the waiting list led to."""

    offers: int = 0
    lapsed: int = 0
    told: int = 0
    calls: int = 0


class Floor:
    """The seats of hearings in the work of the caller."""

    def __init__(self, work: Work, tools: Tools, now: datetime) -> None:
        self.repository = work[BookingRepository]
        self.tally = Tally()
        self._work = work
        self._ledger = work[LedgerRepository]
        self._tools = tools
        self._now = now

    def record(self, action: Action, actor: str, number: str | None, **detail: str) -> None:
        """One event of the ledger; nothing about who booked."""
        self._ledger.append(action, number=number, actor=actor, at=self._now, detail=detail)

    def change(self, booking: SeatBooking, state: BookingState, action: Action, actor: str) -> None:
        """A booking becomes `state`; the ledger says who did it."""
        booking.state, booking.offer_until = state.value, None
        self.record(
            action, actor, booking.number, hearing=booking.hearing_id, people=str(booking.people)
        )

    def contact(self, booking: SeatBooking) -> Contact:
        """Whom to reach; the caller records why it was read."""
        return decode_contact(self._tools.cipher.decrypt(booking.number, booking.payload))

    def counts(self, hearing: SeatHearing) -> Counts:
        """How the seats are given now."""
        return count(hearing.seats, map(as_asked, self.repository.bookings_of(hearing.hearing_id)))

    def settle(self, hearing: SeatHearing) -> Counts:
        """Take back offers that nobody took, and offer free seats to those who wait."""
        bookings = self.repository.bookings_of(hearing.hearing_id)
        for booking in bookings:
            if booking.offer_until is not None and booking.offer_until <= self._now:
                self.change(booking, BookingState.LAPSED, Action.SEAT_LAPSED, SYSTEM)
                self.tally.lapsed += 1
        if HearingState(hearing.state).takes_place and self._now < hearing.book_until:
            chosen = set(next_offers([as_asked(b) for b in bookings], hearing.seats))
            for booking in bookings:
                if booking.id in chosen:
                    self._offer(booking, hearing)
        self._work.flush()
        return count(hearing.seats, map(as_asked, bookings))

    def _offer(self, booking: SeatBooking, hearing: SeatHearing) -> None:
        hours = timedelta(hours=self._tools.rules.booking.offer_hours)
        self.change(booking, BookingState.OFFERED, Action.SEAT_OFFERED, SYSTEM)
        booking.offer_until = min(self._now + hours, hearing.book_until)
        self.tally.offers += 1
        self.tell(booking, hearing, News.OFFER)

    def tell(self, booking: SeatBooking, hearing: SeatHearing, news: News) -> None:
        """A mail to whoever left an address; otherwise staff telephone."""
        address = self.contact(booking).email
        mailed = bool(address) and self._tools.outbox.post(
            self._work, self._mail(booking, hearing, news, address), at=self._now
        )
        booking.call_about = None if mailed else news.value
        self.tally.told += 1
        self.tally.calls += not mailed

    def _mail(
        self, booking: SeatBooking, hearing: SeatHearing, news: News, address: str
    ) -> Message:
        texts = {
            "number": booking.number,
            "people": booking.people,
            "time": local_text(hearing.starts_at),
            "place": hearing.place,
            "until": local_text(booking.offer_until) if booking.offer_until else "",
            "link": f"{self._tools.base_url}bookings?number={booking.number}",
        }
        return Message(
            kind="hearing",
            channel=OutboxChannel.MAIL,
            dedupe_key=f"seat:{news.value}:{booking.number}:{self._now:%Y%m%d%H%M%S}",
            subject=messages.MAIL_SUBJECTS[news.value].format(**texts),
            body=messages.MAIL_BODIES[news.value].format(**texts),
            recipient=address,
        )
