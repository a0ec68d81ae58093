"""What is to do about the texts of laws, for whom `laws_keeper` in site.yml names: once a week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from district.casework.working_days import WorkingCalendar
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.notices.digest import Section
from forms_backend.outbox import messages as texts
from law.texts.standing_file import Noted, read_standing


def is_first_working_day_of_week(today: date, calendar: WorkingCalendar) -> bool:
    """Whether people work today and did not yet since Monday."""
    before = (today - timedelta(days=n) for n in range(1, today.weekday() + 1))
    return calendar.is_working_day(today) and not any(map(calendar.is_working_day, before))


def weekly_for(
    keeper: str, file: Path, calendar: WorkingCalendar
) -> Callable[[Work, Person, date], tuple[Section, ...]]:
    """What the daily list asks; it answers on the first working day of a week, to the login `keeper`."""

    def told(_work: Work, person: Person, today: date) -> tuple[Section, ...]:
        is_asked = person.login == keeper and is_first_working_day_of_week(today, calendar)
        return law_section(file, today) if is_asked else ()

    return told


def law_section(file: Path, today: date) -> tuple[Section, ...]:
    """From laws.json beside the site. A file that cannot be read is told, too: somebody must look."""
    try:
        lines = tuple(_lines(read_standing(file), today))
    except ValueError:
        lines = (texts.LAWS_UNREADABLE,)
    return (Section(texts.DIGEST_LAWS, lines=lines),) if lines else ()


def _lines(found: Noted, today: date) -> Iterator[str]:
    for old in found.old_on(today):
        yield texts.LAW_OLD.format(
            law=old.law, version=old.version, as_of=old.as_of or texts.LAW_OF_NO_DAY
        )
    for ahead in found.coming_on(today):
        yield texts.LAW_COMING.format(
            begins=ahead.begins,
            law=ahead.law,
            version=ahead.version,
            unheld="" if ahead.is_held else texts.LAW_UNHELD,
        )
    for law in found.missing:
        yield texts.LAW_MISSING.format(law=law)
