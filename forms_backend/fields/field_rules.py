"""What a single value must look like: pure functions from typed text to clean text or a mistake."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from stdnum.cn import uscc

from district.form_fields import FieldKind
from forms_backend.fields import messages

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0[0-9]{2,3})?[2-9][0-9]{6,7}(-[0-9]{1,6})?")
_SERVICE = re.compile(r"[48]00[0-9]{7}")
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_ALLOWED_CONTROLS = "\n\t"
_UNREADABLE = ("Cc", "Cs")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class InvalidValueError(ValueError):
    """A value breaks its rule; the message is for the visitor."""


def clean_text(value: str) -> str:
    """NFC, one kind of line end, no space around."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def clean_code(value: str) -> str:
    """Full-width letters, digits and signs to half-width; no space around."""
    return unicodedata.normalize("NFKC", value).strip()


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
    """Digits with at most one hyphen before an extension, without +86 and spaces."""
    text = re.sub(r"[()\s]", "", clean_code(value)).replace("转", "-")
    text = re.sub(r"[‐-―−]", "-", text)
    text = re.sub(r"^(\+86|0086)-?", "", text)
    area = re.fullmatch(r"(0[0-9]{2,3})-([0-9]{7,8}(?:-[0-9]{1,6})?)", text)
    if area:
        return area[1] + area[2]
    bare = text.replace("-", "")
    return bare if _MOBILE.fullmatch(bare) or _SERVICE.fullmatch(bare) else text


def check_phone(value: str) -> None:
    """Raises InvalidValueError unless `value` is a mainland mobile, landline or service number."""
    if not (_MOBILE.fullmatch(value) or _LANDLINE.fullmatch(value) or _SERVICE.fullmatch(value)):
        raise InvalidValueError(messages.FIELD_PHONE)


def check_email(value: str) -> None:
    """Raises InvalidValueError unless `value` is an address like name@example.com."""
    if not _EMAIL.fullmatch(value) or len(value.rpartition("@")[0]) > 64:
        raise InvalidValueError(messages.FIELD_EMAIL)


def clean_uscc(value: str) -> str:
    """Upper case without spaces and hyphens."""
    return re.sub(r"[\s-]", "", clean_code(value)).upper()


def check_uscc(value: str) -> None:
    """Raises InvalidValueError unless length, letters and check digit are right (GB 32100-2015)."""
    if not uscc.is_valid(value):
        raise InvalidValueError(messages.FIELD_USCC)


def read_date(value: str) -> date:
    """The calendar day of "2026-11-20" or "2026/11/20". Raises InvalidValueError otherwise."""
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", value, flags=re.ASCII)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise InvalidValueError(messages.FIELD_DATE) from error
    raise InvalidValueError(messages.FIELD_DATE)


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
    FieldKind.EMAIL: clean_code,
    FieldKind.USCC: clean_uscc,
}
"""How typed text of each kind is made uniform before it is checked."""
