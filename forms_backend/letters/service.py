"""Finding what a letter has to say, for people who may see the matter; whoever takes one that holds
words of the visitor or of the supervisor is recorded as having read them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from district.casework.deadlines import ClockKind, Deadline
from district.forms.models import FormDefinition
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
    REPLY_ACTION,
    Letter,
    Occasion,
    Reply,
    Subject,
    UrgedClock,
    compose,
    compose_reply,
    reference_of,
)
from forms_backend.matters.clock_repository import ClockRepository
from forms_backend.matters.due_dates import due_date
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.permissions import may_see_title
from forms_backend.matters.states.steps import Need
from forms_backend.matters.tables import Matter
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.payload import Answer, decode_answers
from forms_backend.submissions.tables import Submission
from forms_backend.worklists.titles import title_of

_ADDRESSEES = ("firm", "name")
_CATEGORY = "category"


@dataclass(frozen=True)
class LetterLink:
    """One letter that can be downloaded; `key` names it in its address."""

    key: str
    action: Action
    reference: str
    on: date


class LetterService:
    """文书 of a matter."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        rules: CaseworkRules,
        config: SiteConfig,
        forms: Mapping[str, FormDefinition],
        clock: Clock,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._forms = forms
        self._clock = clock
        self._rules = rules
        self._config = config

    def links(self, person: Person, number: str) -> Sequence[LetterLink]:
        """The letters of a matter, oldest first. Raises MatterNotFoundError."""
        with self._database.read() as work:
            (submission, matter), facts = work[MatterRepository].get_visible(person, number)
            answered = any(
                w.need == Need.ANSWER.value for w in work[MatterRepository].writings(submission.id)
            )
            replies = answered and may_see_title(person, facts)
            return [
                LetterLink(
                    _key(event, ordinal),
                    Action(event.action),
                    reference_of(Action(event.action), number, ordinal),
                    local_date(event.at),
                )
                for event, ordinal in _letter_events(work, number, matter.lead_unit)
                if event.action != REPLY_ACTION.value or replies
            ]

    def letter(self, person: Person, number: str, key: str, reference: str = "") -> Letter:
        """One letter; `reference` is the 文号 that a unit gives its answer. Raises
        MatterNotFoundError, also when the person may not know of it."""
        with self._database.write() as work:
            pair, facts = work[MatterRepository].get_visible(person, number)
            found = next(
                (
                    (event, ordinal)
                    for event, ordinal in _letter_events(work, number, pair[1].lead_unit)
                    if _key(event, ordinal) == key
                ),
                None,
            )
            named = may_see_title(person, facts)
            if found is None or (found[0].action == REPLY_ACTION.value and not named):
                raise MatterNotFoundError(number)
            if named:
                work[LedgerRepository].append(
                    Action.REVEALED, number=number, actor=person.actor, at=self._clock(), detail={}
                )
            if found[0].action == REPLY_ACTION.value:
                return compose_reply(self._reply(work, pair, *found, reference))
            shown = named and not facts.confidential
            return self._compose(self._occasion(work, *pair, *found, shown=shown))

    def _reply(
        self, work: Work, pair: Pair, event: LedgerEvent, ordinal: int, reference: str
    ) -> Reply:
        """The answer as it stood when this event approved it."""
        submission, matter = pair
        answers = self._answers(submission)
        texts = {answer.key: answer.display for answer in answers}
        approved = [
            w
            for w in work[MatterRepository].writings(submission.id)
            if w.need == Need.ANSWER.value and w.at <= event.at
        ]
        if not approved:  # made anonymous: no answer is left
            raise MatterNotFoundError(submission.number)
        unit = json.loads(event.detail).get("unit", matter.lead_unit)
        return Reply(
            number=submission.number,
            ordinal=ordinal,
            on=local_date(event.at),
            received_on=local_date(submission.received_at),
            addressee=next((texts[key] for key in _ADDRESSEES if texts.get(key)), ""),
            from_unit=self._unit_name(unit),
            subject=self._subject(submission, answers),
            answer=self._cipher.decrypt(submission.number, approved[-1].payload).decode(),
            reference=reference,
            red_head=self._has_red_head(unit),
            may_be_reviewed=self._rules.may_be_reviewed(submission.form_id),
        )

    def _answers(self, submission: Submission) -> Sequence[Answer]:
        return decode_answers(self._cipher.decrypt(submission.number, submission.payload))

    def _subject(self, submission: Submission, answers: Sequence[Answer]) -> Subject:
        form = self._forms.get(submission.form_id)
        category = next((a.display for a in answers if a.key == _CATEGORY and a.display), "")
        kind = form.title if form else submission.form_id
        return Subject(title_of(answers).subject, f"{kind}·{category}" if category else kind)

    def _asked(self, work: Work, submission: Submission, event: LedgerEvent) -> str:
        """What was written with the event; "" once it was made anonymous."""
        for writing in work[MatterRepository].writings(submission.id):
            written = (writing.action, writing.need, writing.at)
            if written == (event.action, Need.TEXT.value, event.at):
                return self._cipher.decrypt(submission.number, writing.payload).decode()
        return ""

    def _has_red_head(self, key: str) -> bool:
        unit = self._config.unit(key)
        return unit is not None and unit.red_head

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
        *,
        shown: bool,
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
            subject=self._subject(submission, self._answers(submission)) if shown else None,
            asked=self._asked(work, submission, event) if shown else "",
            red_head=self._has_red_head(matter.lead_unit),
        )

    def _unit_name(self, key: str) -> str:
        unit = self._config.unit(key)
        return unit.name if unit else key


def _letter_events(work: Work, number: str, lead_unit: str) -> list[tuple[LedgerEvent, int]]:
    """Each event that calls for a letter or makes an answer final, with its ordinal among those of
    its kind.

    While the matter is with the lead unit itself there is nobody to write to.
    """
    seen: Counter[str] = Counter()
    found = []
    for event in work[LedgerRepository].events_of(number):
        is_letter = event.action in LETTER_ACTIONS
        to_others = is_letter and json.loads(event.detail).get("unit", lead_unit) != lead_unit
        if to_others or event.action == REPLY_ACTION.value:
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
