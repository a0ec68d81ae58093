"""Keeping the blind index beside the texts, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, delete, insert
from sqlalchemy.orm import Session

from district.form_fields import FieldKind
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import BlindIndex, codewords_of
from forms_backend.submissions.payload import Answer
from forms_backend.submissions.search_tables import SearchEntry
from forms_backend.submissions.tables import Submission

PURPOSE = "search index"
_NEW_ENTRY = insert(cast(Table, SearchEntry.__table__))
_NOT_SEARCHED = frozenset({FieldKind.CONSENT.value})


def blind_index(cipher: PayloadCipher) -> BlindIndex:
    """The index under the key that follows from FABU_DATA_KEY."""
    return BlindIndex(cipher.derive_key(PURPOSE))


def searchable(answers: Iterable[Answer]) -> list[str]:
    """What people read on the matter's page: all answers but the consents."""
    return [answer.display for answer in answers if answer.kind not in _NOT_SEARCHED]


def add_first(session: Session, submission: Submission, trapdoors: Iterable[bytes]) -> None:
    """Make a submission findable that has just been inserted."""
    codewords = codewords_of(submission.id, trapdoors)
    session.execute(_NEW_ENTRY, {"submission_id": submission.id, "codewords": codewords})


class SearchRepository:
    """Entries of the index."""

    def __init__(self, session: Session, cipher: PayloadCipher) -> None:
        self._session = session
        self._index = blind_index(cipher)

    def add(self, submission: Submission, texts: Iterable[str]) -> None:
        """Make `texts` findable, besides what already is."""
        entry = self._session.get(SearchEntry, submission.id, populate_existing=True)
        known = entry.codewords if entry else b""
        codewords = self._index.codewords(submission.id, texts, known)
        if entry is None:
            self._session.add(SearchEntry(submission_id=submission.id, codewords=codewords))
        else:
            entry.codewords = codewords
        self._session.flush()

    def replace(self, submission: Submission, texts: Iterable[str]) -> None:
        """Make `texts` findable and nothing else."""
        self.forget(submission.id)
        self.add(submission, texts)

    def forget(self, submission_id: int) -> None:
        """Nothing of the matter can be found any more; for retention, with the texts themselves."""
        self._session.execute(
            delete(SearchEntry)
            .where(SearchEntry.submission_id == submission_id)
            .execution_options(synchronize_session="fetch")
        )
