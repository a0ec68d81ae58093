"""Tables of the seats at hearings (旁听席位). Who comes stands in `payload` alone, encrypted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from district.forms.models import MAX_NOTICE_VERSION_LENGTH
from forms_backend.database.limits import (
    CAUSE_LENGTH,
    DOCUMENT_ID_LENGTH,
    HASH_LENGTH,
    MAX_GROUP,
    MAX_WRITING_BYTES,
    NUMBER_LENGTH,
    PLACE_LENGTH,
    STATE_LENGTH,
    UNIT_LENGTH,
)
from forms_backend.database.tables import Base, UtcDateTime, max_length


class SeatHearing(Base):
    """场次: a hearing that somebody booked a seat at, as its visitors were last told of it.

    Whoever changes bookings of the hearing locks this row first: so no seat is given twice. The
    counts are what stays when the bookings are deleted.
    """

    __tablename__ = "seat_hearings"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint("seats >= 1", name="seats_positive"),
        CheckConstraint("sequence >= 0", name="sequence_natural"),
        max_length("hearing_id", DOCUMENT_ID_LENGTH),
        max_length("court", UNIT_LENGTH),
        max_length("cause", CAUSE_LENGTH),
        max_length("place", PLACE_LENGTH),
        max_length("state", STATE_LENGTH),
    )

    hearing_id: Mapped[str] = mapped_column(String(DOCUMENT_ID_LENGTH), primary_key=True)
    court: Mapped[str] = mapped_column(String(UNIT_LENGTH), index=True)
    cause: Mapped[str] = mapped_column(String(CAUSE_LENGTH))
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    book_until: Mapped[datetime] = mapped_column(UtcDateTime)
    seats: Mapped[int]
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    sequence: Mapped[int]
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    people_booked: Mapped[int | None]
    people_waiting: Mapped[int | None]
    people_cancelled: Mapped[int | None]


class SeatBooking(Base):
    """预约: seats for one person or one group.

    `firm_key` and `contact_key` are keyed hashes, to count without reading names. `moved`: the
    hearing was moved and the visitor has not yet said whether to keep the seats. `call_about` says
    what nobody could write to the visitor, so that somebody has to telephone.
    """

    __tablename__ = "seat_bookings"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(f"people BETWEEN 1 AND {MAX_GROUP}", name="people_range"),
        max_length("number", NUMBER_LENGTH),
        max_length("hearing_id", DOCUMENT_ID_LENGTH),
        max_length("state", STATE_LENGTH),
        max_length("notice_version", MAX_NOTICE_VERSION_LENGTH),
        max_length("call_about", STATE_LENGTH),
        max_length("payload", MAX_WRITING_BYTES),
        max_length("reason", MAX_WRITING_BYTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(NUMBER_LENGTH), unique=True)
    hearing_id: Mapped[str] = mapped_column(ForeignKey("seat_hearings.hearing_id"), index=True)
    state: Mapped[str] = mapped_column(String(STATE_LENGTH))
    people: Mapped[int]
    firm_key: Mapped[str | None] = mapped_column(String(HASH_LENGTH), index=True)
    contact_key: Mapped[str] = mapped_column(String(HASH_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved: Mapped[bool]
    call_about: Mapped[str | None] = mapped_column(String(STATE_LENGTH))
    notice_version: Mapped[str] = mapped_column(String(MAX_NOTICE_VERSION_LENGTH))
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    payload_digest: Mapped[str] = mapped_column(String(HASH_LENGTH))
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)
    idempotency_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    query_code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
