"""`fabu hearings`, `fabu retention` and the thread that looks after seats."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fabu import cli
from forms_backend.bookings.contact import Contact
from forms_backend.bookings.wiring import BookingOffice, looking_after_seats
from forms_backend.building import build_parts
from forms_backend.database.transactions import Database
from forms_backend.running import periodic
from forms_backend.running.settings import load_settings
from tests.forms_backend.bookings.conftest import SALE, House, make_house, publish
from tests.reference import make_project

FAR = {
    "starts": "2099-12-08T09:30:00+08:00", "ends": "2099-12-08T11:30:00+08:00",
    "book_until": "2099-12-05T17:00:00+08:00",
}  # fmt: skip


def fabu(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(make_project(tmp_path))
    assert fabu("init").exit_code == 0
    assert fabu("migrate").exit_code == 0
    return tmp_path


def book(hearing: str, **contact: str) -> None:
    parts = build_parts(load_settings())
    service = parts[BookingOffice].service
    listing = service.listing(hearing)
    assert listing is not None
    typed = Contact(**{"name": "张三丰", "phone": "13800138000"} | contact)
    service.book(listing, typed, 1, wait=True, notice_version="1")
    parts.ground.database.close()


def test_the_list_shows_counts_and_nobody(installed: Path) -> None:
    assert "fabu build" in fabu("hearings", "list").output
    publish(installed / "site", SALE | FAR)
    book("hearing-sale")
    lines = fabu("hearings", "list").output.splitlines()
    assert lines[1].split("\t") == [
        "hearing-sale",
        "2099-12-08 09:30",
        "已排期",
        "3",
        "1",
        "0",
        "0",
        "0",
    ]
    assert "张三丰" not in "".join(lines)


def test_sync_tells_of_a_cancelled_hearing_once(installed: Path) -> None:
    publish(installed / "site", SALE | FAR)
    book("hearing-sale")
    publish(installed / "site", SALE | FAR | {"state": "cancelled", "sequence": 1})
    first, second = fabu("hearings", "sync").output, fabu("hearings", "sync").output
    assert "取消 1 场，通知 1 个预约（其中 1 个要打电话）" in first
    assert "取消 0 场，通知 0 个预约" in second


def test_retention_deletes_old_bookings_too(installed: Path) -> None:
    publish(installed / "site", SALE | FAR)
    book("hearing-sale")
    database = Database(load_settings().database_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE seat_hearings SET ends_at = '2020-01-01 00:00:00'")
    database.close()
    assert "到期可删除 1 个旁听预约" in fabu("retention", "--dry-run").output
    assert "已删除 1 个预约" in fabu("retention").output
    assert "预约" not in fabu("retention").output


def test_the_thread_beside_the_server_moves_the_waiting_list(
    sqlite_url: str, tmp_path: Path, clock
) -> None:
    database = Database(sqlite_url)
    house = make_house(database, tmp_path, clock)
    house.publish(SALE | {"seats": 1})
    house.book()
    waits = house.book(wait=True)
    house.publish(SALE | {"seats": 2})
    task = looking_after_seats(house.office, first_after=0.01, every=0.01)
    with periodic.running([task]):
        deadline = time.monotonic() + 10
        while _raw_state(house, waits.number) != "offered" and time.monotonic() < deadline:
            time.sleep(0.01)
    assert _raw_state(house, waits.number) == "offered"
    database.close()


def _raw_state(house: House, number: str) -> str:
    with house.database.engine.connect() as connection:
        query = "SELECT state FROM seat_bookings WHERE number = ?"
        return str(connection.exec_driver_sql(query, (number,)).scalar_one())
