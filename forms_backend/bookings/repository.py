"""Reading and writing seats, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from forms_backend.bookings.hearings_file import Listing
from forms_backend.bookings.seating import Asked, FirmShare
from forms_backend.bookings.states import ACTIVE, BookingState
from forms_backend.bookings.tables import SeatBooking, SeatHearing
from forms_backend.database.transactions import insert_into
from forms_backend.database.work import Repository


def as_asked(booking: SeatBooking) -> Asked:
    """The booking without anything personal."""
    return Asked(booking.id, booking.people, BookingState(booking.state))


class BookingRepository(Repository):
    """Queries on hearings with bookings, and on bookings."""

    def lock_listed(self, listing: Listing) -> SeatHearing:
        """The hearing's row, made when nobody booked before, locked until the transaction ends."""
        self._session.execute(
            insert_into(self._session, SeatHearing)
            .values(
                hearing_id=listing.id,
                court=listing.court,
                cause=listing.cause,
                place=listing.place,
                starts_at=listing.starts,
                ends_at=listing.ends,
                book_until=listing.book_until,
                seats=listing.seats,
                state=listing.state.value,
                sequence=listing.sequence,
            )
            .on_conflict_do_nothing(index_elements=["hearing_id"])
        )
        return self.lock(listing.id)

    def lock(self, hearing_id: str) -> SeatHearing:
        """The row of a hearing that somebody booked, locked until the transaction ends."""
        found = self.lock_if_known(hearing_id)
        if found is None:
            raise LookupError(hearing_id)
        return found

    def lock_if_known(self, hearing_id: str) -> SeatHearing | None:
        """As `lock`; None when nobody booked."""
        return self._session.scalars(
            select(SeatHearing)
            .where(SeatHearing.hearing_id == hearing_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()

    def known(self, hearing_id: str) -> SeatHearing:
        """The row of a hearing that somebody booked, without locking it."""
        return self._session.get_one(SeatHearing, hearing_id)

    def hearings(self, court: str | None = None) -> Sequence[SeatHearing]:
        """All hearings with bookings, or those of one court, by their start."""
        query = select(SeatHearing).order_by(SeatHearing.starts_at, SeatHearing.hearing_id)
        if court is not None:
            query = query.where(SeatHearing.court == court)
        return self._session.scalars(query).all()

    def bookings_of(self, hearing_id: str) -> Sequence[SeatBooking]:
        """All bookings of a hearing as they are now, in the order they came."""
        return self._session.scalars(
            select(SeatBooking)
            .where(SeatBooking.hearing_id == hearing_id)
            .order_by(SeatBooking.id)
            .execution_options(populate_existing=True)
        ).all()

    def find(self, number: str) -> SeatBooking | None:
        """The booking with that number, as it is now."""
        return self._session.scalars(
            select(SeatBooking)
            .where(SeatBooking.number == number)
            .execution_options(populate_existing=True)
        ).one_or_none()

    def find_by_idempotency(self, idempotency_hash: str) -> SeatBooking | None:
        """The booking that this idempotency hash already led to."""
        return self._session.scalars(
            select(SeatBooking).where(SeatBooking.idempotency_hash == idempotency_hash)
        ).one_or_none()

    def add(self, booking: SeatBooking) -> None:
        self._session.add(booking)
        self._session.flush()

    def people_of_contact(self, hearing_id: str, contact_key: str) -> int:
        """For how many that contact has or waits for seats at the hearing."""
        query = select(func.coalesce(func.sum(SeatBooking.people), 0)).where(
            SeatBooking.hearing_id == hearing_id,
            SeatBooking.contact_key == contact_key,
            SeatBooking.state.in_(ACTIVE),
        )
        return int(self._session.execute(query).scalar_one())

    def of_firm(self, firm_key: str, court: str) -> Sequence[tuple[SeatBooking, SeatHearing]]:
        """What a firm booked at hearings of that court, the latest hearing first."""
        query = (
            select(SeatBooking, SeatHearing)
            .join(SeatHearing, SeatHearing.hearing_id == SeatBooking.hearing_id)
            .where(SeatBooking.firm_key == firm_key, SeatHearing.court == court)
            .order_by(SeatHearing.starts_at.desc(), SeatBooking.id)
        )
        return self._session.execute(query).tuples().all()

    def firm_share(
        self, firm_key: str, hearing_id: str, month: tuple[datetime, datetime]
    ) -> FirmShare:
        """What the firm has at this hearing and at others that start within `month`."""
        mine = (SeatBooking.firm_key == firm_key, SeatBooking.state.in_(ACTIVE))
        here = select(func.coalesce(func.sum(SeatBooking.people), 0)).where(
            *mine, SeatBooking.hearing_id == hearing_id
        )
        first, after = month
        elsewhere = (
            select(func.count(SeatBooking.hearing_id.distinct()))
            .join(SeatHearing, SeatHearing.hearing_id == SeatBooking.hearing_id)
            .where(
                *mine,
                SeatBooking.hearing_id != hearing_id,
                SeatHearing.starts_at >= first,
                SeatHearing.starts_at < after,
            )
        )
        return FirmShare(
            self._session.execute(here).scalar_one(), self._session.execute(elsewhere).scalar_one()
        )

    def ended_before(self, moment: datetime) -> Sequence[SeatHearing]:
        """Hearings that ended before `moment` and whose bookings are still there."""
        query = select(SeatHearing).where(
            SeatHearing.ends_at < moment, SeatHearing.purged_at.is_(None)
        )
        return self._session.scalars(query.order_by(SeatHearing.hearing_id)).all()

    def delete_bookings(self, hearing_id: str) -> int:
        """Returns how many were deleted."""
        deleted = self._session.execute(
            delete(SeatBooking)
            .where(SeatBooking.hearing_id == hearing_id)
            .returning(SeatBooking.id)
        )
        return len(deleted.all())
