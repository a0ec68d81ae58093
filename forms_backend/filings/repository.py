"""Filings, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from forms_backend.database.work import Repository
from forms_backend.filings.rules import FilingState, Step
from forms_backend.filings.tables import AssessmentMark, Filing, FilingStep, FilingSummary

Key = tuple[str, date, str]
"""Kind, last day of the period, unit."""


@dataclass(frozen=True)
class Then:
    """A filing as it stood at a moment: its state and when it was first submitted."""

    state: FilingState
    first_at: datetime
    due_on: date
    sure_on: date


class FilingRepository(Repository):
    """Queries on filings, their steps, their sums, and points entered by hand."""

    def find(self, kind: str, last: date, unit: str) -> Filing | None:
        query = select(Filing).where(*_is(kind, last), Filing.unit == unit)
        return self._session.scalars(query).one_or_none()

    def locked(self, kind: str, last: date, unit: str) -> Filing | None:
        """The filing, held until the transaction ends."""
        query = select(Filing).where(*_is(kind, last), Filing.unit == unit).with_for_update()
        return self._session.scalars(query).one_or_none()

    def locked_of_parent(self, kind: str, last: date, parent: str) -> Sequence[Filing]:
        """What was filed to `parent` for that period, in one order, held."""
        query = select(Filing).where(*_is(kind, last), Filing.parent == parent)
        return self._session.scalars(query.order_by(Filing.id).with_for_update()).all()

    def since(self, first: date) -> Mapping[Key, Filing]:
        """Every filing whose period ended on `first` or later."""
        rows = self._session.scalars(select(Filing).where(Filing.period_last >= first))
        return {(row.kind, row.period_last, row.unit): row for row in rows}

    def steps(self, filing_id: int) -> Sequence[FilingStep]:
        query = select(FilingStep).where(FilingStep.filing_id == filing_id)
        return self._session.scalars(query.order_by(FilingStep.position)).all()

    def submitted(self, filing_id: int) -> FilingStep | None:
        """What was submitted last."""
        steps = [row for row in self.steps(filing_id) if row.step == Step.SUBMIT.value]
        return steps[-1] if steps else None

    def at(self, cut: datetime) -> Mapping[Key, Then]:
        """Every filing that was there before `cut`, as it stood then."""
        query = (
            select(Filing, FilingStep.state)
            .join(FilingStep, FilingStep.filing_id == Filing.id)
            .where(FilingStep.at < cut)
            .order_by(Filing.id, FilingStep.position)
        )
        return {
            (row.kind, row.period_last, row.unit): Then(
                FilingState(state), row.first_at, row.due_on, row.sure_on
            )
            for row, state in self._session.execute(query)
        }

    def summaries(self, kind: str, last: date, parent: str) -> Sequence[FilingSummary]:
        """The newest first."""
        query = select(FilingSummary).where(
            FilingSummary.kind == kind,
            FilingSummary.period_last == last,
            FilingSummary.parent == parent,
        )
        return self._session.scalars(query.order_by(FilingSummary.version.desc())).all()

    def marks(self, kind: str, last: date) -> Mapping[tuple[str, str], AssessmentMark]:
        """By unit and point the mark that was entered last."""
        query = select(AssessmentMark).where(
            AssessmentMark.kind == kind, AssessmentMark.period_last == last
        )
        rows = self._session.scalars(query.order_by(AssessmentMark.id))
        return {(row.unit, row.point): row for row in rows}


def _is(kind: str, last: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Filing.kind == kind, Filing.period_last == last
