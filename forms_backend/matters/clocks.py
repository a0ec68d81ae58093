"""期限 of matters by the district's rules; every change also renews the dates that lists sort by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from district.casework.deadlines import ClockKind, Deadline
from forms_backend.database.work import Work
from forms_backend.matters.clock_repository import ClockRepository
from forms_backend.matters.due_dates import DueDate, due_date, limited_to
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.tables import Matter, MatterClock


class Clocks:
    """Starts, stops and computes clocks, inside a transaction that the caller holds."""

    def __init__(self, rules: CaseworkRules) -> None:
        self._rules = rules

    def set_running(
        self,
        work: Work,
        matter: Matter,
        form_id: str,
        kinds: Sequence[ClockKind],
        at: datetime,
        today: date,
    ) -> None:
        """Stop what should not run any more, start what does not run yet; the rest runs on."""
        running = work[ClockRepository].running(matter.submission_id)
        for clock in running:
            if ClockKind(clock.kind) not in kinds:
                clock.stopped_at = at
        known = {clock.kind for clock in running}
        for kind in kinds:
            if kind.value not in known:
                work.add(self._started(work, matter.submission_id, form_id, kind, today))
        work.flush()
        refresh_matter(work, matter)

    def open(
        self, work: Work, matter: Matter, form_id: str, kinds: Sequence[ClockKind], today: date
    ) -> None:
        """Insert a new matter with its first clocks."""
        clocks = [self._started(work, matter.submission_id, form_id, kind, today) for kind in kinds]
        _copy_dates(matter, min(clocks, key=lambda clock: clock.sure_on, default=None))
        work[ClockRepository].insert(matter, clocks)

    def open_begun(
        self,
        work: Work,
        matter: Matter,
        form_id: str,
        starts: Mapping[ClockKind, date],
        answer: tuple[date, Deadline] | None = None,
    ) -> None:
        """Insert a matter whose course began elsewhere: each clock from its own day; `answer` has day
        and rule of the answer clock where they were set there."""
        clocks = []
        for kind, day in starts.items():
            if kind is ClockKind.ANSWER and answer is not None:
                clocks.append(self._clock(matter.submission_id, kind, *answer))
            else:
                clocks.append(self._started(work, matter.submission_id, form_id, kind, day))
        _copy_dates(matter, min(clocks, key=lambda clock: clock.sure_on, default=None))
        work[ClockRepository].insert(matter, clocks)

    def extend_answer(self, work: Work, matter: Matter, form_id: str) -> None:
        """Prolong the running answer clock by the rule of the form."""
        rule = self._rules.deadlines.for_form(form_id).extend
        for clock in work[ClockRepository].running(matter.submission_id):
            if clock.kind == ClockKind.ANSWER.value:
                clock.extension = rule.model_dump_json()
                _set_dates(clock, self._compute(clock))
        work.flush()

    def stop(self, work: Work, matter: Matter, kind: ClockKind, at: datetime) -> None:
        """Stop a running clock, so that the next state begins it anew."""
        for clock in work[ClockRepository].running(matter.submission_id):
            if clock.kind == kind.value:
                clock.stopped_at = at
        work.flush()

    def change_form(self, work: Work, matter: Matter, form_id: str) -> None:
        """Running clocks go by the rules of another form, from the day on which each began."""
        for clock in work[ClockRepository].running(matter.submission_id):
            rule = self._rule(
                work, matter.submission_id, form_id, ClockKind(clock.kind), clock.started_on
            )
            clock.rule = rule.model_dump_json()
            if clock.extension:
                clock.extension = self._rules.deadlines.for_form(form_id).extend.model_dump_json()
            _set_dates(clock, self._compute(clock))
        work.flush()

    def recompute_provisional(self, work: Work) -> Sequence[tuple[MatterClock, date]]:
        """Compute every running provisional clock again; returns those whose dates became certain
        or moved, each with its former due date."""
        changed = []
        for clock in work[ClockRepository].provisional():
            found, former = self._compute(clock), clock.due_on
            if found.due_on != former or not found.provisional:
                _set_dates(clock, found)
                changed.append((clock, former))
        work.flush()
        return changed

    def _started(
        self, work: Work, submission_id: int, form_id: str, kind: ClockKind, today: date
    ) -> MatterClock:
        rule = self._rule(work, submission_id, form_id, kind, today)
        return self._clock(submission_id, kind, today, rule)

    def _clock(
        self, submission_id: int, kind: ClockKind, started: date, rule: Deadline
    ) -> MatterClock:
        clock = MatterClock(
            submission_id=submission_id,
            kind=kind.value,
            started_on=started,
            rule=rule.model_dump_json(),
        )
        _set_dates(clock, self._due(kind, started, rule))
        return clock

    def _rule(
        self, work: Work, submission_id: int, form_id: str, kind: ClockKind, started: date
    ) -> Deadline:
        rule = self._rules.deadlines.for_form(form_id).of(kind)
        if kind is ClockKind.ANSWER:
            # The shorter one of a higher office that passed the matter on with a date.
            wanted_by = work[ClockRepository].answer_wanted_by(submission_id)
            rule = limited_to(rule, started, wanted_by) if wanted_by else rule
        return rule

    def _compute(self, clock: MatterClock) -> DueDate:
        rule = Deadline.model_validate_json(clock.rule)
        extension = Deadline.model_validate_json(clock.extension) if clock.extension else None
        return self._due(ClockKind(clock.kind), clock.started_on, rule, extension)

    def _due(
        self, kind: ClockKind, started: date, rule: Deadline, extension: Deadline | None = None
    ) -> DueDate:
        calendar, lights = self._rules.calendar, self._rules.deadlines.lights
        return due_date(kind.label, started, rule, calendar, lights, extension)


def refresh_matter(work: Work, matter: Matter) -> None:
    """Copy the dates of the most urgent running clock to the matter."""
    running = work[ClockRepository].running(matter.submission_id)
    _copy_dates(matter, running[0] if running else None)


def due_detail(matter: Matter) -> dict[str, str]:
    """What the ledger says, and reports read back: the most urgent running clock, its last day, and
    whether that day is provisional."""
    if not (matter.due_on and matter.due_kind):
        return {}
    return {
        "clock": matter.due_kind,
        "due_on": matter.due_on.isoformat(),
        "provisional": "yes" if matter.provisional else "no",
    }


def answer_due_detail(work: Work, matter: Matter) -> dict[str, str]:
    """The last day of the answer clock where another clock is due before it: without it a report
    could not call a matter late that nobody took."""
    for clock in work[ClockRepository].running(matter.submission_id):
        if clock.kind == ClockKind.ANSWER.value and clock.kind != matter.due_kind:
            return {
                "answer_due_on": clock.due_on.isoformat(),
                "answer_provisional": "yes" if clock.provisional else "no",
            }
    return {}


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
