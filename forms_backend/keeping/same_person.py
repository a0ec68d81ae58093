"""By what a matter is taken for one of a person: numbers, phones, mail addresses, names. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from district.forms.fields import FieldKind
from forms_backend.fields.field_rules import clean_phone
from forms_backend.keeping import messages as texts
from forms_backend.submissions.payload import Answer

_CONTACTS = frozenset({FieldKind.PHONE.value, FieldKind.EMAIL.value})
_NAME = "name"
_BETWEEN = re.compile(r"[、，,；;/／\n]")
_DIGITS = re.compile(r"[0-9]{7,}")
_MAIL = re.compile(r"[a-z0-9._%+@-]+")
_SIGNS = str.maketrans("", "", " -－()（）")
"""What may stand between the digits of one number."""


class Why(StrEnum):
    """By what a matter is taken for one of that person."""

    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"

    @property
    def label(self) -> str:
        return texts.DATA_WHY[self.value]


@dataclass(frozen=True)
class Telling:
    """One thing that names a person: by which `text` it is searched for, and what of it must stand in
    a matter."""

    why: Why
    text: str
    compared: str


def telling_of(answers: Iterable[Answer]) -> tuple[Telling, ...]:
    """What names a person in a request: every number and address of a value, and the name."""
    found: dict[Telling, None] = {}
    for one in answers:
        if not isinstance(one.value, str):
            continue
        if one.kind in _CONTACTS:
            for piece in _BETWEEN.split(one.value):
                for digits in _DIGITS.findall(clean_phone(piece)):
                    found[Telling(Why.PHONE, digits, digits)] = None
            for mail in _mails(one.value):
                found[Telling(Why.EMAIL, mail, mail)] = None
        elif one.key == _NAME and one.value.strip():
            found[Telling(Why.NAME, one.value, _tight(one.value))] = None
    return tuple(found)


def _mails(value: str) -> Iterator[str]:
    for word in _MAIL.findall(value.casefold()):
        if "@" in word:
            yield word.strip(".-")


def searched_by(wanted: Iterable[Telling]) -> list[str]:
    """What the index is asked for. An old ledger may have a hyphen behind the code of an area: there
    the index knows the seven or eight digits after it."""
    texts = {one.text: None for one in wanted}
    for one in wanted:
        if one.why is Why.PHONE and one.text.startswith("0"):
            texts |= dict.fromkeys((one.text[-7:], one.text[-8:]))
    return list(texts)


def same_person(wanted: Iterable[Telling], own: Iterable[Answer]) -> tuple[Why, ...]:
    """By what a matter with these answers is one of that person. Old ledgers have several numbers in
    one value, or a name with what somebody is: compared is what stands in it."""
    phones, mails, name = "", set[str](), ""
    for one in own:
        if not isinstance(one.value, str):
            continue
        if one.kind in _CONTACTS:
            phones += "、" + one.value.translate(_SIGNS)
            mails.update(_mails(one.value))
        elif one.key == _NAME:
            name = _tight(one.value)
    holds: Mapping[Why, Callable[[str], bool]] = {
        Why.PHONE: lambda text: text in phones,
        Why.EMAIL: lambda text: text in mails,
        Why.NAME: lambda text: text in name,
    }
    same = {one.why for one in wanted if holds[one.why](one.compared)}
    return tuple(why for why in Why if why in same)


def _tight(name: str) -> str:
    return "".join(name.split()).casefold()
