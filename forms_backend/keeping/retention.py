"""The end of keeping: what was closed long enough ago is made anonymous, each matter in a
transaction of its own with its ledger event. An open matter is never touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased, defer

from district.retention import RecordKind, Retention
from forms_backend.attachments.service import AttachmentService
from forms_backend.database.transactions import Database
from forms_backend.keeping.erasing import ERASED, ERASERS, Erasure
from forms_backend.keeping.record_erasing import RECORD_ERASERS, start_of
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.tables import Matter
from forms_backend.matters.transitions import OPEN_STATES
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.intake_tables import MergedMatter
from forms_backend.submissions.tables import Submission

_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class DueMatter:
    """One matter whose time is over."""

    number: str
    form_id: str
    closed_at: datetime


class RetentionService:
    """保存期限, applied."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        rules: Retention,
        attachments: AttachmentService,
        clock: Clock,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._rules = rules
        self._attachments = attachments
        self._clock = clock

    def due_matters(self) -> list[DueMatter]:
        """Closed matters past their period, oldest first."""
        with self._database.read() as session:
            rows = session.execute(
                select(Submission.number, Submission.form_id, Matter.closed_at)
                .join(Matter, Matter.submission_id == Submission.id)
                .where(self._is_due())
                .order_by(Matter.closed_at, Submission.id)
            )
            return [DueMatter(number, form, closed) for number, form, closed in rows if closed]

    def due_records(self) -> Mapping[RecordKind, int]:
        """How many other records are past their period."""
        with self._database.read() as session:
            return {
                kind: eraser.count(session, self._records_before(kind))
                for kind, eraser in RECORD_ERASERS.items()
            }

    def anonymise(self, number: str, *, actor: str) -> bool:
        """Erase one matter that is due, with its ledger event; False when it is not (any more)."""
        now = self._clock()
        with self._database.write() as session:
            row = session.scalars(
                select(Submission)
                .join(Matter, Matter.submission_id == Submission.id)
                .options(defer(Submission.payload))
                .where(Submission.number == number, self._is_due())
                .with_for_update()
            ).one_or_none()
            if row is None:
                return False
            erasure = Erasure(session, row, self._cipher, self._attachments)
            for erase in ERASERS.values():
                erase(erasure)
            period = self._rules.submissions.of(row.form_id)
            LedgerRepository(session).append(
                Action.ANONYMISED, number=number, actor=actor, at=now,
                detail={"after": period.label, "basis": period.basis},
            )  # fmt: skip
        return True

    def erase_records(self, *, actor: str) -> Mapping[RecordKind, int]:
        """Erase other records past their period: an event for each that has a number, and one with
        the count for those that have none."""
        return {kind: self._erase_kind(kind, actor) for kind in RECORD_ERASERS}

    def _erase_kind(self, kind: RecordKind, actor: str) -> int:
        period, now = self._rules.records[kind], self._clock()
        with self._database.write() as session:
            erased = RECORD_ERASERS[kind].erase(session, self._cipher, self._records_before(kind))
            ledger = LedgerRepository(session)
            for number in filter(None, erased):
                ledger.append(
                    Action.ANONYMISED, number=number, actor=actor, at=now,
                    detail={"after": period.label, "basis": period.basis},
                )  # fmt: skip
            unnamed = erased.count(None)
            if unnamed:
                ledger.append(
                    Action.RECORDS_ERASED, number=None, actor=actor, at=now,
                    detail={"kind": kind.value, "count": str(unnamed)},
                )  # fmt: skip
            return len(erased)

    def _records_before(self, kind: RecordKind) -> date:
        return self._rules.records[kind].start_of(local_date(self._clock()))

    def run(self, *, actor: str) -> int:
        """Everything that is due; returns how many matters were made anonymous."""
        count = sum(self.anonymise(due.number, actor=actor) for due in self.due_matters())
        self.erase_records(actor=actor)
        return count

    def _is_due(self) -> ColumnElement[bool]:
        today = local_date(self._clock())
        periods = self._rules.submissions
        known = sorted(periods.forms)
        past = [
            and_(
                Submission.form_id == form,
                Matter.closed_at < start_of(periods.forms[form].start_of(today)),
            )
            for form in known
        ]
        start = start_of(periods.default.start_of(today))
        past.append(and_(Submission.form_id.not_in(known), Matter.closed_at < start))
        carrier = aliased(Submission)
        carried = (
            select(MergedMatter.submission_id)
            .join(carrier, carrier.id == MergedMatter.into_id)
            .where(carrier.state.in_(_OPEN))
        )
        return and_(
            Submission.state.not_in(_OPEN),
            Submission.query_code_hash != ERASED,
            Submission.id.not_in(carried),
            or_(*past),
        )
