"""What staff do with matters; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from district.casework.deadlines import ClockKind
from district.models import SiteConfig
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import SYSTEM
from forms_backend.identity.errors import NotAllowedError, StaleMatterError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import READINGS, Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.clock_repository import ClockRepository
from forms_backend.matters.clocks import Clocks, refresh_matter
from forms_backend.matters.corrections import Standing
from forms_backend.matters.due_dates import Light, light_of
from forms_backend.matters.effects import standing_of
from forms_backend.matters.happening import NO_NOTICES, MatterNotices
from forms_backend.matters.merge_repository import MergeRepository
from forms_backend.matters.performing import Performer, Request
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.routing import MatterText, Proposal, accusing_words, propose, step_of
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.permissions import Facts, allowed
from forms_backend.matters.states.transitions import STATES, Need, Owner, Transition
from forms_backend.matters.tables import Matter
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.enclosing import Enclosure
from forms_backend.submissions.intake_repository import IntakeRepository, IntakeView
from forms_backend.submissions.payload import Answer, decode_answers
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission

ROUTED_BY = frozenset({"title", "description", "wishes"})
"""Fields in which routing looks for keywords."""


BEFORE_ROUTING: Mapping[State, tuple[Action, ...]] = {
    State.RECEIVED: (Action.REGISTER, Action.ACCEPT),
    State.REGISTERED: (Action.ACCEPT,),
}
"""What has to be done before a matter can be given to a unit."""


@dataclass(frozen=True)
class ClockView:
    """One running clock."""

    kind: ClockKind
    due_on: date
    provisional: bool
    explanation: str
    light: Light


@dataclass(frozen=True)
class Row:
    """One line of a work list without what the visitor wrote; `sure_on` as in `DueDate`."""

    number: str
    form_id: str
    category: str | None
    state: State
    unit: str | None
    handler: str | None
    confidential: bool
    supervisions: int
    due_on: date | None
    sure_on: date | None
    due_kind: ClockKind | None
    provisional: bool
    light: Light | None
    version: int
    received_at: datetime
    channel: Channel


@dataclass(frozen=True)
class Event:
    """One line of the ledger as staff read it."""

    action: Action
    at: datetime
    actor: str
    detail: str
    texts: tuple[tuple[Need, str], ...]


@dataclass(frozen=True)
class MatterView:
    """A matter opened by somebody who may read it."""

    row: Row
    version: int
    received_at: datetime
    owner: Owner | None
    facts: Facts
    answers: tuple[Answer, ...]
    events: tuple[Event, ...]
    clocks: tuple[ClockView, ...]
    actions: tuple[Transition, ...]
    proposal: Proposal | None
    standing: Standing
    doubts: tuple[str, ...] = ()
    """Words for which the person should look whether it must be confidential."""
    intake: IntakeView | None = None
    joined_to: str | None = None
    carries: tuple[str, ...] = ()


class MatterService:
    """办件 for staff."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        rules: CaseworkRules,
        config: SiteConfig,
        clock: Clock,
        notices: MatterNotices = NO_NOTICES,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._rules = rules
        self._clock = clock
        self._clocks = Clocks(rules)
        self._performer = Performer(cipher, rules, config, notices)

    def open(self, person: Person, number: str) -> MatterView:
        """Everything of a matter, decrypted; that it was read goes into the ledger.

        Raises MatterNotFoundError, also when the person may not know of it.
        """
        now = self._clock()
        with self._database.write() as work:
            (submission, matter), facts = work[MatterRepository].get_visible(person, number)
            work[LedgerRepository].append(
                Action.REVEALED, number=number, actor=person.actor, at=now, detail={}
            )
            return self._view(work, person, submission, matter, facts, local_date(now))

    def _view(
        self,
        work: Work,
        person: Person,
        submission: Submission,
        matter: Matter,
        facts: Facts,
        today: date,
    ) -> MatterView:
        answers = decode_answers(self._cipher.decrypt(submission.number, submission.payload))
        actions = allowed(person, facts, today)
        routing = any(t.action is Action.ASSIGN for t in actions)
        clocks = work[ClockRepository].running(submission.id)
        return MatterView(
            row=row_of((submission, matter), today),
            version=matter.version,
            received_at=submission.received_at,
            owner=STATES[facts.state].owner,
            facts=facts,
            answers=answers,
            events=self._events(work, submission),
            clocks=tuple(
                ClockView(
                    ClockKind(c.kind),
                    c.due_on,
                    c.provisional,
                    c.explanation,
                    light_of(today, c.yellow_on, c.sure_on, c.posted_on),
                )
                for c in clocks
            ),
            actions=actions,
            proposal=self._proposal(submission, matter, answers) if routing else None,
            standing=standing_of(submission, matter),
            doubts=accusing_words(text_of(submission, matter, answers), self._rules.routing)
            if any(t.action is Action.SET_CONFIDENTIAL for t in actions)
            else (),
            intake=work[IntakeRepository].find(submission, self._cipher),
            joined_to=work[MergeRepository].carrier_of(submission.id),
            carries=tuple(work[MergeRepository].carried_by(submission.id)),
        )

    def _proposal(
        self, submission: Submission, matter: Matter, answers: Sequence[Answer]
    ) -> Proposal:
        return propose(text_of(submission, matter, answers), self._rules.routing)

    def _events(self, work: Work, submission: Submission) -> tuple[Event, ...]:
        texts: dict[tuple[str, datetime], list[tuple[Need, str]]] = {}
        for writing in work[MatterRepository].writings(submission.id):
            text = self._cipher.decrypt(submission.number, writing.payload).decode()
            texts.setdefault((writing.action, writing.at), []).append((Need(writing.need), text))
        return tuple(
            _event(event, texts.get((event.action, event.at), []))
            for event in work[LedgerRepository].events_of(submission.number)
            if Action(event.action) not in READINGS  # who only looked is no part of its course
        )

    def propose(self, person: Person, number: str) -> Proposal | None:
        """Where the matter should go, without showing it; None when the person may not assign it,
        now or after registering and accepting it."""
        today = local_date(self._clock())
        with self._database.read() as work:
            pair = work[MatterRepository].find(number)
            facts = work[MatterRepository].facts(*pair) if pair else None
            if pair is None or facts is None:
                return None
            if not _may_route(person, facts, today):
                return None
            answers = decode_answers(self._cipher.decrypt(number, pair[0].payload))
            return self._proposal(*pair, answers)

    def is_visible(self, person: Person, number: str) -> bool:
        """Whether `person` may still see the matter: after a bounce the unit no longer does."""
        with self._database.read() as work:
            return work[MatterRepository].is_visible(person, number)

    def act(
        self,
        person: Person,
        number: str,
        action: Action,
        version: int,
        typed: Mapping[str, str],
        enclosures: Sequence[Enclosure] = (),
    ) -> None:
        """Carry out `action`. Raises MatterNotFoundError, StaleMatterError, NotAllowedError,
        InvalidInputError, AttachmentGoneError; then nothing was written."""
        now = self._clock()
        with self._database.write() as work:
            (submission, matter), _ = work[MatterRepository].get_visible(person, number)
            if matter.version != version:
                raise StaleMatterError
            self._performer.perform(
                work, (submission, matter), Request(person, action, version, typed), now
            )
            for enclosure in enclosures:
                enclosure.keep(work, submission, action, now)

    def accept_proposal(self, person: Person, number: str, version: int) -> Proposal:
        """Register and accept what is not yet, and give the matter where it is proposed: all of it,
        or nothing. Returns the proposal; raises as `act` does."""
        now = self._clock()
        with self._database.write() as work:
            (submission, matter), facts = work[MatterRepository].get_visible(person, number)
            if not _may_route(person, facts, local_date(now)):
                raise NotAllowedError(Action.ASSIGN)
            if matter.version != version:
                raise StaleMatterError
            answers = decode_answers(self._cipher.decrypt(number, submission.payload))
            proposal = self._proposal(submission, matter, answers)
            early: list[tuple[Action, dict[str, str]]] = [
                (action, {}) for action in BEFORE_ROUTING.get(facts.state, ())
            ]
            for place, (action, typed) in enumerate([*early, step_of(proposal)]):
                request = Request(person, action, version + place, typed)
                self._performer.perform(work, (submission, matter), request, now)
            return proposal

    def recompute_provisional_dates(self) -> int:
        """After a holiday table arrived: new dates for provisional clocks, each with a ledger
        event; returns how many changed."""
        now = self._clock()
        with self._database.write() as work:
            changed = self._clocks.recompute_provisional(work)
            for clock, former in changed:
                submission, matter = work[MatterRepository].of_submission(clock.submission_id)
                refresh_matter(work, matter)
                work[LedgerRepository].append(
                    Action.DUE_RECOMPUTED,
                    number=submission.number,
                    actor=SYSTEM,
                    at=now,
                    detail={
                        "clock": clock.kind,
                        "former": former.isoformat(),
                        "due_on": clock.due_on.isoformat(),
                        "provisional": "yes" if clock.provisional else "no",
                    },
                )
            return len(changed)


