"""Seats: all or none, one winner, waiting list, offers that run out, fair shares."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from forms_backend.bookings.errors import BookingNotFoundError, BookingRefusedError
from forms_backend.bookings.tables import SeatBooking
from tests.forms_backend.bookings.conftest import CLERK, SALE, House, make_house

FIRM = {"firm": "示例童装有限公司"}


def test_seats_are_given_to_all_of_a_group_or_to_none(house: House) -> None:
    assert house.left() == 3
    house.book(2, **FIRM)
    assert house.left() == 1
    with pytest.raises(BookingRefusedError, match="只剩 1 席，不够 2 人"):
        house.book(2, firm="乙公司")
    assert house.left() == 1
    house.book()
    with pytest.raises(BookingRefusedError, match="已经约满"):
        house.book()


def test_of_500_parallel_bookings_of_the_last_seat_exactly_one_wins(house: House) -> None:
    house.publish(SALE | {"seats": 2})
    house.book()
    start = threading.Barrier(500)

    def try_to_book(_: int) -> str:
        start.wait()
        try:
            return house.book().state.value
        except BookingRefusedError as error:
            return error.why

    threading.stack_size(256 * 1024)
    try:
        with ThreadPoolExecutor(500) as pool:
            outcomes = Counter(pool.map(try_to_book, range(500)))
    finally:
        threading.stack_size(0)
    assert outcomes == {"booked": 1, "full": 499}
    assert house.left() == 0
    assert house.events() == ["seat_booked"] * 2


def test_who_waits_gets_an_offer_for_24_hours_in_the_order_they_came_if_they_fit(
    house: House,
) -> None:
    first = house.book(2, **FIRM)
    house.book()
    three = house.book(3, wait=True, firm="甲公司")
    two = house.book(2, wait=True, firm="乙公司")
    one = house.book(1, wait=True)
    assert [house.view(r).place_in_line for r in (three, two, one)] == [1, 2, 3]
    house.office.own.cancel(first.number, first.query_code)
    assert [house.state(r) for r in (three, two, one)] == ["waiting", "offered", "waiting"]
    assert house.left() == 0
    house.clock.move(hours=23, minutes=59)
    assert house.state(two) == "offered"
    house.clock.move(minutes=1)
    assert house.state(two) == "lapsed"
    assert house.state(one) == "offered"
    assert house.left() == 1
    house.office.own.accept(one.number, one.query_code)
    assert house.state(one) == "booked"
    with pytest.raises(BookingRefusedError):
        house.office.own.accept(two.number, two.query_code)


def test_no_offer_outlives_the_end_of_booking(house: House) -> None:
    first = house.book(3, **FIRM)
    waits = house.book(wait=True)
    house.clock.now = house.office.service.listing("hearing-sale").book_until
    house.clock.move(hours=-2)
    house.office.own.cancel(first.number, first.query_code)
    assert house.view(waits).offer_until == house.office.service.listing("hearing-sale").book_until
    house.clock.move(hours=2)
    assert house.state(waits) == "lapsed"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "cancelled", "sequence": 1}, "cancelled"),
        ({"state": "held"}, "closed"),
        ({"book_until": "2026-11-20T15:29:00+08:00"}, "closed"),
        ({"starts": "2026-11-20T15:30:00+08:00", "book_until": "2026-11-20T15:30:00+08:00"},
         "closed"),
    ],
)  # fmt: skip
def test_only_hearings_ahead_and_open_take_bookings(house: House, change, why) -> None:
    house.publish(SALE | change)
    with pytest.raises(BookingRefusedError) as refused:
        house.book()
    assert refused.value.why == why
    assert house.events() == []


def test_a_phone_number_tells_nobody_that_its_owner_attends_and_the_court_sees_the_double(
    house: House,
) -> None:
    own = house.book(phone="13911112222")
    strange = house.book(phone="13911112222", name="李四")
    other = house.book(phone="13911113333")
    assert house.state(strange) == house.state(own) == "booked"

    def doubles() -> dict[str, tuple[str, ...]]:
        _, guests = house.office.desk.guests(CLERK, "hearing-sale")
        return {guest.number: guest.same_contact for guest in guests}

    assert doubles() == {
        own.number: (strange.number,), strange.number: (own.number,), other.number: ()
    }  # fmt: skip
    house.office.desk.remove(CLERK, "hearing-sale", strange.number, "同一人重复预约")
    assert doubles()[own.number] == ()


def test_one_contact_cannot_empty_the_hall_and_is_told_no_more_than_others(house: House) -> None:
    house.publish(SALE | {"seats": 100})
    for firm in ("甲公司", "乙公司"):
        house.book(20, phone="13911112222", firm=firm)
    assert house.left() == 60
    for wait in (False, True):
        with pytest.raises(BookingRefusedError) as refused:
            house.book(phone="13911112222", wait=wait)
        assert refused.value.why == "full"
    assert house.state(house.book(phone="13911113333")) == "booked"


def test_a_firm_has_its_share_however_its_name_is_written(database, tmp_path, clock) -> None:
    house = make_house(database, tmp_path, clock, seats_per_firm=4, hearings_per_month=2)
    hearings = [
        SALE
        | {
            "id": f"h-{day}",
            "seats": 40,
            "starts": f"{day}T09:30:00+08:00",
            "ends": f"{day}T11:30:00+08:00",
        }
        for day in ("2026-12-08", "2026-12-09", "2026-12-31", "2027-01-01")
    ]
    house.publish(*hearings)
    house.book(3, hearing="h-2026-12-08", firm="示例（童装）有限公司")
    with pytest.raises(BookingRefusedError, match="一场最多 4 席，贵单位已经预约和候补 3 席"):
        house.book(2, hearing="h-2026-12-08", firm="示例(童装) 有限公司")
    house.book(1, hearing="h-2026-12-08", firm="示例(童装) 有限公司")
    house.book(1, hearing="h-2026-12-09", firm="示例童装有限公司")
    with pytest.raises(BookingRefusedError, match="一个月最多预约 2 场"):
        house.book(1, hearing="h-2026-12-31", firm="示例童装有限公司")
    house.book(1, hearing="h-2027-01-01", firm="示例童装有限公司")
    house.book(1, hearing="h-2026-12-31", firm="别的公司")
    house.book(1, hearing="h-2026-12-31")


def test_a_repeated_request_gets_the_same_receipt(house: House) -> None:
    one = house.book(key="k" * 20, phone="13911112222")
    again = house.book(key="k" * 20, phone="13911112222")
    assert again == one
    assert house.left() == 2


def test_a_wrong_code_and_a_wrong_number_look_the_same(house: House) -> None:
    receipt = house.book()
    for number, code in (
        (receipt.number, "0000-0000-0000-0000"),
        ("PT202611-999999", receipt.query_code),
    ):
        with pytest.raises(BookingNotFoundError):
            house.office.own.look_up(number, code)
        with pytest.raises(BookingNotFoundError):
            house.office.own.cancel(number, code)


def test_every_step_is_in_the_ledger_and_nobody_is_named_there_or_in_plain_text(
    house: House,
) -> None:
    first = house.book(3, email="zhang@example.com", **FIRM)
    waits = house.book(wait=True)
    house.office.own.cancel(first.number, first.query_code)
    house.office.own.accept(waits.number, waits.query_code)
    assert house.events() == [
        "seat_booked",
        "seat_waiting",
        "seat_cancelled",
        "seat_offered",
        "seat_accepted",
    ]
    personal = ("张三丰", "138001380", "zhang@", "童装")
    assert not any(word in house.ledger_text() for word in personal)
    with house.database.read() as session:
        for booking in session.scalars(select(SeatBooking)):
            row = repr({c.name: getattr(booking, c.name) for c in SeatBooking.__table__.columns})
            assert not any(word in row for word in personal)
            assert not any(word.encode() in booking.payload for word in personal)
