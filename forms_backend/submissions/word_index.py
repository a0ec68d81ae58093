"""Under which key words are indexed, and which texts of a submission are."""

from __future__ import annotations

from collections.abc import Iterable

from district.form_fields import FieldKind
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import BlindIndex
from forms_backend.submissions.payload import Answer

PURPOSE = "search index"
_NOT_SEARCHED = frozenset({FieldKind.CONSENT.value})


def blind_index(cipher: PayloadCipher) -> BlindIndex:
    """The index under the key that follows from FABU_DATA_KEY."""
    return BlindIndex(cipher.derive_key(PURPOSE))


def searchable(answers: Iterable[Answer]) -> list[str]:
    """What people read on the matter's page: all answers but the consents."""
    return [answer.display for answer in answers if answer.kind not in _NOT_SEARCHED]