def text_of(submission: Submission, matter: Matter, answers: Sequence[Answer]) -> MatterText:
    """What routing looks at."""
    return MatterText(
        submission.form_id,
        submission.category,
        submission.region,
        matter.accused_unit,
        matter.confidential,
        "\n".join(str(a.value) for a in answers if a.key in ROUTED_BY),
    )


def _may_route(person: Person, facts: Facts, today: date) -> bool:
    """Whether the person may give the matter to a unit, if need be after the steps before that. What
    is confidential is looked at before it is accepted: it may have to go elsewhere."""
    may = {t.action for t in allowed(person, facts, today)}
    early = BEFORE_ROUTING.get(facts.state)
    return Action.ASSIGN in may or bool(early and early[0] in may and not facts.confidential)


def _event(event: LedgerEvent, texts: Sequence[tuple[Need, str]]) -> Event:
    return Event(Action(event.action), event.at, event.actor, event.detail, tuple(texts))


def row_of(pair: Pair, today: date) -> Row:
    """The list line of a matter."""
    submission, matter = pair
    light = None
    if matter.yellow_on and matter.sure_on and matter.posted_on:
        light = light_of(today, matter.yellow_on, matter.sure_on, matter.posted_on)
    return Row(
        number=submission.number,
        form_id=submission.form_id,
        category=submission.category,
        state=State(submission.state),
        unit=matter.unit,
        handler=matter.handler,
        confidential=matter.confidential,
        supervisions=matter.supervisions,
        due_on=matter.due_on,
        sure_on=matter.sure_on,
        due_kind=ClockKind(matter.due_kind) if matter.due_kind else None,
        provisional=matter.provisional,
        light=light,
        version=matter.version,
        received_at=submission.received_at,
        channel=Channel(submission.channel),
    )
