"""What the daily list and the bell say of 协办 and of the discussion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.matters.assist_repository import OpenAssist
from forms_backend.matters.states.permissions import Facts, has_in_hand
from forms_backend.notices.bell import rings_for
from forms_backend.notices.digest import DECISION_DAYS, Section
from forms_backend.outbox.messages import LATE
from forms_backend.submissions.state import State
from forms_backend.teamwork import messages as texts
from forms_backend.teamwork.rules import is_asked, is_main

UnitName = Callable[[str], str]
SOON = DECISION_DAYS
"""So long before its last day a contribution stands in the list of who owes it."""


def _facts(one: OpenAssist) -> Facts:
    """Enough to tell whose it is; the state does not matter here."""
    return Facts(
        State.HANDLING,
        one.lead_unit,
        one.main_unit,
        one.handler,
        one.accused_unit,
        one.confidential,
    )


def owed(person: Person, open_ones: Sequence[OpenAssist]) -> list[OpenAssist]:
    """What the person has to contribute."""
    return [one for one in open_ones if is_asked(person, _facts(one), one.unit, one.login)]


def mentioned_in(work: Work, person: Person) -> Sequence[str]:
    """Numbers of matters in whose discussion the person was named and that the person may see now."""
    unseen = rings_for(work, person, unseen_only=True)
    return sorted({one.number for one in unseen if one.action is Action.DISCUSSED})


def assist_sections(
    person: Person,
    open_ones: Sequence[OpenAssist],
    mentioned: Sequence[str],
    today: date,
    unit_name: UnitName,
) -> tuple[Section, ...]:
    """What the person owes soon; what is late and was asked for by the person, for a matter that the
    person handles or supervises; the numbers of matters in whose discussion the person is named."""
    mine = [one for one in owed(person, open_ones) if one.due_on - SOON <= today]
    late = [
        one
        for one in open_ones
        if one.due_on < today
        and has_in_hand(person, _facts(one))
        and (one.asked_by == person.login or is_main(person, _facts(one)))
    ]
    found = (
        Section(texts.DIGEST_OWED, lines=tuple(_line(one, today, unit_name) for one in mine)),
        Section(texts.DIGEST_AWAITED, lines=tuple(_line(one, today, unit_name) for one in late)),
        Section(texts.DIGEST_MENTIONS, lines=tuple(mentioned)),
    )
    return tuple(section for section in found if section.total)


def _line(one: OpenAssist, today: date, unit_name: UnitName) -> str:
    days = (today - one.due_on).days
    return texts.DIGEST_LINE.format(
        number=one.number,
        unit=unit_name(one.unit),
        due_on=one.due_on,
        late=LATE.format(days=days) if days > 0 else "",
    )
