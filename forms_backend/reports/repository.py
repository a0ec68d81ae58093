"""What reports read and write, inside a transaction that the caller holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from forms_backend.database.work import Repository
from forms_backend.ledger.actions import Action
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.tables import Matter
from forms_backend.reports.facts import Event, Intake, as_it_was
from forms_backend.reports.tables import IndicatorValue, IssuedReport, ReportEdition
from forms_backend.submissions.tables import Consent, Submission

PUBLIC_ANSWER = "consent_public_answer"
"""Key of the consent to a public answer in every form."""
_BATCH = 5_000
_CORRECTING = (
    Action.CORRECT.value, Action.COMPLETED.value,
    Action.SET_CONFIDENTIAL.value, Action.LIFT_CONFIDENTIAL.value,
)  # fmt: skip
_WITHOUT_FACTS = (Action.REVEALED.value, Action.NOTE.value, Action.QUARANTINED.value)


class ReportRepository(Repository):
    """Matters and events for reports, issued reports, indicator values."""

    def intakes(self, cut: datetime | None = None) -> list[Intake]:
        """What was fixed when each matter came in, corrected or written down later but before
        `cut`: what comes after changes no report on the time before it."""
        consents = {
            row.submission_id: (row.given_at, row.withdrawn_at)
            for row in self._session.execute(
                select(Consent.submission_id, Consent.given_at, Consent.withdrawn_at).where(
                    Consent.key == PUBLIC_ANSWER
                )
            )
        }
        found = self._session.execute(
            select(
                Submission.id,
                Submission.number,
                Submission.form_id,
                Submission.category,
                Submission.region,
                Submission.channel,
                Submission.received_at,
                Matter.lead_unit,
                Matter.confidential,
                Submission.sender,
                Submission.firm_size,
                Submission.industry,
            ).join(Matter, Matter.submission_id == Submission.id)
        )
        intakes = [
            Intake(
                r.number,
                r.form_id,
                r.category,
                r.region,
                r.channel,
                r.received_at,
                r.lead_unit,
                r.confidential,
                consents.get(r.id),
                r.sender,
                r.firm_size,
                r.industry,
            )
            for r in found
        ]
        former = self._former_columns(cut) if cut else {}
        return [as_it_was(one, former.get(one.number, {})) for one in intakes]

    def _former_columns(self, cut: datetime) -> dict[str, dict[str, str]]:
        """By number, what corrections from `cut` on have changed, as it was before the first."""
        query = (
            select(LedgerEvent.number, LedgerEvent.detail)
            .where(LedgerEvent.at >= cut, LedgerEvent.action.in_(_CORRECTING))
            .order_by(LedgerEvent.sequence)
        )
        found: dict[str, dict[str, str]] = {}
        for number, detail in self._session.execute(query).tuples():
            changed = {k: v for k, v in json.loads(detail).items() if k.startswith("former_")}
            found[number or ""] = changed | found.get(number or "", {})
        return found

    def events_before(self, cut: datetime) -> Iterator[Event]:
        """Events of matters before `cut`, in the order of the ledger; not who read what."""
        query = (
            select(
                LedgerEvent.number,
                LedgerEvent.action,
                LedgerEvent.at,
                LedgerEvent.actor,
                LedgerEvent.detail,
            )
            .where(
                LedgerEvent.number.is_not(None),
                LedgerEvent.at < cut,
                LedgerEvent.action.not_in(_WITHOUT_FACTS),
            )
            .order_by(LedgerEvent.sequence)
        )
        for number, action, at, actor, detail in self._session.execute(
            query.execution_options(yield_per=_BATCH)
        ):
            yield Event(number, action, at, actor, json.loads(detail))

    def version(self, cut: datetime) -> tuple[int, int, int]:
        """Changes exactly when the events before `cut` do, or a correction at any time: one from
        `cut` on decides which matters may still be named."""
        found = self._session.execute(
            select(func.count(), func.coalesce(func.max(LedgerEvent.sequence), 0)).where(
                LedgerEvent.at < cut
            )
        ).one()
        corrected = self._session.scalar(
            select(func.coalesce(func.max(LedgerEvent.sequence), 0)).where(
                LedgerEvent.action.in_(_CORRECTING)
            )
        )
        return found[0], found[1], corrected or 0

    def first_day(self) -> datetime | None:
        """When the first matter came into the ledger."""
        return self._session.scalar(
            select(LedgerEvent.at)
            .where(LedgerEvent.action.in_((Action.RECEIVED.value, Action.IMPORTED.value)))
            .order_by(LedgerEvent.sequence)
            .limit(1)
        )

    def issued(self, since: date) -> Sequence[IssuedReport]:
        """Reports handed in for periods that ended on or after `since`."""
        return self._session.scalars(
            select(IssuedReport).where(IssuedReport.period_last >= since).order_by(IssuedReport.id)
        ).all()

    def find_issued(self, kind: str, last: date) -> IssuedReport | None:
        return self._session.scalars(
            select(IssuedReport).where(IssuedReport.kind == kind, IssuedReport.period_last == last)
        ).one_or_none()

    def editions(self, kind: str, last: date, unit: str) -> Sequence[ReportEdition]:
        """What was added to a report, the newest version first."""
        return self._session.scalars(
            select(ReportEdition)
            .where(
                ReportEdition.kind == kind,
                ReportEdition.period_last == last,
                ReportEdition.unit == unit,
            )
            .order_by(ReportEdition.version.desc())
        ).all()

    def newest_edition(self, kind: str, last: date, unit: str) -> int:
        """The number of the newest version; 0 without any."""
        found = self.editions(kind, last, unit)
        return found[0].version if found else 0

    def indicator_values(self) -> Sequence[IndicatorValue]:
        """Every value ever entered, the newest measurement first."""
        return self._session.scalars(
            select(IndicatorValue).order_by(
                IndicatorValue.measured_on.desc(), IndicatorValue.id.desc()
            )
        ).all()

    def add(self, row: IssuedReport | IndicatorValue | ReportEdition) -> None:
        self._session.add(row)
        self._session.flush()
