"""Keeping the blind index beside the texts, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, delete, insert

from forms_backend.database.work import Repository
from forms_backend.submissions.blind_index import codewords_of
from forms_backend.submissions.tables import SearchEntry

_NEW_ENTRY = insert(cast(Table, SearchEntry.__table__))


class SearchRepository(Repository):
    """Entries of the index; `trapdoors` stand for the words of texts, see `BlindIndex`."""

    def add_first(self, submission_id: int, trapdoors: Iterable[bytes]) -> None:
        """Make a submission findable that has just been inserted."""
        codewords = codewords_of(submission_id, trapdoors)
        self._session.execute(_NEW_ENTRY, {"submission_id": submission_id, "codewords": codewords})

    def add(self, submission_id: int, trapdoors: Iterable[bytes]) -> None:
        """Make more of a matter findable, besides what already is."""
        entry = self._session.get(SearchEntry, submission_id, populate_existing=True)
        known = entry.codewords if entry else b""
        codewords = codewords_of(submission_id, trapdoors, known)
        if entry is None:
            self._session.add(SearchEntry(submission_id=submission_id, codewords=codewords))
        else:
            entry.codewords = codewords
        self._session.flush()

    def replace(self, submission_id: int, trapdoors: Iterable[bytes]) -> None:
        """Make this of a matter findable and nothing else."""
        self.forget(submission_id)
        self.add(submission_id, trapdoors)

    def forget(self, submission_id: int) -> None:
        """Nothing of the matter can be found any more; for retention, with the texts themselves."""
        self._session.execute(
            delete(SearchEntry)
            .where(SearchEntry.submission_id == submission_id)
            .execution_options(synchronize_session="fetch")
        )
