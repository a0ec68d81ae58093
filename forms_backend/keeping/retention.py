"""The end of keeping: what was closed long enough ago is made anonymous, each matter in a
transaction of its own with its ledger event. An open matter is never touched."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from district.casework.retention import RecordKind, Retention
from forms_backend.attachments.service import AttachmentService
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.keeping.erasing import ERASERS, Erasure
from forms_backend.keeping.expiry_repository import ClosedBefore, ExpiryRepository
from forms_backend.keeping.record_erasing import RECORD_ERASERS, Means
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock, local_date
from forms_backend.running.json_logs import log_event
from forms_backend.sealing.keys import PayloadCipher

ON_REQUEST = "《个人信息保护法》第四十七条，本人请求"


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
        with self._database.read() as work:
            due = work[ExpiryRepository].due_matters(self._closed_before())
            return [DueMatter(*matter) for matter in due]

    def due_records(self) -> Mapping[RecordKind, int]:
        """How many other records are past their period."""
        with self._database.read() as work:
            expired = work[ExpiryRepository]
            return {k: expired.count(k, self._records_before(k)) for k in RECORD_ERASERS}

    def erase_on_request(self, number: str, *, request: str, actor: str) -> bool:
        """Erase one closed matter because the person asks for it (个人信息保护法 47 条), whatever time it
        has left; its event and that of the request `request` name each other. False when it is not
        closed, carries an open one, or was erased before."""
        now = self._clock()
        with self._database.write() as work:
            row = work[ExpiryRepository].lock_due(number, self._closed_at_all())
            if row is None:
                return False
            erasure = Erasure(work, row, self._cipher, self._attachments)
            for erase in ERASERS.values():
                erase(erasure)
            ledger = work[LedgerRepository]
            ledger.append(
                Action.ANONYMISED, number=number, actor=actor, at=now,
                detail={"request": request, "basis": ON_REQUEST},
            )  # fmt: skip
            ledger.append(
                Action.DATA_ERASED, number=request, actor=actor, at=now, detail={"numbers": number}
            )
        if not self._database.clear_leftovers():
            log_event("retention_leftovers", logging.WARNING)
        return True

    def erasable(self, work: Work, numbers: Sequence[str]) -> frozenset[str]:
        """Those of `numbers` that `erase_on_request` would erase now."""
        return work[ExpiryRepository].due_among(numbers, self._closed_at_all())

    def anonymise(self, number: str, *, actor: str) -> bool:
        """Erase one matter that is due, with its ledger event; False when it is not (any more)."""
        now = self._clock()
        with self._database.write() as work:
            row = work[ExpiryRepository].lock_due(number, self._closed_before())
            if row is None:
                return False
            erasure = Erasure(work, row, self._cipher, self._attachments)
            for erase in ERASERS.values():
                erase(erasure)
            period = self._rules.submissions.of(row.form_id)
            work[LedgerRepository].append(
                Action.ANONYMISED,
                number=number,
                actor=actor,
                at=now,
                detail={"after": period.label, "basis": period.basis},
            )
        return True

    def erase_records(self, *, actor: str) -> Mapping[RecordKind, int]:
        """Erase other records past their period: an event for each that has a number, and one with
        the count for those that have none."""
        return {kind: self._erase_kind(kind, actor) for kind in RECORD_ERASERS}

    def _erase_kind(self, kind: RecordKind, actor: str) -> int:
        period, now = self._rules.records[kind], self._clock()
        means = Means(self._cipher, self._attachments)
        with self._database.write() as work:
            erased = RECORD_ERASERS[kind](work, means, self._records_before(kind))
            ledger = work[LedgerRepository]
            for number in filter(None, erased):
                ledger.append(
                    Action.ANONYMISED,
                    number=number,
                    actor=actor,
                    at=now,
                    detail={"after": period.label, "basis": period.basis},
                )
            unnamed = erased.count(None)
            if unnamed:
                ledger.append(
                    Action.RECORDS_ERASED,
                    number=None,
                    actor=actor,
                    at=now,
                    detail={"kind": kind.value, "count": str(unnamed)},
                )
            return len(erased)

    def _records_before(self, kind: RecordKind) -> date:
        return self._rules.records[kind].start_of(local_date(self._clock()))

    def run(self, *, actor: str) -> int:
        """Everything that is due; returns how many matters were made anonymous. Nothing of it stays
        in the database's file or its log."""
        count = sum(self.anonymise(due.number, actor=actor) for due in self.due_matters())
        records = sum(self.erase_records(actor=actor).values())
        if (count or records) and not self._database.clear_leftovers():
            log_event("retention_leftovers", logging.WARNING)
        return count

    def _closed_at_all(self) -> ClosedBefore:
        """Whenever that was, also today."""
        return ClosedBefore({}, local_date(self._clock()) + timedelta(days=1))

    def _closed_before(self) -> ClosedBefore:
        today, periods = local_date(self._clock()), self._rules.submissions
        starts = {form: period.start_of(today) for form, period in periods.forms.items()}
        return ClosedBefore(starts, periods.default.start_of(today))
