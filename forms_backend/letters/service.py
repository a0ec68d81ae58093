"""Finding what a letter has to say, for people who may see the matter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from district.deadlines import ClockKind, Deadline
from district.models import SiteConfig
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.errors import MatterNotFoundError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.letters.letter import (
    LETTER_ACTIONS,
    Letter,
    Occasion,
    UrgedClock,
    compose,
    reference_of,
)
from forms_backend.matters.clock_repository import ClockRepository
from forms_backend.matters.due_dates import due_date
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.tables import Matter
from forms_backend.running.clock import local_date
from forms_backend.submissions.tables import Submission


@dataclass(frozen=True)
class LetterLink:
    """One letter that can be downloaded; `key` names it in its address."""

    key: str
    action: Action
    reference: str
    on: date


class LetterService:
    """文书 of a matter; reads only, and nothing that is encrypted."""

    def __init__(self, database: Database, rules: CaseworkRules, config: SiteConfig) -> None:
        self._database = database
        self._rules = rules
        self._config = config

    def links(self, person: Person, number: str) -> Sequence[LetterLink]:
        """The letters of a matter, oldest first. Raises MatterNotFoundError."""
        with self._database.read() as work:
            (_, matter), _ = work[MatterRepository].get_visible(person, number)
            return [
                LetterLink(
                    _key(event, ordinal),
                    Action(event.action),
                    reference_of(Action(event.action), number, ordinal),
                    local_date(event.at),
                )
                for event, ordinal in _letter_events(work, number, matter.lead_unit)
            ]

    def letter(self, person: Person, number: str, key: str) -> Letter:
        """One letter. Raises MatterNotFoundError, also when the person may not know of it."""
        with self._database.read() as work:
            (submission, matter), _ = work[MatterRepository].get_visible(person, number)
            for event, ordinal in _letter_events(work, number, matter.lead_unit):
                if _key(event, ordinal) == key:
                    occasion = self._occasion(work, submission, matter, event, ordinal)
                    return self._compose(occasion)
        raise MatterNotFoundError(number)

    def _compose(self, occasion: Occasion) -> Letter:
        letters = self._rules.deadlines.letters
        rule = letters.urge if occasion.action is Action.URGE else letters.supervise
        lights, calendar = self._rules.deadlines.lights, self._rules.calendar
        reply = due_date(occasion.action.label, occasion.on, rule, calendar, lights)
        # The later date: nobody is asked to reply on a day that may turn out to be a holiday.
        return compose(occasion, reply.sure_on, rule)

    def _occasion(
        self,
        work: Work,
        submission: Submission,
        matter: Matter,
        event: LedgerEvent,
        ordinal: int,
    ) -> Occasion:
        detail = json.loads(event.detail)
        return Occasion(
            action=Action(event.action),
            number=submission.number,
            ordinal=ordinal,
            on=local_date(event.at),
            received_on=local_date(submission.received_at),
            to_unit=self._unit_name(detail["unit"]),
            from_unit=self._unit_name(matter.lead_unit),
            clock=_clock_at(work, submission.id, event, detail),
        )

    def _unit_name(self, key: str) -> str:
        unit = self._config.unit(key)
        return unit.name if unit else key


def _letter_events(work: Work, number: str, lead_unit: str) -> list[tuple[LedgerEvent, int]]:
    """Each event that calls for a letter, with its ordinal among those of its kind.

    While the matter is with the lead unit itself there is nobody to write to.
    """
    seen: Counter[str] = Counter()
    found = []
    for event in work[LedgerRepository].events_of(number):
        is_letter = event.action in LETTER_ACTIONS
        if is_letter and json.loads(event.detail).get("unit", lead_unit) != lead_unit:
            seen[event.action] += 1
            found.append((event, seen[event.action]))
    return found


def _key(event: LedgerEvent, ordinal: int) -> str:
    return f"{event.action}-{ordinal}"


def _clock_at(
    work: Work, submission_id: int, event: LedgerEvent, detail: dict[str, str]
) -> UrgedClock | None:
    """The clock that the event names, with its dates as they were then."""
    if "clock" not in detail:
        return None
    clock = work[ClockRepository].last_started(submission_id, detail["clock"], local_date(event.at))
    if clock is None:
        return None
    rules = (clock.rule, clock.extension)
    bases = dict.fromkeys(Deadline.model_validate_json(rule).basis for rule in rules if rule)
    return UrgedClock(
        kind=ClockKind(clock.kind),
        started_on=clock.started_on,
        due_on=date.fromisoformat(detail["due_on"]),
        provisional=detail["provisional"] == "yes",
        basis="；".join(bases),
    )
