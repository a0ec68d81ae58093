"""What in a free text looks like personal data that nobody should have to write (DOMAIN §8).

Both sides use it: forms warn before sending, editors before publishing. Pure; it only points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

from stdnum import luhn


class PersonalData(StrEnum):
    """The kinds that can be told by their form."""

    ID_NUMBER = "id-number"
    BANK_CARD = "bank-card"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return {"id-number": "身份证号", "bank-card": "银行卡号", "phone": "他人的手机号"}[
            self.value
        ]


_SEPARATED = re.compile(r"(?<=[0-9])[ -](?=[0-9])")
_ID_NUMBER = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}[0-9Xx](?![0-9])"
)
_CARD = re.compile(r"(?<![0-9])[3-6][0-9]{14,18}(?![0-9])")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86)?(1[3-9][0-9]{9})(?![0-9])")


def find_personal_data(text: str, own_phones: Collection[str] = ()) -> tuple[PersonalData, ...]:
    """The kinds that `text` seems to contain, each once, in the order of the enum.

    An ID number (身份证号) whose check digit is wrong still counts: people mistype. A bank card
    counts only with a right check digit (Luhn), a mobile number only when it is not one of
    `own_phones`. Digits may be full-width or written in groups.
    """
    plain = _SEPARATED.sub("", unicodedata.normalize("NFKC", text))
    without_ids = _ID_NUMBER.sub("、", plain)
    phones = {match[1] for match in _MOBILE.finditer(without_ids)} - set(own_phones)
    cards = any(luhn.is_valid(match[0]) for match in _CARD.finditer(without_ids))
    found = {
        PersonalData.ID_NUMBER: without_ids != plain,
        PersonalData.BANK_CARD: cards,
        PersonalData.PHONE: bool(phones),
    }
    return tuple(kind for kind, is_there in found.items() if is_there)
