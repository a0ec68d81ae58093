"""What came in a burst and waits apart, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from forms_backend.database.work import Repository
from forms_backend.submissions.blind_index import Finder
from forms_backend.submissions.tables import ERASED, Quarantine, SearchEntry, Submission

Held = tuple[Submission, Quarantine]
_AT_ONCE = 500
"""So many are read in one statement."""


class QuarantineRepository(Repository):
    """隔离的来件."""

    def add(self, held: Quarantine) -> None:
        self._session.add(held)
        self._session.flush()

    def find(self, submission_id: int) -> Quarantine | None:
        """How a submission is held; None for one that never was."""
        return self._session.get(Quarantine, submission_id)

    def count(self, unit: str | None = None) -> int:
        """How many wait; those that `unit` may decide on, or all."""
        query = select(func.count()).select_from(Quarantine)
        return self._session.scalars(query.where(_waits(), *_of(unit))).one()

    def count_discarded(self, unit: str) -> int:
        """How many were discarded that `unit` can still let in."""
        query = (
            select(func.count())
            .select_from(Quarantine)
            .join(Submission, Submission.id == Quarantine.submission_id)
        )
        return self._session.scalars(query.where(_discarded(), *_of(unit))).one()

    def waiting(self, unit: str, *, limit: int) -> Sequence[Held]:
        """What waits for `unit`, oldest first."""
        query = _held().where(_waits(), *_of(unit)).order_by(Submission.id).limit(limit)
        return [(row[0], row[1]) for row in self._session.execute(query)]

    def discarded(self, unit: str, *, limit: int) -> Sequence[Held]:
        """What was discarded and is still kept, the latest decision first."""
        latest = (Quarantine.decided_at.desc(), Submission.id)
        query = _held().where(_discarded(), *_of(unit)).order_by(*latest).limit(limit)
        return [(row[0], row[1]) for row in self._session.execute(query)]

    def holding(
        self, unit: str, finders: Sequence[Finder], numbers: Collection[str]
    ) -> Sequence[Held]:
        """What `unit` may decide on, waits or was discarded, and has one of `numbers` or the words that
        one of `finders` looks for."""
        entries = (
            select(SearchEntry.submission_id, SearchEntry.codewords)
            .join(Quarantine, Quarantine.submission_id == SearchEntry.submission_id)
            .join(Submission, Submission.id == Quarantine.submission_id)
            .where(or_(_waits(), _discarded()), *_of(unit))
        )
        found = sorted(
            id_
            for id_, codewords in self._session.execute(entries).tuples()
            if any(finder(id_, codewords) for finder in finders)
        )
        query = _held().where(or_(_waits(), Quarantine.genuine.is_(False)), *_of(unit))
        held = list(
            self._session.execute(query.where(Submission.number.in_(sorted(numbers)))).tuples()
        )
        for start in range(0, len(found), _AT_ONCE):
            part = Submission.id.in_(found[start : start + _AT_ONCE])
            held += self._session.execute(query.where(part)).tuples()
        return [(row[0], row[1]) for row in held]

    def lock(
        self, unit: str, numbers: Collection[str], *, discarded_too: bool = False
    ) -> Sequence[Held]:
        """Those of `numbers` that wait for `unit`, or were discarded, locked until the transaction
        ends."""
        open_to = or_(_waits(), _discarded()) if discarded_too else _waits()
        query = (
            _held()
            .where(open_to, *_of(unit), Submission.number.in_(sorted(numbers)))
            .order_by(Submission.id)
            .with_for_update()
        )
        return [(row[0], row[1]) for row in self._session.execute(query)]


def _held() -> Select[tuple[Submission, Quarantine]]:
    return select(Submission, Quarantine).join(
        Quarantine, Quarantine.submission_id == Submission.id
    )


def _discarded() -> ColumnElement[bool]:
    """Found to be junk, and not anonymised yet."""
    return and_(Quarantine.genuine.is_(False), Submission.query_code_hash != ERASED)


def _waits() -> ColumnElement[bool]:
    return Quarantine.genuine.is_(None)


def _of(unit: str | None) -> tuple[ColumnElement[bool], ...]:
    """What `unit` would lead and may see (`permissions.may_see`, before there is a matter)."""
    if unit is None:
        return ()
    open_to_it = or_(
        Quarantine.confidential.is_(False),
        Quarantine.accused_unit.is_(None),
        Quarantine.accused_unit != unit,
    )
    return (Quarantine.lead_unit == unit, open_to_it)
