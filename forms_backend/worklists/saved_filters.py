"""Filters that people keep under a name of their own, and columns they chose. A convenience of one person, which changes no
matter: it is not in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms_backend.database.errors import ConflictError
from forms_backend.database.limits import FILTER_LENGTH, FILTER_NAME_LENGTH, MAX_FILTERS
from forms_backend.database.transactions import Database
from forms_backend.identity.person import Person
from forms_backend.running.clock import Clock
from forms_backend.worklists.columns import DEFAULT, Column, chosen_columns
from forms_backend.worklists.errors import FilterError
from forms_backend.worklists.filter_repository import FilterRepository
from forms_backend.worklists.tables import SavedFilter


@dataclass(frozen=True)
class KeptFilter:
    """A name, and the query string of the list's address that it stands for."""

    id: int
    name: str
    query: str


class FilterService:
    """保存的筛选、列; each method is one transaction and touches only the person's own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, person: Person) -> Sequence[KeptFilter]:
        """The person's filters, oldest first."""
        with self._database.read() as work:
            found = work[FilterRepository].of(person.id)
            return [KeptFilter(one.id, one.name, one.query) for one in found]

    def save(self, person: Person, name: str, query: str) -> None:
        """Keep `query` as `name`. Raises FilterError."""
        name = " ".join(name.split())
        if not name or len(name) > FILTER_NAME_LENGTH:
            raise FilterError(f"名称应为 1 到 {FILTER_NAME_LENGTH} 个字。")
        if len(query) > FILTER_LENGTH:
            raise FilterError("筛选条件太长。")
        try:
            with self._database.write() as work:
                if work[FilterRepository].count(person.id) >= MAX_FILTERS:
                    raise FilterError(f"最多保存 {MAX_FILTERS} 个，请先删去不用的。")
                work.add(
                    SavedFilter(
                        staff_id=person.id, name=name, query=query, created_at=self._clock()
                    )
                )
                work.flush()
        except ConflictError as error:
            raise FilterError(f"已有名为“{name}”的筛选，请换一个名称。") from error

    def delete(self, person: Person, filter_id: int) -> None:
        """Drop one of the person's own; another's or an unknown one stays as it is."""
        with self._database.write() as work:
            work[FilterRepository].delete(person.id, filter_id)

    def columns_of(self, person: Person) -> tuple[Column, ...]:
        """What the person's lists show."""
        with self._database.read() as work:
            kept = work[FilterRepository].columns(person.id)
        return DEFAULT if kept is None else chosen_columns(kept.split(","))

    def choose_columns(self, person: Person, keys: Sequence[str]) -> None:
        """Show these columns from now on; unknown ones are left out, none: the usual ones."""
        chosen = ",".join(column.value for column in chosen_columns(keys))
        with self._database.write() as work:
            work[FilterRepository].keep_columns(person.id, chosen)
