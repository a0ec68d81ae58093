"""Starting, stopping and recomputing clocks, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from district.deadlines import ClockKind, Deadline
from forms_backend.database.transactions import insert_row
from forms_backend.matters.due_dates import DueDate, due_date, limited_to
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.tables import Matter, MatterClock
from forms_backend.submissions.intake_tables import Intake


class ClockRepository:
    """期限 of matters; every change also renews the dates that lists sort by."""

    def __init__(self, session: Session, rules: CaseworkRules) -> None:
        self._session = session
        self._rules = rules

    def running(self, submission_id: int) -> Sequence[MatterClock]:
        """Clocks that run, most urgent first."""
        return self._session.scalars(
            select(MatterClock)
            .where(MatterClock.submission_id == submission_id, MatterClock.stopped_at.is_(None))
            .order_by(MatterClock.sure_on, MatterClock.id)
        ).all()

    def set_running(
        self, matter: Matter, form_id: str, kinds: Sequence[ClockKind], at: datetime, today: date
    ) -> None:
        """Stop what should not run any more, start what does not run yet; the rest runs on."""
        running = self.running(matter.submission_id)
        for clock in running:
            if ClockKind(clock.kind) not in kinds:
                clock.stopped_at = at
        known = {clock.kind for clock in running}
        deadlines = self._rules.deadlines.for_form(form_id)
        for kind in kinds:
            if kind.value not in known:
                rule = self._rule(matter.submission_id, kind, deadlines.of(kind), today)
                self._session.add(self._new(matter.submission_id, kind, rule, today))
        self._session.flush()
        self.refresh_matter(matter)

    def insert_with_clocks(
        self, matter: Matter, form_id: str, kinds: Sequence[ClockKind], today: date
    ) -> None:
        """Insert a new matter with its first clocks."""
        deadlines = self._rules.deadlines.for_form(form_id)
        clocks = [
            self._new(
                matter.submission_id,
                kind,
                self._rule(matter.submission_id, kind, deadlines.of(kind), today),
                today,
            )
            for kind in kinds
        ]
        _copy_dates(matter, min(clocks, key=lambda clock: clock.sure_on, default=None))
        insert_row(self._session, matter)
        for clock in clocks:
            insert_row(self._session, clock)

    def _rule(self, submission_id: int, kind: ClockKind, rule: Deadline, today: date) -> Deadline:
        """`rule`, or the shorter one of a higher office that passed the matter on with a date."""
        intake = self._session.get(Intake, submission_id) if kind is ClockKind.ANSWER else None
        if intake is None or intake.due_on is None:
            return rule
        return limited_to(rule, today, intake.due_on)

    def _new(
        self, submission_id: int, kind: ClockKind, rule: Deadline, started: date
    ) -> MatterClock:
        clock = MatterClock(
            submission_id=submission_id,
            kind=kind.value,
            started_on=started,
            rule=rule.model_dump_json(),
        )
        _set_dates(clock, self._due(kind, started, rule))
        return clock

    def _compute(self, clock: MatterClock) -> DueDate:
        rule = Deadline.model_validate_json(clock.rule)
        extension = Deadline.model_validate_json(clock.extension) if clock.extension else None
        return self._due(ClockKind(clock.kind), clock.started_on, rule, extension)

    def _due(
        self, kind: ClockKind, started: date, rule: Deadline, extension: Deadline | None = None
    ) -> DueDate:
        calendar, lights = self._rules.calendar, self._rules.deadlines.lights
        return due_date(kind.label, started, rule, calendar, lights, extension)

    def extend_answer(self, matter: Matter, form_id: str) -> None:
        """Prolong the running answer clock by the rule of the form."""
        rule = self._rules.deadlines.for_form(form_id).extend
        for clock in self.running(matter.submission_id):
            if clock.kind == ClockKind.ANSWER.value:
                clock.extension = rule.model_dump_json()
                _set_dates(clock, self._compute(clock))
        self._session.flush()

    def refresh_matter(self, matter: Matter) -> None:
        """Copy the dates of the most urgent running clock to the matter."""
        running = self.running(matter.submission_id)
        _copy_dates(matter, running[0] if running else None)

    def recompute_provisional(self) -> Sequence[tuple[MatterClock, date]]:
        """Compute every running provisional clock again; returns those whose dates became certain
        or moved, each with its former due date."""
        clocks = self._session.scalars(
            select(MatterClock).where(
                MatterClock.stopped_at.is_(None), MatterClock.provisional.is_(True)
            )
        ).all()
        changed = []
        for clock in clocks:
            found, former = self._compute(clock), clock.due_on
            if found.due_on != former or not found.provisional:
                _set_dates(clock, found)
                changed.append((clock, former))
        self._session.flush()
        return changed


def _copy_dates(matter: Matter, first: MatterClock | None) -> None:
    matter.due_kind = first.kind if first else None
    matter.yellow_on = first.yellow_on if first else None
    matter.due_on = first.due_on if first else None
    matter.sure_on = first.sure_on if first else None
    matter.posted_on = first.posted_on if first else None
    matter.provisional = bool(first and first.provisional)


def _set_dates(clock: MatterClock, due: DueDate) -> None:
    clock.due_on, clock.sure_on = due.due_on, due.sure_on
    clock.yellow_on, clock.posted_on = due.yellow_on, due.posted_on
    clock.provisional, clock.explanation = due.provisional, due.explanation
