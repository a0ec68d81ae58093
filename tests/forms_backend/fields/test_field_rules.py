"""Single values: a table of what is accepted, how it is written down, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.form_fields import FieldKind
from forms_backend.fields import field_rules
from forms_backend.fields.field_rules import InvalidValueError


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("0086-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("010-88888888", "01088888888"),
        ("(0391)2345678", "03912345678"),
        ("0391－2345678转12", "03912345678-12"),
        ("88888888", "88888888"),
        ("400-820-8820", "4008208820"),
    ],
)
def test_phone_numbers_are_accepted_as_people_write_them(typed: str, clean: str) -> None:
    assert field_rules.clean_phone(typed) == clean
    field_rules.check_phone(clean)


@pytest.mark.parametrize(
    "typed", ["1380013800", "138001380000", "12800138000", "110", "abc", "١٣٨٠٠١٣٨٠٠٠", "", "-"]
)
def test_other_phone_numbers_are_refused(typed: str) -> None:
    with pytest.raises(InvalidValueError):
        field_rules.check_phone(field_rules.clean_phone(typed))


@pytest.mark.parametrize("typed", ["a@b.cn", "first.last+tag@mail.example.com", "x_1@qq.com"])
def test_addresses_are_accepted(typed: str) -> None:
    field_rules.check_email(typed)


@pytest.mark.parametrize(
    "typed",
    ["a", "a@b", "@b.cn", "a@@b.cn", "a@b..cn", ".a@b.cn", "a b@c.cn", "a@b.cn\n", "张@例子.中国",
     "a@-b.cn", "x" * 65 + "@b.cn"],
)  # fmt: skip
def test_other_addresses_are_refused(typed: str) -> None:
    with pytest.raises(InvalidValueError):
        field_rules.check_email(typed)


@pytest.mark.parametrize("typed", ["91110000600037341L", "9111 0000-6000 37341l"])
def test_uscc_with_a_right_check_digit_is_accepted(typed: str) -> None:
    field_rules.check_uscc(field_rules.clean_uscc(typed))


@pytest.mark.parametrize("position", range(18))
def test_every_single_wrong_character_of_a_uscc_is_refused(position: int) -> None:
    right = "91110000600037341L"
    wrong = "2" if right[position] != "2" else "3"
    with pytest.raises(InvalidValueError):
        field_rules.check_uscc(right[:position] + wrong + right[position + 1 :])


@pytest.mark.parametrize("typed", ["2026-11-02", "2026/11/2", "2026.11.02", "2026年11月2日"])
def test_dates_are_accepted_as_people_write_them(typed: str) -> None:
    assert field_rules.clean_date(typed) == "2026-11-02"


def test_today_is_no_future_day() -> None:
    today = date(2026, 11, 20)
    field_rules.check_date("2026-11-20", today, allow_future=False)
    field_rules.check_date("2027-01-01", today, allow_future=True)
    with pytest.raises(InvalidValueError):
        field_rules.check_date("2026-11-21", today, allow_future=False)


def test_rare_characters_of_names_are_readable() -> None:
    field_rules.check_readable("𠮷野 䶮 \U00031350 \ue863 👍")


@given(st.text(), st.sampled_from(sorted(field_rules.CLEANERS)))
def test_cleaning_never_fails_and_is_stable(typed: str, kind: FieldKind) -> None:
    cleaner = field_rules.CLEANERS[kind]
    once = cleaner(typed)
    # A code with other than ASCII characters is refused anyway.
    if once.isascii() or kind in (FieldKind.TEXT, FieldKind.LONGTEXT):
        assert cleaner(once) == once


CHECKS = (
    field_rules.check_phone, field_rules.check_email, field_rules.check_uscc,
    field_rules.check_readable, field_rules.check_one_line, field_rules.read_date,
)  # fmt: skip


@given(st.text(), st.sampled_from(CHECKS))
def test_checks_fail_in_one_way_only(typed: str, check) -> None:
    with suppress(InvalidValueError):
        check(typed)
