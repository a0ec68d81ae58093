"""bookings.yml and the form of bookings: what a district may change, each mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from district import ConfigError, load_site_config
from district.forms.booking import load_booking_form
from tests.reference import SITE_CONFIG, written_out


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return written_out(tmp_path / "site_config")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_minutes_stand_once_and_are_filled_into_every_text(own: Path) -> None:
    change(own / "bookings.yml", "arrive_minutes: 30", "arrive_minutes: 45")
    visitors = load_site_config(own).bookings.visitors
    assert visitors.how_to_come[0].startswith("开庭前 45 分钟")
    assert visitors.in_short.startswith("开庭前 45 分钟")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("largest_group: 20 ", "largest_group: 21 ", "bookings.yml: booking.largest_group"),
        ("seats_per_firm: 20 ", "seats_per_firm: 5 ", "这样的集体永远约不上"),
        ("hearings_per_month: 4 ", "hearings: 4 ", "fairness.hearings_per_month: 缺少这一项"),
        ("offer_hours: 24 ", "offer_hours: 一天 ", "bookings.yml: booking.offer_hours"),
    ],
)
def test_a_mistake_is_named_with_its_place(own: Path, old: str, new: str, message: str) -> None:
    change(own / "bookings.yml", old, new)
    with pytest.raises(ConfigError) as raised:
        load_site_config(own)
    assert message in str(raised.value)


def test_a_district_without_rules_of_its_own_gets_those_that_come_with_fabu(own: Path) -> None:
    (own / "bookings.yml").unlink()
    assert load_site_config(own).bookings == load_site_config(SITE_CONFIG).bookings


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "- key: firm\n        kind: text",
            "- key: idcard\n        kind: text",
            "预约不收集这一栏",
        ),
        ("- key: firm\n        kind: text", "- key: company\n        kind: text", "firm"),
        ("kind: phone", "kind: telephone", "没有这种 kind"),
    ],
)
def test_the_form_asks_what_a_booking_needs_and_nothing_else(
    own: Path, old: str, new: str, message: str
) -> None:
    change(own / "bookings" / "seat.yml", old, new)
    with pytest.raises(ConfigError) as raised:
        load_booking_form(load_site_config(own), own)
    assert message in str(raised.value)
    assert "bookings/seat.yml" in str(raised.value)


def test_a_form_that_was_switched_off_is_missed(own: Path) -> None:
    (own / "bookings" / "seat.yml").write_text("enabled: false\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="缺少这个文件"):
        load_booking_form(load_site_config(own), own)
