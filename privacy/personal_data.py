"""What senders are warned of before they send: numbers that nobody should have to write (DOMAIN §8).

The browser says the same of the plain spellings (public/static/personal-data.js, held together by
shared test vectors). Pure; it only points.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from privacy.digits import SPOKEN, marks_in_digits
from privacy.folding import fold
from privacy.kinds import PersonalData as PersonalData

WARNED_OF = {
    PersonalData.ID_NUMBER: "身份证号",
    PersonalData.BANK_CARD: "银行卡号",
    PersonalData.PHONE: "他人的手机号",
}
"""The kinds that a form warns of, in the order in which it names them, with its words for them."""


def find_personal_data(text: str, own_phones: Collection[str] = ()) -> tuple[PersonalData, ...]:
    """The kinds of `WARNED_OF` that `text` seems to contain, each once, in their order.

    An ID number (身份证号) whose check digit is wrong still counts: people mistype. A bank card
    counts only with a right check digit (Luhn), a mobile number only when it is not one of
    `own_phones`. Digits may be full-width, written in groups or split by what cannot be seen.
    """
    folded = fold(text).text
    own = {re.sub("[^0-9]", "", phone)[-11:] for phone in own_phones}
    found = {
        mark.kind
        for mark in marks_in_digits(folded)
        if mark.kind is not PersonalData.PHONE
        or mobile_number(folded[mark.start : mark.end]) not in own
    }
    return tuple(kind for kind in WARNED_OF if kind in found)


def words_for(kinds: Collection[PersonalData]) -> str:
    """How a form names `kinds`, each of which it warns of."""
    return "、".join(WARNED_OF[kind] for kind in kinds)


def mobile_number(written: str) -> str:
    """The eleven digits of a mobile number however it is written."""
    return re.sub("[^0-9]", "", written.translate(SPOKEN))[-11:]
