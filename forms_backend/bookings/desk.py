"""旁听席位 for the court's own staff: who comes, whom to call, taking a booking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forms_backend.bookings import messages
from forms_backend.bookings.changes import HearingChanges
from forms_backend.bookings.check_in import Guest, check_in_list
from forms_backend.bookings.contact import Contact, firm_key_of
from forms_backend.bookings.errors import BookingNotFoundError
from forms_backend.bookings.floor import Floor, Tools
from forms_backend.bookings.hearings_file import HearingsFile, Listing
from forms_backend.bookings.repository import BookingRepository, as_asked
from forms_backend.bookings.seating import Counts, count
from forms_backend.bookings.states import BookingState, HearingState, News
from forms_backend.bookings.tables import SeatBooking, SeatHearing
from forms_backend.database.transactions import Database
from forms_backend.fields.field_rules import firm_as_counted
from forms_backend.fields.typed_forms import TextField, TypedForm
from forms_backend.identity.errors import InvalidInputError, MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.running.clock import Clock, local_text
from forms_backend.sealing.keys import CodeKey

LONGEST_REASON = 500
_REASON = TextField("reason", LONGEST_REASON, messages.DESK_REASON_MISSING, many_lines=True)


@dataclass(frozen=True)
class HearingRow:
    """One hearing in the list; nothing personal. `kept` is what stays when bookings are deleted."""

    hearing_id: str
    cause: str
    place: str
    starts: datetime
    state: HearingState
    counts: Counts
    calls: int = 0
    is_listed: bool = True
    has_bookings: bool = True
    kept: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class GuestRow:
    """One booking with its contact."""

    number: str
    contact: Contact
    people: int
    state: BookingState
    created_at: datetime
    call_about: News | None
    same_contact: tuple[str, ...] = ()
    """Other bookings of this hearing in force with the same phone or e-mail. Nobody who books is told
    of them: that would tell strangers who attends."""


@dataclass(frozen=True)
class FirmBooking:
    """What a firm booked: how many seats at which hearing."""

    number: str
    hearing_id: str
    starts_at: datetime
    people: int
    state: BookingState


class BookingDesk:
    """What staff of a court do with its seats. Others do not learn that a hearing has bookings."""

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

    def has_hearings(self, court: str) -> bool:
        """Whether that unit is a court with hearings to attend, now or lately."""
        listed = self._hearings.read().by_id.values()
        if any(listing.court == court for listing in listed):
            return True
        with self._database.read() as work:
            return bool(work[BookingRepository].hearings(court))

    def hearings(self, court: str | None = None) -> Sequence[HearingRow]:
        """Hearings of that court (or of all) that can be booked or were, by their start."""
        self._changes.follow()
        listed = self._hearings.read().by_id
        with self._database.read() as work:
            repository = work[BookingRepository]
            rows = [
                _row_of(row, repository.bookings_of(row.hearing_id), listed.get(row.hearing_id))
                for row in repository.hearings(court)
            ]
        known = {row.hearing_id for row in rows}
        rows += [
            _untouched(listing)
            for listing in listed.values()
            if listing.id not in known and court in (None, listing.court)
        ]
        return sorted(rows, key=lambda row: (row.starts, row.hearing_id))

    def guests(self, person: Person, hearing_id: str) -> tuple[HearingRow, Sequence[GuestRow]]:
        """The bookings with their contacts, active ones first; that somebody read them is in the
        ledger. Raises MatterNotFoundError."""
        self._changes.follow()
        with self._database.write() as work:
            floor = Floor(work, self._tools, self._clock())
            hearing = self._own_hearing(floor, person, hearing_id)
            bookings = floor.repository.bookings_of(hearing_id)
            floor.record(Action.SEATS_READ, person.actor, None, hearing=hearing_id)
            rows = [_guest_row(floor, booking, bookings) for booking in bookings]
            listing = self._hearings.read().by_id.get(hearing_id)
            shown = _row_of(hearing, bookings, listing)
        order = list(BookingState)
        return shown, sorted(rows, key=lambda row: (order.index(row.state), row.created_at))

    def of_firm(self, person: Person, firm: str) -> Sequence[FirmBooking]:
        """What the firm booked at the person's own court, for who has recorded that its file was
        opened; found by the keyed hash, no contact is read."""
        counted = firm_as_counted(firm)
        if not counted:
            return ()
        key = firm_key_of(self._code_key, counted)
        with self._database.read() as work:
            found = work[BookingRepository].of_firm(key, person.unit)
            return [
                FirmBooking(one.number, h.hearing_id, h.starts_at, one.people,
                            BookingState(one.state))
                for one, h in found
            ]  # fmt: skip

    def check_in_list(self, person: Person, hearing_id: str) -> bytes:
        """The .xlsx with everybody who has a seat; who took it is in the ledger.

        Raises MatterNotFoundError.
        """
        with self._database.write() as work:
            floor = Floor(work, self._tools, self._clock())
            hearing = self._own_hearing(floor, person, hearing_id)
            guests = []
            for booking in floor.repository.bookings_of(hearing_id):
                if booking.state == BookingState.BOOKED.value:
                    contact = floor.contact(booking)
                    way = contact.phone or contact.email
                    name, firm = contact.name, contact.firm
                    guests.append(Guest(booking.number, name, firm, way, booking.people))
            detail = {"hearing": hearing_id, "bookings": str(len(guests))}
            floor.record(Action.CHECK_IN_READ, person.actor, None, **detail)
            heading = f"{local_text(hearing.starts_at)}  {hearing.place}  {hearing.cause}"
        return check_in_list(heading, guests)

    def remove(self, person: Person, hearing_id: str, number: str, reason: str) -> None:
        """Take a booking back; the reason stands on the visitor's page.

        Raises MatterNotFoundError, BookingNotFoundError, InvalidInputError.
        """
        text = _clean_reason(reason)
        with self._database.write() as work:
            floor = Floor(work, self._tools, self._clock())
            hearing = self._own_hearing(floor, person, hearing_id)
            booking = _booking_of(floor, hearing, number)
            if not BookingState(booking.state).is_active:
                raise BookingNotFoundError
            booking.reason = self._tools.cipher.encrypt(number, text.encode())
            floor.change(booking, BookingState.REMOVED, Action.SEAT_REMOVED, person.actor)
            floor.tell(booking, hearing, News.REMOVED)
            floor.settle(hearing)

    def note_call(self, person: Person, hearing_id: str, number: str) -> None:
        """Somebody telephoned. Raises MatterNotFoundError, BookingNotFoundError."""
        with self._database.write() as work:
            floor = Floor(work, self._tools, self._clock())
            hearing = self._own_hearing(floor, person, hearing_id)
            booking = _booking_of(floor, hearing, number)
            about, booking.call_about = booking.call_about, None
            if about is not None:
                floor.record(Action.SEAT_CALLED, person.actor, number, about=about)

    def _own_hearing(self, floor: Floor, person: Person, hearing_id: str) -> SeatHearing:
        row = floor.repository.lock_if_known(hearing_id)
        if row is None or row.court != person.unit:
            raise MatterNotFoundError
        return row


def _booking_of(floor: Floor, hearing: SeatHearing, number: str) -> SeatBooking:
    booking = floor.repository.find(number)
    if booking is None or booking.hearing_id != hearing.hearing_id:
        raise BookingNotFoundError
    return booking


def _clean_reason(typed: str) -> str:
    form = TypedForm({_REASON.key: typed})
    reason = form.read(_REASON)
    if problems := form.problems((_REASON.key,)):
        raise InvalidInputError(problems)
    return reason


def _row_of(
    row: SeatHearing, bookings: Sequence[SeatBooking], listing: Listing | None
) -> HearingRow:
    kept = None
    if row.purged_at is not None:
        kept = (row.people_booked or 0, row.people_waiting or 0, row.people_cancelled or 0)
    return HearingRow(
        row.hearing_id,
        row.cause,
        row.place,
        row.starts_at,
        HearingState(row.state),
        count(row.seats, map(as_asked, bookings)),
        calls=sum(booking.call_about is not None for booking in bookings),
        is_listed=listing is not None,
        kept=kept,
    )


def _untouched(listing: Listing) -> HearingRow:
    return HearingRow(
        listing.id,
        listing.cause,
        listing.place,
        listing.starts,
        listing.state,
        Counts(listing.seats),
        has_bookings=False,
    )


def _guest_row(floor: Floor, booking: SeatBooking, bookings: Sequence[SeatBooking]) -> GuestRow:
    about = News(booking.call_about) if booking.call_about else None
    same = tuple(
        other.number
        for other in bookings
        if other.contact_key == booking.contact_key
        and other.number != booking.number
        and BookingState(other.state).is_active
    )
    return GuestRow(
        booking.number,
        floor.contact(booking),
        booking.people,
        BookingState(booking.state),
        booking.created_at,
        about,
        same,
    )
