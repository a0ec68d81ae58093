"""What a single value must look like: pure functions from typed text to clean text or a mistake."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

import idna
import phonenumbers
from stdnum.cn import uscc

from district import characters
from district.forms.fields import FieldKind
from forms_backend.fields import messages

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0[0-9]{2,3})?[2-9][0-9]{6,7}(-[0-9]{1,6})?")
_SERVICE = re.compile(r"[48]00[0-9]{7}(-[0-9]{1,6})?|9[56][0-9]{3,4}|100[0-9]{2}")
"""400 and 800 numbers, the short numbers of banks, power and telephone companies (95xxx, 100xx)."""

_ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")
_WITHIN_CHINA = re.compile(r"(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}(?:-[0-9]{1,6})?")
"""A landline after +86, where the area code has lost its zero."""

_EXTENSION = re.compile(
    r"(?:(?<!-)-+)?(?:分机号?码?|转接?|ext(?:ension)?\.?|内线|#)[:：.-]*", re.IGNORECASE
)
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,24}|[Xx][Nn]--[A-Za-z0-9-]{1,58}[A-Za-z0-9])"
)
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2})",
    flags=re.ASCII,
)
_CHINESE_MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
_ALLOWED_CONTROLS = "\n\t"
_UNREADABLE = ("Cc", "Cs")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class InvalidValueError(ValueError):
    """A value breaks its rule; the message is for the visitor."""


def clean_text(value: str) -> str:
    """NFC, one kind of line end, no space around, nothing that cannot be seen (`characters.clean`)."""
    return unicodedata.normalize("NFC", characters.clean(value)).strip()


def clean_code(value: str) -> str:
    """Full-width letters, digits and signs to half-width; no space around, nothing unseen."""
    return unicodedata.normalize("NFKC", characters.clean(value)).strip()


def check_readable(value: str) -> None:
    """Raises InvalidValueError for control characters and for bytes that were not text."""
    for character in value:
        if character in _ALLOWED_CONTROLS:
            continue
        if unicodedata.category(character) in _UNREADABLE or character == _REPLACEMENT:
            raise InvalidValueError(messages.FIELD_UNREADABLE)


def check_length(value: str, *, shortest: int = 0, longest: int) -> None:
    """Raises InvalidValueError unless `value` has between `shortest` and `longest` characters."""
    if len(value) > longest:
        raise InvalidValueError(messages.FIELD_TOO_LONG.format(limit=longest, length=len(value)))
    if len(value) < shortest:
        raise InvalidValueError(messages.FIELD_TOO_SHORT.format(limit=shortest))


def check_one_line(value: str) -> None:
    """Raises InvalidValueError when a single-line value has line breaks or tabs."""
    if "\n" in value or "\t" in value:
        raise InvalidValueError(messages.FIELD_ONE_LINE)


def clean_phone(value: str) -> str:
    """Digits with at most one hyphen before an extension, without 86 and signs between; a number
    abroad as +852…, in the form of ITU-T E.164. What is no number comes back as it was typed."""
    text = re.sub(r"[()\s.·]", "", clean_code(value))
    text = re.sub(r"[‐-―−_—]", "-", text)
    text = re.sub(r"--+", "-", _EXTENSION.sub("-", text))
    inland = re.sub(r"^(?:\+86|0086)-?", "", text)
    without_code = text.removeprefix("86").removeprefix("-")
    if inland == text != without_code and (
        _is_mobile(without_code) or _WITHIN_CHINA.fullmatch(_tight(without_code))
    ):
        inland = without_code
    if re.match(r"\+|00[1-9]", inland):
        return _number_abroad(inland)
    if inland != text and _WITHIN_CHINA.fullmatch(_tight(inland)) and not _is_mobile(inland):
        inland = f"0{_tight(inland)}"
    return _joined(inland)


def _tight(text: str) -> str:
    """Without the hyphens before so many digits that they can be no extension."""
    return re.sub(r"-(?=[0-9-]{7})", "", text)


def _is_mobile(text: str) -> bool:
    return bool(_MOBILE.fullmatch(text.replace("-", "")))


def _number_abroad(text: str) -> str:
    digits = re.sub(r"^00", "+", text).replace("-", "")
    return digits if _ABROAD.fullmatch(digits) else text


def _joined(text: str) -> str:
    """Without the hyphens that only group digits; the one before an extension stays."""
    bare = text.replace("-", "")
    if _MOBILE.fullmatch(bare):
        return bare
    if re.fullmatch("0(?=1[3-9][0-9]{9}$)[0-9]{11}", bare):
        return bare[1:]
    area = re.fullmatch(r"(0[0-9]{2,3})-?([2-9][0-9]{2,3})-?([0-9]{4})((?:-[0-9]{1,6})?)", text)
    if area and len(area[2] + area[3]) in (7, 8):
        return "".join(area.groups())
    service = re.fullmatch(r"([48]00)-?([0-9]{3,4})-?([0-9]{3,4})((?:-[0-9]{1,6})?)", text)
    if service and len(service[2] + service[3]) == 7:
        return "".join(service.groups())
    return text


def check_phone(value: str) -> None:
    """Raises InvalidValueError unless `value` is a mobile, landline or service number of the
    mainland, or a number abroad that its numbering plan allows; the message says what is wrong."""
    if _MOBILE.fullmatch(value) or _LANDLINE.fullmatch(value) or _SERVICE.fullmatch(value):
        return
    if _ABROAD.fullmatch(value):
        check_phone_abroad(value)
        return
    if re.fullmatch(r"1[3-9][0-9]{4,14}", value):
        raise InvalidValueError(messages.FIELD_PHONE_LENGTH.format(length=len(value)))
    raise InvalidValueError(messages.FIELD_PHONE)


def check_phone_abroad(value: str) -> None:
    """Raises InvalidValueError for a code that no country has, or a number of the wrong length."""
    try:
        is_right = phonenumbers.is_possible_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        is_right = False
    if not is_right:
        raise InvalidValueError(messages.FIELD_PHONE_ABROAD)


def clean_email(value: str) -> str:
    """Half-width, without blanks; a domain of other scripts as it travels (IDNA 2008)."""
    text = re.sub(r"(?:(?<!\s)\s+)?([@.。])\s*", r"\1", clean_code(value).removeprefix("mailto:"))
    local, at, domain = text.rpartition("@")
    domain = domain.replace("。", ".")
    if at and domain and not domain.isascii():
        with suppress(UnicodeError):
            domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"{local}{at}{domain}"


def check_email(value: str) -> None:
    """Raises InvalidValueError unless `value` is an address like name@example.com."""
    local, _, domain = value.rpartition("@")
    if not _EMAIL.fullmatch(value) or len(local) > 64:
        raise InvalidValueError(messages.FIELD_EMAIL)
    for label in domain.lower().split("."):
        if label.startswith("xn--"):
            _check_encoded(label)


def _check_encoded(label: str) -> None:
    try:
        idna.decode(label)
    except UnicodeError as error:
        raise InvalidValueError(messages.FIELD_EMAIL) from error


def clean_uscc(value: str) -> str:
    """Upper case without spaces and hyphens."""
    return re.sub(r"[\s-]", "", clean_code(value)).upper()


def check_uscc(value: str) -> None:
    """Raises InvalidValueError unless length, letters and check digit are right (GB 32100-2015)."""
    if not uscc.is_valid(value):
        raise InvalidValueError(messages.FIELD_USCC)


def read_date(value: str) -> date:
    """The calendar day of "2026-11-20", "2026/11/20", "20261120" or "2026 年 11 月 20 日".

    Raises InvalidValueError otherwise; for a day that the calendar does not have, it says so.
    """
    match = _DATE.fullmatch(value)
    if match is None:
        raise InvalidValueError(messages.FIELD_DATE)
    year, month, day = (int(part) for part in match.groups() if part is not None)
    if not 1 <= month <= 12:
        raise InvalidValueError(messages.FIELD_DATE_NO_MONTH.format(month=month))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidValueError(_no_such_day(year, month, day)) from error


def _no_such_day(year: int, month: int, day: int) -> str:
    if year == 0:
        return messages.FIELD_DATE
    return messages.FIELD_DATE_NO_DAY.format(
        year=year,
        month=month,
        days=monthrange(year, month)[1],
        month_name=_CHINESE_MONTHS[month - 1],
        day=day,
    )


def clean_date(value: str) -> str:
    """ISO form of a date that can be read; anything else unchanged, for the check to refuse."""
    text = clean_code(value)
    try:
        return read_date(text).isoformat()
    except InvalidValueError:
        return text


def check_date(value: str, today: date, *, allow_future: bool) -> None:
    """Raises InvalidValueError for what is no day, is before 1949-10-01, or has not come yet."""
    day = read_date(value)
    if day < date(1949, 10, 1):
        raise InvalidValueError(messages.FIELD_DATE_TOO_OLD)
    if day > today and not allow_future:
        raise InvalidValueError(messages.FIELD_DATE_FUTURE)


CLEANERS: Mapping[FieldKind, Callable[[str], str]] = {
    FieldKind.TEXT: clean_text,
    FieldKind.LONGTEXT: clean_text,
    FieldKind.DATE: clean_date,
    FieldKind.PHONE: clean_phone,
    FieldKind.EMAIL: clean_email,
    FieldKind.USCC: clean_uscc,
}
"""How typed text of each kind is made uniform before it is checked."""


_NOT_A_NAME = re.compile(r"[\W_]+")


def firm_as_counted(firm: str) -> str:
    """The name of a firm without differences of writing: brackets, spaces, width and case."""
    return _NOT_A_NAME.sub("", unicodedata.normalize("NFKC", firm)).casefold()
