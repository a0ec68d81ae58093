"""One transaction as services hold it: what changes in it, and the repositories that ask in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import Select, event
from sqlalchemy.orm import ORMExecuteState, Session


class Repository:
    """What a topic asks of its tables and writes to them, inside a transaction that others hold."""

    def __init__(self, session: Session) -> None:
        self._session = session


Kind = TypeVar("Kind", bound=Repository)


class Work(Session):
    """One transaction. `work[LedgerRepository]` is the ledger inside it.

    Services add rows, change them and pass the work on; they ask nothing themselves: questions
    belong to repositories, and a test holds services to that.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._repositories: dict[type[Repository], Repository] = {}

    def __getitem__(self, kind: type[Kind]) -> Kind:
        """The one repository of that class in this transaction."""
        found = self._repositories.get(kind)
        if found is None:
            found = self._repositories[kind] = kind(self)
        return cast(Kind, found)

    def at_end(
        self,
        *,
        asked_to_commit: Callable[[], object],
        committed: Callable[[], object],
        rolled_back: Callable[[], object],
    ) -> None:
        """Call each when it happens, once: for what lies outside of the database and follows it."""
        for name, step in (
            ("before_commit", asked_to_commit),
            ("after_commit", committed),
            ("after_rollback", rolled_back),
        ):
            event.listen(self, name, _called_without_session(step), once=True)


@event.listens_for(Work, "do_orm_execute")
def _read_anew_what_is_locked(asked: ORMExecuteState) -> None:
    """PostgreSQL lets somebody else write while we wait for a lock. What the session read before
    would stay as it was; so each query that locks fills its rows anew."""
    statement = asked.statement
    if isinstance(statement, Select) and statement._for_update_arg is not None:
        asked.update_execution_options(populate_existing=True)


def _called_without_session(step: Callable[[], object]) -> Callable[[Session], None]:
    def call(_session: Session) -> None:
        step()

    return call
