"""What the search asks of the entries of the blind index, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from typing import NamedTuple

from sqlalchemy import or_, select

from forms_backend.database.work import Repository
from forms_backend.identity.person import Person
from forms_backend.matters.tables import Matter
from forms_backend.submissions.blind_index import Finder
from forms_backend.submissions.search_repository import outside
from forms_backend.submissions.tables import SearchEntry, Submission
from forms_backend.worklists.repository import assisted, visible

_BLOCK = 1_000
_FEW = 500
"""So many ids stand in one statement."""


class Entry(NamedTuple):
    """One matter by its words; see `blind_index`."""

    id: int
    codewords: bytes
    category: str | None
    accused_unit: str | None


class IndexRepository(Repository):
    """Entries of matters, and the matters that they are made from."""

    def found_by_entries(self, finder: Finder, person: Person, *, but: Set[int]) -> set[int]:
        """One walk over the entries outside of the segments `but`; who sees a part of the matters
        looks through that part."""
        entries = select(SearchEntry.submission_id, SearchEntry.codewords).where(*outside(but))
        if not person.role.leads:
            entries = entries.join(Matter, Matter.submission_id == SearchEntry.submission_id).where(
                or_(visible(person), assisted(person))
            )
        blocks = self._session.connection().execute(entries).partitions(_BLOCK)
        return {id_ for rows in blocks for id_, codewords in rows if finder(id_, codewords)}

    def newest_entries(self, person: Person, but: int, limit: int) -> Sequence[Entry]:
        """What is known of the words of the newest matters that the person may see, but one."""
        query = (
            select(
                SearchEntry.submission_id,
                SearchEntry.codewords,
                Submission.category,
                Matter.accused_unit,
            )
            .join(Matter, Matter.submission_id == SearchEntry.submission_id)
            .join(Submission, Submission.id == Matter.submission_id)
            .where(visible(person), Matter.submission_id != but)
            .order_by(Matter.submission_id.desc())
            .limit(limit)
        )
        return [Entry(*row) for row in self._session.connection().execute(query)]

    def to_index(self, after: int, limit: int, *, missing_only: bool) -> Sequence[Submission]:
        """The next submissions after that id, all or those that no search finds yet."""
        query = select(Submission).where(Submission.id > after).order_by(Submission.id).limit(limit)
        if missing_only:
            query = query.outerjoin(SearchEntry, SearchEntry.submission_id == Submission.id).where(
                SearchEntry.submission_id.is_(None)
            )
        return self._session.scalars(query).all()

    def submissions(self, ids: Collection[int]) -> Sequence[Submission]:
        """These submissions, in no order."""
        wanted = sorted(ids)
        parts = [wanted[at : at + _FEW] for at in range(0, len(wanted), _FEW)]
        query = select(Submission)
        return [
            one
            for part in parts
            for one in self._session.scalars(query.where(Submission.id.in_(part)))
        ]
