"""外出代理: who is away, and which colleague does meanwhile what waits for that very person.

Only handlers have matters of their own; what waits for a post waits for everybody in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forms_backend.accounts import messages
from forms_backend.accounts.repository import AbsenceRepository, StaffRepository
from forms_backend.accounts.tables import Absence
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.fields.typed_forms import DayField, TypedForm
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.running.clock import Clock, local_date

LONGEST = timedelta(days=366)
KEYS = ("login", "substitute", "first_day", "last_day")


@dataclass(frozen=True)
class Away:
    """One absence that is not over; `is_now` whether it counts today."""

    id: int
    login: str
    substitute: str
    first_day: date
    last_day: date
    is_now: bool


class AbsenceService:
    """A handler enters the own absences, a reviewer those of the unit; each with its event."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of_unit(self, person: Person) -> Sequence[Away]:
        """What is entered for the person's unit and not over, the next first."""
        today = local_date(self._clock())
        with self._database.read() as work:
            return [
                Away(
                    one.id, one.login, one.substitute, one.first_day, one.last_day,
                    one.first_day <= today,
                )
                for one in work[AbsenceRepository].not_over(person.unit, today)
            ]  # fmt: skip

    def substitutes(self) -> Mapping[str, str]:
        """Who stands in today, by the login of who is away."""
        with self._database.read() as work:
            return work[AbsenceRepository].on(local_date(self._clock()))

    def enter(self, person: Person, typed: Mapping[str, str]) -> None:
        """Raises InvalidInputError with every mistake by input."""
        now = self._clock()
        today = local_date(now)
        form = TypedForm(typed)
        first, last = (
            form.read(DayField(key, today, today + LONGEST, messages.ABSENCE_DAYS))
            for key in ("first_day", "last_day")
        )
        if form.is_right("first_day") and form.is_right("last_day") and last < first:
            form.refuse("last_day", messages.ABSENCE_ORDER)
        login = person.login if person.role is Role.HANDLER else typed.get("login", "")
        substitute = typed.get("substitute", "")
        with self._database.write() as work:
            if not _handles_there(work, login, person.unit):
                form.refuse("login", messages.ABSENCE_WHO)
            if login == substitute or not _handles_there(work, substitute, person.unit):
                form.refuse("substitute", messages.ABSENCE_SUBSTITUTE)
            if not form.problems(KEYS):
                _check_nobody_is_twice(work, form, login, substitute, first, last)
            if problems := form.problems(KEYS):
                raise InvalidInputError(problems)
            work.add(Absence(login=login, substitute=substitute, first_day=first, last_day=last))
            work.flush()
            detail = {
                "login": login,
                "substitute": substitute,
                "first_day": first.isoformat(),
                "last_day": last.isoformat(),
            }
            work[LedgerRepository].append(
                Action.ABSENCE_ENTERED, number=None, actor=person.actor, at=now, detail=detail
            )

    def end(self, person: Person, absence_id: int) -> None:
        """Back earlier. What is over, or of another unit, stays as it is; so does, for a handler,
        the absence of a colleague."""
        now = self._clock()
        with self._database.write() as work:
            found = work[AbsenceRepository].lock(absence_id, person.unit)
            if found is None or found.ended_at is not None:
                return
            if person.role is Role.HANDLER and found.login != person.login:
                return
            found.ended_at = now
            detail = {"login": found.login, "substitute": found.substitute}
            work[LedgerRepository].append(
                Action.ABSENCE_ENDED, number=None, actor=person.actor, at=now, detail=detail
            )


def _check_nobody_is_twice(
    work: Work, form: TypedForm, login: str, substitute: str, first: date, last: date
) -> None:
    """Who is away does not stand in for others, and the other way round: a chain of substitutes
    would leave it open who has to act."""
    absences = work[AbsenceRepository]
    if absences.overlapping(login, first, last):
        form.refuse("first_day", messages.ABSENCE_TWICE)
    elif absences.stands_in(login, first, last):
        form.refuse("first_day", messages.ABSENCE_STANDS_IN)
    if absences.overlapping(substitute, first, last):
        form.refuse("substitute", messages.ABSENCE_SUBSTITUTE_AWAY)


def _handles_there(work: Work, login: str, unit: str) -> bool:
    staff = work[StaffRepository].find(login)
    return (
        staff is not None
        and staff.disabled_at is None
        and (staff.unit, staff.role) == (unit, Role.HANDLER.value)
    )
