"""Rows in the order of their keys, for writing them anew, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, select

from forms_backend.accounts.tables import Staff
from forms_backend.database.tables import Base
from forms_backend.database.work import Repository
from forms_backend.filings.tables import Filing
from forms_backend.meetings.tables import Meeting
from forms_backend.registers.tables import RegisterEntry
from forms_backend.submissions.tables import Submission


class RotationRepository(Repository):
    """Every table has one column as its key, if it has anything encrypted."""

    def rows_after(
        self, table: type[Base], key: Any, limit: int, *, hold: bool = False
    ) -> Sequence[Base]:
        """The next rows, nobody else changes them until the transaction ends if `hold`; `key` None:
        the first ones."""
        [column] = cast(Table, table.__table__).primary_key.columns
        query = select(table).order_by(column).limit(limit)
        query = query.with_for_update() if hold else query
        return self._session.scalars(query if key is None else query.where(column > key)).all()

    def key_of(self, row: Base) -> Any:
        """What `rows_after` takes."""
        [column] = cast(Table, row.__table__).primary_key.columns
        return getattr(row, column.name)

    def number_of(self, submission_id: int) -> str:
        """Of the submission with this id."""
        return self._session.get_one(Submission, submission_id).number

    def number_of_meeting(self, meeting_id: int) -> str:
        """Of the meeting with this id."""
        return self._session.get_one(Meeting, meeting_id).number

    def number_of_entry(self, entry_id: int) -> str:
        """Of the entry of a register with this id."""
        return self._session.get_one(RegisterEntry, entry_id).number

    def filing(self, filing_id: int) -> Filing:
        """The filing with this id."""
        return self._session.get_one(Filing, filing_id)

    def login_of(self, staff_id: int) -> str:
        """Of the account with this id."""
        return self._session.get_one(Staff, staff_id).login
