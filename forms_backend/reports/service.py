"""Reports, the agenda and the indicator board; each method is one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Lock

from district.casework.working_days import WorkingCalendar
from district.models import SiteConfig
from district.registers.indicators import Indicator
from forms_backend.database.errors import ConflictError
from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.chain import PublishedHead
from forms_backend.ledger.heads_log import Occasion
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
from forms_backend.registers.reading import RegisterReader
from forms_backend.reports.agenda import AgendaLine, Issue, agenda
from forms_backend.reports.board import BoardLine, Measured, board, clean_entry
from forms_backend.reports.compose import Material, compose
from forms_backend.reports.editions import Saved
from forms_backend.reports.errors import ReportError
from forms_backend.reports.facts import Row, named_as_then
from forms_backend.reports.figures import Figures, figures_of
from forms_backend.reports.files.plain_files import to_json
from forms_backend.reports.labels import Labels
from forms_backend.reports.periods import Period, ReportKind, before
from forms_backend.reports.public_statistics import monthly_periods, public_statistics
from forms_backend.reports.register_section import NUMERALS, register_section
from forms_backend.reports.replaying import rows_at
from forms_backend.reports.report_parts import Report, Section
from forms_backend.reports.repository import ReportRepository
from forms_backend.reports.tables import IndicatorValue, IssuedReport
from forms_backend.running.clock import Clock, local_date

KEPT = 16
"""How many cuts of the ledger are kept in memory: a page asks for two, and its links again."""
_REMEMBERED = timedelta(days=400)
MoreSections = Callable[[str, Period], Section | None]
"""From the number of a section, such as 六, and a period; None: there is nothing to say."""


class ReportService:
    """报表."""

    def __init__(
        self,
        database: Database,
        config: SiteConfig,
        labels: Labels,
        calendar: WorkingCalendar,
        indicators: Mapping[str, Indicator],
        clock: Clock,
        ledger: LedgerService,
        registers: RegisterReader,
    ) -> None:
        self._database = database
        self._config = config
        self._labels = labels
        self._calendar = calendar
        self._indicators = indicators
        self._clock = clock
        self._ledger = ledger
        self._registers = registers
        self._kept: dict[tuple[datetime, tuple[int, int, int]], tuple[Row, ...]] = {}
        self._more: list[MoreSections] = []
        self._lock = Lock()

    @property
    def labels(self) -> Labels:
        return self._labels

    def today(self) -> date:
        """The day in the district."""
        return local_date(self._clock())

    def rows(self, cut: datetime) -> tuple[Row, ...]:
        """Every matter as the ledger had it at `cut`."""
        with self._database.read() as work:
            reports = work[ReportRepository]
            key = (cut, reports.version(cut))
            with self._lock:
                known = self._kept.get(key)
            if known is not None:
                return known
            found = rows_at(reports.intakes(cut), reports.events_before(cut), cut)
        with self._lock:
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = found
        return found

    def report(
        self,
        kind: ReportKind,
        period: Period,
        unit: str | None = None,
        *,
        for_digest: bool = False,
    ) -> Report:
        """The report of a period; `for_digest`: with the numbers that could be named then. Raises
        ReportError for an unknown unit, or for a period that is not over: its numbers could still
        change."""
        if unit is not None and self._config.unit(unit) is None:
            raise ReportError(f"units.yml 中没有单位“{unit}”。")
        self._check_is_over(period)
        earlier = before(kind, period)
        rows = self.rows(period.cut)
        report = compose(
            Material(
                kind=kind,
                period=period,
                rows=tuple(map(named_as_then, rows)) if for_digest else rows,
                before_period=earlier,
                before_rows=self.rows(earlier.cut),
                head=self.head_before(period.cut),
                district=self._config.site.district,
                unit=unit,
                sender=self._sender(unit),
                mark=self._mark(unit),
            ),
            self._labels,
        )
        if unit is not None or not kind.months or kind is ReportKind.TWO_LISTS:
            return report
        for add in (self._register_section, *self._more):
            section = add(NUMERALS[len(report.sections)], period)
            if section is not None:
                report = replace(report, sections=(*report.sections, section))
        return report

    def _register_section(self, place: str, period: Period) -> Section | None:
        counted = self._registers.tallies(period.first, period.last, period.cut)
        if not counted:
            return None
        reached = self._registers.progress_at(period.last, period.cut)
        return register_section(place, counted, reached, self._labels.unit)

    def also_tells(self, add: MoreSections) -> None:
        """A section of a topic above this one, behind all others of a report on the district."""
        self._more.append(add)

    def figures(self, period: Period, units: Collection[str]) -> Figures:
        """Everything counted over the matters of these units. Raises ReportError for a period that
        is not over."""
        self._check_is_over(period)
        rows = self.rows(period.cut)
        return figures_of([row for row in rows if row.unit_or_lead in units], period)

    def _check_is_over(self, period: Period) -> None:
        if period.cut > self._clock():
            raise ReportError(f"统计期到 {period.last} 才结束，到期后才能出报告。")

    def _sender(self, unit: str | None) -> str:
        """报送单位: the unit whose matters they are, or who runs the site."""
        known = self._config.unit(unit) if unit else None
        return known.name if known else self._config.site.organiser

    def _mark(self, unit: str | None) -> str:
        """发文机关标志 of the sender, where the district lets it use a red head."""
        sender = self._sender(unit)
        may = any(u.name == sender and u.red_head for u in self._config.units)
        return f"{sender}文件" if may else ""

    def head_before(self, moment: datetime) -> PublishedHead:
        with self._database.read() as work:
            return work[LedgerRepository].head_before(moment)

    def agenda(self) -> tuple[AgendaLine, ...]:
        """What is to be handed in, and what was."""
        today = self.today()
        with self._database.read() as work:
            issued = {
                (ReportKind(i.kind), i.period_last): Issue(i.issued_by, i.issued_at, i.digest)
                for i in work[ReportRepository].issued(today - _REMEMBERED)
            }
            first = work[LedgerRepository].first_moment()
        return agenda(today, issued, self._calendar, local_date(first) if first else None)

    def issue_of(self, kind: ReportKind, period: Period) -> Issue | None:
        """Who handed the report in, if anybody did."""
        with self._database.read() as work:
            found = work[ReportRepository].find_issued(kind.value, period.last)
            return Issue(found.issued_by, found.issued_at, found.digest) if found else None

    def digest(self, kind: ReportKind, period: Period) -> str:
        """Of what the report says, the same whenever it is made."""
        return hashlib.sha256(to_json(self.report(kind, period, for_digest=True))).hexdigest()

    def mark_issued(
        self, kind: ReportKind, period: Period, *, actor: str, edition: Saved | None = None
    ) -> None:
        """Note that the report was handed in, with a digest of what it said; the end of the ledger
        that is printed in it is written down.

        Raises ReportError when somebody noted it before.
        """
        digest = self.digest(kind, period)
        now = self._clock()
        try:
            with self._database.write() as work:
                work[ReportRepository].add(
                    IssuedReport(
                        kind=kind.value,
                        period_last=period.last,
                        digest=digest,
                        issued_by=actor,
                        issued_at=now,
                    )
                )
                work[LedgerRepository].append(
                    Action.REPORT_ISSUED,
                    number=None,
                    actor=actor,
                    at=now,
                    detail={
                        "kind": kind.value,
                        "period": period.last.isoformat(),
                        "report_digest": digest,
                        **(_edition_detail(edition) if edition else {}),
                    },
                )
        except ConflictError as error:
            raise ReportError("这一期已经标记为已报送。") from error
        self._ledger.write_head_down(Occasion.REPORT, self.head_before(period.cut))

    def board(self) -> tuple[BoardLine, ...]:
        """The indicators with every value entered for them."""
        values: dict[str, list[Measured]] = {}
        with self._database.read() as work:
            for v in work[ReportRepository].indicator_values():
                one = Measured(v.hundredths, v.measured_on, v.source, v.entered_by, v.entered_at)
                values.setdefault(v.indicator, []).append(one)
        return board(self._indicators, values)

    def enter_value(self, key: str, typed: Mapping[str, str], *, actor: str) -> None:
        """Keep one value. Raises KeyError for an unknown indicator, InvalidInputError."""
        if key not in self._indicators:
            raise KeyError(key)
        entry, now = clean_entry(typed, self.today()), self._clock()
        with self._database.write() as work:
            work[ReportRepository].add(
                IndicatorValue(
                    indicator=key,
                    hundredths=entry.hundredths,
                    measured_on=entry.measured_on,
                    source=entry.source,
                    entered_by=actor,
                    entered_at=now,
                )
            )
            work[LedgerRepository].append(
                Action.INDICATOR_ENTERED,
                number=None,
                actor=actor,
                at=now,
                detail={
                    "indicator": key,
                    "hundredths": str(entry.hundredths),
                    "measured_on": entry.measured_on.isoformat(),
                },
            )

    def public_statistics(self, as_of: date) -> Mapping[str, object]:
        """What may be published of all months that were over before `as_of`."""
        with self._database.read() as work:
            first = work[ReportRepository].first_day()
        periods = monthly_periods(local_date(first), as_of) if first else ()
        return public_statistics([(p, self.rows(p.cut)) for p in periods], self._labels)


def _edition_detail(edition: Saved) -> dict[str, str]:
    """Which text was handed in with the figures."""
    return {"edition": str(edition.version), "edition_digest": edition.edition.digest}
