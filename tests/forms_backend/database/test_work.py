"""One transaction as services hold it."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import func, select

from forms_backend.database.tables import NumberCounter
from forms_backend.database.transactions import Database
from forms_backend.database.work import Repository, Work


class Counters(Repository):
    """A repository of its own, so that no topic has to stand for all."""

    def add(self, month: str) -> None:
        self._session.add(NumberCounter(prefix="TS", month=month, last=1))
        self._session.flush()

    def count(self) -> int:
        return self._session.scalar(select(func.count()).select_from(NumberCounter)) or 0


def test_a_work_has_one_repository_of_a_class_and_two_works_have_two(database: Database) -> None:
    with database.read() as work, database.read() as other:
        assert work[Counters] is work[Counters]
        assert work[Counters] is not other[Counters]


def test_what_repositories_write_is_committed_together_or_not_at_all(database: Database) -> None:
    with database.write() as work:
        work[Counters].add("202611")
    with suppress(RuntimeError), database.write() as work:
        work[Counters].add("202612")
        assert work[Counters].count() == 2
        raise RuntimeError
    with database.read() as work:
        assert work[Counters].count() == 1


def _told(work: Work) -> list[str]:
    told: list[str] = []
    work.at_end(
        asked_to_commit=lambda: told.append("asked"),
        committed=lambda: told.append("committed"),
        rolled_back=lambda: told.append("rolled back"),
    )
    return told


def test_who_follows_a_transaction_hears_that_it_was_committed(database: Database) -> None:
    with database.write() as work:
        told = _told(work)
        work[Counters].add("202611")
        assert told == []
    assert told == ["asked", "committed"]


def test_who_follows_a_transaction_hears_that_it_was_rolled_back(database: Database) -> None:
    told: list[str] = []
    with suppress(RuntimeError), database.write() as work:
        told = _told(work)
        raise RuntimeError
    assert told == ["rolled back"]
