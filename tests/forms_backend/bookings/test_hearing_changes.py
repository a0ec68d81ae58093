"""A hearing that is moved or cancelled: who booked is told, and bookings go in the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from forms_backend.bookings.errors import BookingRefusedError, HearingsFileError
from forms_backend.bookings.tables import SeatBooking, SeatHearing
from forms_backend.outbox.service import unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.sealing.keys import PayloadCipher
from tests.forms_backend.bookings.conftest import CLERK, SALE, House

MOVED = SALE | {
    "state": "rescheduled", "sequence": 1, "starts": "2026-12-15T14:30:00+08:00",
    "ends": "2026-12-15T16:30:00+08:00", "book_until": "2026-12-12T17:00:00+08:00",
    "place": "示例区人民法院第一法庭",
}  # fmt: skip
CANCELLED = SALE | {"state": "cancelled", "sequence": 1}


def mails(house: House) -> list[tuple[str, str, str]]:
    with house.database.read() as session:
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        sealed = [unseal(PayloadCipher(bytes(32)), r.dedupe_key, r.envelope or b"") for r in rows]
    return [(e.recipient, e.subject, e.body) for e in sealed]


def calls(house: House) -> list[tuple[str, str]]:
    _, guests = house.office.desk.guests(CLERK, "hearing-sale")
    return [(g.contact.phone, g.call_about.value) for g in guests if g.call_about]


def test_a_moved_hearing_is_told_to_everybody_by_mail_or_put_on_the_list_of_calls(
    house: House,
) -> None:
    by_mail = house.book(email="li@example.com", phone="")
    by_phone = house.book(phone="13911112222")
    house.publish(MOVED)
    view = house.view(by_mail)
    assert (view.state.value, view.moved, view.place) == ("booked", True, "示例区人民法院第一法庭")
    ((recipient, subject, body),) = mails(house)
    assert (recipient, subject) == ("li@example.com", "您预约旁听的庭审已改期")
    assert "新的时间：2026-12-15 14:30" in body
    assert by_mail.number in body
    assert by_mail.query_code not in body
    assert calls(house) == [("13911112222", "rescheduled")]
    assert house.office.changes.sync().told == 0  # nobody is told twice
    house.office.own.keep(by_phone.number, by_phone.query_code)
    assert not house.view(by_phone).moved
    assert calls(house) == []
    house.office.own.cancel(by_mail.number, by_mail.query_code)
    assert house.left() == 2
    house.publish(MOVED | {"sequence": 2, "place": "第五法庭"})
    assert house.view(by_phone).moved
    assert len(mails(house)) == 1  # who gave up is left in peace


def test_a_cancelled_hearing_ends_its_bookings(house: House) -> None:
    booked = house.book(email="li@example.com")
    waits = house.book(3, wait=True, firm="甲公司", phone="13911112222")
    house.publish(CANCELLED)
    report = house.office.changes.sync()
    assert (report.cancelled, report.told, report.calls, report.offers) == (1, 2, 1, 0)
    assert [house.state(r) for r in (booked, waits)] == ["ended", "ended"]
    assert [subject for _, subject, _ in mails(house)] == ["您预约旁听的庭审已取消"]
    assert calls(house) == [("13911112222", "cancelled")]
    with pytest.raises(BookingRefusedError):
        house.office.own.keep(booked.number, booked.query_code)
    assert house.events().count("seat_ended") == 2


def test_more_seats_are_offered_to_those_who_wait(house: House) -> None:
    house.book(3, firm="甲公司")
    waits = house.book(email="li@example.com", wait=True)
    house.publish(SALE | {"seats": 4})
    assert house.state(waits) == "offered"
    assert mails(house)[0][1] == "旁听席位轮到您了，请在 2026-11-21 15:30 前确认"
    assert not house.view(waits).moved


def test_a_hearing_that_left_the_site_keeps_its_bookings_and_takes_no_more(house: House) -> None:
    receipt = house.book()
    house.publish()
    view = house.view(receipt)
    assert (view.state.value, view.listing) == ("booked", None)
    assert house.office.service.listing("hearing-sale") is None


def test_a_file_that_is_not_ours_is_named(house: House) -> None:
    path = house.site_dir.parent / "hearings.json"
    path.write_text('{"hearings": [{"id": "x"}]}', encoding="utf-8")
    with pytest.raises(HearingsFileError, match="fabu build"):
        house.office.service.listing("x")


def test_bookings_go_thirty_days_after_the_hearing_and_the_numbers_stay(house: House) -> None:
    house.book(2, firm="甲公司")
    gone = house.book()
    house.book(2, wait=True, firm="乙公司")
    house.office.own.cancel(gone.number, gone.query_code)
    house.clock.now = datetime(2027, 1, 7, 3, 30, tzinfo=UTC)  # 30 days after the end
    assert house.office.delete_old().bookings == 0
    house.clock.move(seconds=1)
    assert house.office.delete_old(dry_run=True).bookings == 3
    assert house.office.delete_old().bookings == 3
    assert house.office.delete_old().hearings == 0
    with house.database.read() as session:
        assert session.scalar(select(func.count()).select_from(SeatBooking)) == 0
        row = session.scalars(select(SeatHearing)).one()
        kept = (row.people_booked, row.people_waiting, row.people_cancelled)
    assert kept == (2, 2, 1)
    assert house.events()[-1] == "seats_deleted"
