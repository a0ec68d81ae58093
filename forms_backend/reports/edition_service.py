"""Editions of reports: each save is a version of its own; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms_backend.database.errors import ConflictError
from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.reports.editions import Edition, Saved, clean_edition
from forms_backend.reports.errors import ReportError
from forms_backend.reports.periods import Period, ReportKind
from forms_backend.reports.report_parts import Report
from forms_backend.reports.repository import ReportRepository
from forms_backend.reports.tables import NO_EDITION, ReportEdition
from forms_backend.running.clock import Clock
from forms_backend.sealing.keys import PayloadCipher

SAVED_MEANWHILE = "您打开以后，别人已经保存了第 {version} 稿。您写的内容还在下面，请对照后再保存。"


class EditionService:
    """报告的稿. What people write may name people: it is sealed."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def versions(self, kind: ReportKind, period: Period, unit: str | None) -> Sequence[Saved]:
        """Every edition of a report, the newest first."""
        with self._database.read() as work:
            return [
                Saved(row.version, row.saved_by, row.saved_at, self._open(row))
                for row in work[ReportRepository].editions(kind.value, period.last, unit or "")
            ]

    def _open(self, row: ReportEdition) -> Edition:
        """Without texts and figures once its time is over."""
        if row.payload == NO_EDITION:
            return Edition()
        name = edition_name(row.kind, str(row.period_last), row.unit, row.version)
        return Edition.decode(self._cipher.decrypt(name, row.payload))

    def save(
        self,
        report: Report,
        kind: ReportKind,
        period: Period,
        unit: str | None,
        typed: Mapping[str, str],
        *,
        seen: int,
        actor: str,
    ) -> int:
        """Keep what was written as the version after `seen`; returns its number.

        Raises InvalidInputError; ReportError when somebody saved that version meanwhile.
        """
        edition = clean_edition(typed, report.key_figures, report.section_keys)
        version, now = seen + 1, self._clock()
        name = edition_name(kind.value, str(period.last), unit or "", version)
        try:
            with self._database.write() as work:
                newest = work[ReportRepository].newest_edition(kind.value, period.last, unit or "")
                if newest != seen:
                    raise ReportError(SAVED_MEANWHILE.format(version=newest))
                work[ReportRepository].add(
                    ReportEdition(
                        kind=kind.value,
                        period_last=period.last,
                        unit=unit or "",
                        version=version,
                        payload=self._cipher.encrypt(name, edition.encode()),
                        saved_by=actor,
                        saved_at=now,
                    )
                )
                work[LedgerRepository].append(
                    Action.REPORT_EDITED,
                    number=None,
                    actor=actor,
                    at=now,
                    detail={
                        "kind": kind.value,
                        "period": period.last.isoformat(),
                        "unit": unit or "",
                        "version": str(version),
                        "edition_digest": edition.digest,
                    },
                )
        except ConflictError as error:
            raise ReportError(SAVED_MEANWHILE.format(version=version)) from error
        return version


def edition_name(kind: str, last: str, unit: str, version: int) -> str:
    """What an edition is sealed for."""
    return f"report:{kind}:{last}:{unit}:{version}"
