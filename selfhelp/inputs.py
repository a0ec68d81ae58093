"""What is typed into calculators, read strictly and answered in Chinese; the browser reads alike."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import Field, model_validator

from district.frozen import Frozen
from selfhelp.figures import Value, decimal

MOST_YUAN = 10**13
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
_MONEY = re.compile(r"(\d{1,13})(\.\d{1,6})?(万|亿)?元?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?", re.ASCII)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_TIMES = {None: 1, "万": 10_000, "亿": 100_000_000}


class InputType(StrEnum):
    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    YES = "yes"


class Option(Frozen):
    value: str
    label: str


class Input(Frozen):
    """One question of a calculator. `local`: the key of the local figure that fills it in
    beforehand; `when`: the formula that must hold for it to be asked."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    type: InputType
    hint: str = ""
    unit: str = ""
    required: bool = True
    default: str | None = None
    least: int | None = None
    most: int | None = None
    options: tuple[Option, ...] = ()
    options_from: str | None = None
    local: str | None = None
    when: str | None = None

    @model_validator(mode="after")
    def _offers_something(self) -> Input:
        if self.type is InputType.CHOICE and not (self.options or self.options_from):
            raise ValueError("选择题要写 options")
        return self


class InputError(ValueError):
    """What was typed cannot be used; the message says what is expected."""


def parse_input(field: Input, typed: str | None) -> Value:
    """The value of what was typed; None when it may stay empty. Raises InputError."""
    text = unicodedata.normalize("NFKC", typed or "").strip()
    if field.type is InputType.YES:
        return text in ("1", "true", "是")
    if not text:
        if field.required:
            raise InputError(f"请填写{field.label}")
        return None
    match field.type:
        case InputType.CHOICE:
            if text not in {option.value for option in field.options}:
                raise InputError("请从列出的选项里选一个")
            return text
        case InputType.DATE:
            return _date(text)
        case InputType.MONEY:
            return _within(field, _money(text))
        case _:
            return _within(field, _number(text, whole=field.type is InputType.INTEGER))


def _date(text: str) -> Fraction:
    found = _DATE.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise InputError("日期写成 2026-03-01，年份在 1990 至 2100 之间")
    return Fraction(day.toordinal())


def _money(text: str) -> Fraction:
    found = _MONEY.fullmatch(re.sub(r"[\s,]", "", text))
    if found is None:
        raise InputError("金额写成数字，如 12000 或 1.2万，最多到分")
    value = Fraction(found[1] + (found[2] or "")) * _TIMES[found[3]]
    if value * 100 % 1 or value > MOST_YUAN:
        raise InputError("金额最多到分，不超过十万亿元")
    return value


def _number(text: str, *, whole: bool) -> Fraction:
    found = _NUMBER.fullmatch(re.sub(r"[\s,%]", "", text))
    if found is None or (whole and found[1]):
        raise InputError("请填写整数" if whole else "请填写数字，最多四位小数")
    return Fraction(found[0])


def _within(field: Input, value: Fraction) -> Fraction:
    if field.least is not None and value < field.least:
        raise InputError(f"不应小于 {decimal(Fraction(field.least), 0)}")
    if field.most is not None and value > field.most:
        raise InputError(f"不应大于 {decimal(Fraction(field.most), 0)}")
    return value
