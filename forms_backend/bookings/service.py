"""预约旁听: seats for a visitor; a booking is one transaction with its ledger event."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from forms_backend.bookings.changes import HearingChanges
from forms_backend.bookings.contact import Contact, firm_key_of
from forms_backend.bookings.errors import BookingRefusedError
from forms_backend.bookings.floor import Floor, Tools
from forms_backend.bookings.hearings_file import HearingsFile, Listing
from forms_backend.bookings.repository import BookingRepository, as_asked
from forms_backend.bookings.seating import Counts, check_fair_share, count, state_for
from forms_backend.bookings.states import BookingState, HearingState
from forms_backend.bookings.tables import SeatBooking, SeatHearing
from forms_backend.database.errors import ConflictError
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.ledger.actions import Action
from forms_backend.running.clock import LOCAL_ZONE, Clock, local_month
from forms_backend.sealing.keys import CodeKey
from forms_backend.submissions.errors import IdempotencyConflictError
from forms_backend.submissions.repository import SubmissionRepository

GROUPS_OF_ONE_CONTACT = 2
"""For how many of the largest groups one phone or e-mail books at a hearing. It is told no more than
that the hall is full, and so late that nobody learns from it who attends."""


@dataclass(frozen=True)
class BookingReceipt:
    """回执 of a booking."""

    number: str
    query_code: str
    state: BookingState
    people: int
    hearing_id: str


class BookingService:
    """Seats for visitors. Follows the published file before each step."""

    def __init__(
        self,
        database: Database,
        tools: Tools,
        code_key: CodeKey,
        hearings: HearingsFile,
        changes: HearingChanges,
        clock: Clock,
        prefix: str,
    ) -> None:
        self._database = database
        self._tools = tools
        self._code_key = code_key
        self._hearings = hearings
        self._changes = changes
        self._clock = clock
        self._prefix = prefix

    def listing(self, hearing_id: str) -> Listing | None:
        """The hearing as the site shows it."""
        return self._hearings.read().by_id.get(hearing_id)

    def counts(self, listing: Listing) -> Counts:
        """How its seats are given now."""
        self._changes.follow()
        self._changes.settle_if_due(listing.id)
        with self._database.read() as work:
            bookings = work[BookingRepository].bookings_of(listing.id)
            return count(listing.seats, map(as_asked, bookings))

    def book(
        self,
        listing: Listing,
        contact: Contact,
        people: int,
        *,
        wait: bool,
        notice_version: str,
        idempotency_key: str | None = None,
    ) -> BookingReceipt:
        """Seats for all or for none, or a place on the waiting list; a repeated request gets the
        receipt that it already has. Raises BookingRefusedError."""
        self._changes.follow()
        content = (listing.id, str(people), contact.encode().decode())
        digest = self._code_key.digest("seat-payload", *content)
        key = idempotency_key or secrets.token_urlsafe(24)
        key_hash = self._code_key.digest("seat-idempotency", key, digest)
        try:
            with self._database.write() as work:
                floor = Floor(work, self._tools, self._clock())
                known = floor.repository.find_by_idempotency(key_hash)
                if known is None:
                    # Taken before all else: it makes bookings wait for each other, so that the
                    # month's share of a firm is counted right across hearings.
                    number = self._take_number(work)
                    state = self._admit(floor, listing, contact, people, wait=wait)
                    known = self._new(number, listing, contact, people, state, key_hash, digest)
                    known.notice_version = notice_version
                    floor.repository.add(known)
                    action = (
                        Action.SEAT_BOOKED if state is BookingState.BOOKED else Action.SEAT_WAITING
                    )
                    detail = {"hearing": listing.id, "people": str(people)}
                    floor.record(action, VISITOR, number, **detail)
                return self._receipt_for(known, digest)
        except ConflictError:
            # A parallel request with the same key was first (possible on PostgreSQL only).
            with self._database.read() as work:
                floor = Floor(work, self._tools, self._clock())
                known = floor.repository.find_by_idempotency(key_hash)
                if known is None:
                    raise
                return self._receipt_for(known, digest)

    def receipt_of(self, number: str) -> BookingReceipt | None:
        """The receipt again, for the browser that made the booking."""
        with self._database.read() as work:
            known = work[BookingRepository].find(number)
            return self._receipt_for(known, known.payload_digest) if known else None

    def _take_number(self, work: Work) -> str:
        return work[SubmissionRepository].take_number(self._prefix, local_month(self._clock()))

    def _admit(
        self, floor: Floor, listing: Listing, contact: Contact, people: int, *, wait: bool
    ) -> BookingState:
        """What the booking may become. Raises BookingRefusedError."""
        rules, now = self._tools.rules, self._clock()
        hearing = floor.repository.lock_listed(listing)
        check_open(hearing, now)
        counts = floor.settle(hearing)
        firm_key = self._firm_key(contact)
        if firm_key is not None:
            share = floor.repository.firm_share(firm_key, listing.id, month_of(hearing.starts_at))
            check_fair_share(rules, people, share)
        held = floor.repository.people_of_contact(listing.id, self._contact_key(contact))
        if held + people > GROUPS_OF_ONE_CONTACT * rules.booking.largest_group:
            raise BookingRefusedError("full", hours=rules.booking.offer_hours)
        return state_for(people, counts, wait=wait, hours=rules.booking.offer_hours)

    def _contact_key(self, contact: Contact) -> str:
        return self._code_key.digest("seat-contact", contact.main_way)

    def _firm_key(self, contact: Contact) -> str | None:
        firm = contact.firm_as_counted
        return firm_key_of(self._code_key, firm) if firm else None

    def _new(
        self,
        number: str,
        listing: Listing,
        contact: Contact,
        people: int,
        state: BookingState,
        key_hash: str,
        digest: str,
    ) -> SeatBooking:
        code = self._code_key.query_code(number, key_hash)
        return SeatBooking(
            number=number,
            hearing_id=listing.id,
            state=state.value,
            people=people,
            firm_key=self._firm_key(contact),
            contact_key=self._contact_key(contact),
            created_at=self._clock(),
            moved=False,
            payload=self._tools.cipher.encrypt(number, contact.encode()),
            payload_digest=digest,
            idempotency_hash=key_hash,
            query_code_hash=self._code_key.query_code_hash(number, code),
        )

    def _receipt_for(self, booking: SeatBooking, digest: str) -> BookingReceipt:
        if not hmac.compare_digest(booking.payload_digest, digest):
            raise IdempotencyConflictError
        code = self._code_key.query_code(booking.number, booking.idempotency_hash)
        state = BookingState(booking.state)
        return BookingReceipt(booking.number, code, state, booking.people, booking.hearing_id)


def check_open(hearing: SeatHearing, now: datetime) -> None:
    """Raises BookingRefusedError unless the hearing takes bookings at `now`."""
    state = HearingState(hearing.state)
    if state is HearingState.CANCELLED:
        raise BookingRefusedError("cancelled")
    if not state.takes_place or now > hearing.book_until or now >= hearing.starts_at:
        raise BookingRefusedError("closed")


def month_of(moment: datetime) -> tuple[datetime, datetime]:
    """First moment of the district's calendar month, and of the one after."""
    first = moment.astimezone(LOCAL_ZONE).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    after = (
        first.replace(year=first.year + 1, month=1)
        if first.month == 12
        else first.replace(month=first.month + 1)
    )
    return first, after
