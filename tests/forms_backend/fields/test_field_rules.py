"""Single values: a table of what is accepted, how it is written down, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.forms.fields import FieldKind
from forms_backend.fields import field_rules, messages
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
        ("\u202d13800138000\u202c", "13800138000"),
        ("138\u200b0013\u200b8000", "13800138000"),
        ("138.0013.8000", "13800138000"),
        ("013800138000", "13800138000"),
        ("86 13800138000", "13800138000"),
        ("(+86)138-0013-8000", "13800138000"),
        ("+86 10 88886666", "01088886666"),
        ("+86-10-88886666", "01088886666"),
        ("86-391-2345678", "03912345678"),
        ("0086 571 8654 3210 转 12", "057186543210-12"),
        ("010-88886666 分机801", "01088886666-801"),
        ("010-8888-6666 分机号：801", "01088886666-801"),
        ("010 88886666 ext. 801", "01088886666-801"),
        ("4008208820转2", "4008208820-2"),
        ("95598", "95598"),
        ("10086", "10086"),
        ("+852 2345 6789", "+85223456789"),
        ("00852-23456789", "+85223456789"),
        ("+1 (212) 555-0123", "+12125550123"),
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


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("1380013800", "应为 11 位，现在有 10 位"),
        ("138001380001", "应为 11 位，现在有 12 位"),
        ("+999 123456789", "境外电话不对"),
        ("+852 234", "不对"),
        ("11", "电话号码不对"),
    ],
)
def test_a_refused_number_is_told_why(typed: str, part: str) -> None:
    with pytest.raises(InvalidValueError, match=part):
        field_rules.check_phone(field_rules.clean_phone(typed))


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("user@例子.中国", "user@xn--fsqu00a.xn--fiqs8s"),
        ("user@xn--fsqu00a.xn--fiqs8s", "user@xn--fsqu00a.xn--fiqs8s"),
        ("name@qq。com", "name@qq.com"),
        ("name ＠ qq．com", "name@qq.com"),
        ("\u202aname@qq.com\u202c", "name@qq.com"),
        ("mailto:name@qq.com", "name@qq.com"),
        ("user@bücher.example", "user@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_written_as_mail_carries_them(typed: str, clean: str) -> None:
    assert field_rules.clean_email(typed) == clean
    field_rules.check_email(clean)


@pytest.mark.parametrize("typed", ["user@xn--zzzzzz--.com", "user@xn--99999999999.cn"])
def test_domains_that_no_encoding_gives_are_refused(typed: str) -> None:
    with pytest.raises(InvalidValueError):
        field_rules.check_email(field_rules.clean_email(typed))


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


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-02",
        "2026/11/2",
        "2026.11.02",
        "2026年11月2日",
        "20261102",
        "2026 年 11 月 2 日",
        "２０２６年１１月２号",
        "2026-11-02\u200b",
        "\u202a2026/11/02\u202c",
    ],
)
def test_dates_are_accepted_as_people_write_them(typed: str) -> None:
    assert field_rules.clean_date(typed) == "2026-11-02"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2026年2月29日", "没有这一天（2026 年 2 月只有 28 天）：这一年二月没有 29 日。"),
        ("2026-02-29", "没有这一天（2026 年 2 月只有 28 天）：这一年二月没有 29 日。"),
        ("20261131", "没有这一天（2026 年 11 月只有 30 天）：这一年十一月没有 31 日。"),
        ("2026-13-01", "没有 13 月，请核对日期。"),
        ("0000-01-40", messages.FIELD_DATE),
        ("明天", messages.FIELD_DATE),
    ],
)
def test_a_day_that_is_none_is_told_why(typed: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        field_rules.read_date(field_rules.clean_date(typed))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "kind", [FieldKind.TEXT, FieldKind.LONGTEXT, FieldKind.PHONE, FieldKind.DATE]
)
def test_what_cannot_be_seen_is_nothing(kind: FieldKind) -> None:
    assert field_rules.CLEANERS[kind]("\u200b\ufeff \u202d\u202c") == ""


def test_line_breaks_of_word_become_line_breaks() -> None:
    assert field_rules.clean_text("第一行\x0b第二行\u2028第三行") == "第一行\n第二行\n第三行"


def test_what_breaks_a_document_is_dropped() -> None:
    assert field_rules.clean_text("说明情况\ufffe下一句\ud800。") == "说明情况下一句。"


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
