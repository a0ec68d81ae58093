"""What a visitor sees and does with number and query code; each method is one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from district.models import SiteConfig
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.identity.errors import MatterNotFoundError, NotAllowedError
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.clock_repository import ClockRepository
from forms_backend.matters.happening import NO_NOTICES, RECEIVED_AT, MatterNotices
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.merge_repository import MergeRepository
from forms_backend.matters.performing import Performer, Request
from forms_backend.matters.reminding import WECHAT_CONSENT, end_reminder
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.permissions import Facts, allowed, review_until
from forms_backend.matters.states.transitions import STATES, Need
from forms_backend.matters.tables import MatterClock
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.enclosing import Enclosure
from forms_backend.submissions.payload import Answer, decode_answers
from forms_backend.submissions.quarantine_repository import QuarantineRepository
from forms_backend.submissions.repository import SubmissionRepository
from forms_backend.submissions.state import State


@dataclass(frozen=True)
class PublicStep:
    """One line of the timeline in plain words; `unit` when a unit was decided on."""

    action: Action
    at: datetime
    unit: str | None


@dataclass(frozen=True)
class PublicDue:
    """When the visitor can expect what, and how that was counted."""

    due_on: date
    provisional: bool
    explanation: str


@dataclass(frozen=True)
class ConsentView:
    """One consent that was given."""

    key: str
    text: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class JoinedView:
    """How the earlier matter stands that carries this one; neither its number nor its content."""

    state: State
    owner: str | None
    dues: tuple[PublicDue, ...]
    answered: bool


@dataclass(frozen=True)
class PublicView:
    """What `/status` shows: nothing internal, and of persons only what the sender wrote."""

    number: str
    form_id: str
    state: State
    received_at: datetime
    version: int
    owner: str | None
    dues: tuple[PublicDue, ...]
    steps: tuple[PublicStep, ...]
    texts: Mapping[str, str]
    consents: tuple[ConsentView, ...]
    actions: frozenset[Action]
    joined: JoinedView | None = None
    review_until: date | None = None
    category: str | None = None
    discarded: bool = False
    """Whether staff found it to be junk; nobody works on it."""
    in_casework: bool = True
    """Not so while it waits apart, nor as junk."""
    sent: tuple[Answer, ...] = ()
    """What the sender wrote, as their own copy; empty once it was erased."""


PUBLIC_TEXTS: Mapping[str, tuple[Action, frozenset[Need], Action]] = {
    "answer": (Action.SUBMIT_ANSWER, frozenset({Need.ANSWER}), Action.DELIVER),
    "refusal": (
        Action.PROPOSE_REFUSAL, frozenset({Need.REASON, Need.REMEDY}), Action.APPROVE_REFUSAL
    ),
    "opinion": (Action.REEXAMINE, frozenset({Need.OPINION}), Action.REEXAMINE),
    "verified": (Action.VERIFY, frozenset({Need.OPINION}), Action.VERIFY),
    "asked": (Action.ASK_SUPPLEMENT, frozenset({Need.TEXT}), Action.ASK_SUPPLEMENT),
    "extension": (
        Action.REQUEST_EXTENSION, frozenset({Need.REASON}), Action.APPROVE_EXTENSION
    ),
}  # fmt: skip
"""Texts by staff that the visitor may read: where they stand, and the action that releases them."""


class VisitorService:
    """The other side of a matter."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        rules: CaseworkRules,
        config: SiteConfig,
        submissions: SubmissionService,
        clock: Clock,
        notices: MatterNotices = NO_NOTICES,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._rules = rules
        self._submissions = submissions
        self._clock = clock
        self._notices = notices
        self._performer = Performer(cipher, rules, config, notices)

    def look_up(self, number: str, code: str) -> PublicView | None:
        """The matter, or None for a wrong pair of number and query code."""
        if not self._submissions.code_fits(number, code):
            return None
        with self._database.read() as work:
            return self._view(work, number)

    def _view(self, work: Work, number: str) -> PublicView | None:
        matters = work[MatterRepository]
        pair = matters.find(number)
        if pair is None:
            return _view_in_quarantine(work, number)
        submission, matter = pair
        reviewed = self._rules.may_be_reviewed(submission.form_id)
        facts = replace(matters.facts(submission, matter), may_be_reviewed=reviewed)
        events = work[LedgerRepository].events_of(number)
        consents = work[SubmissionRepository].consents(submission.id)
        clocks = work[ClockRepository].running(submission.id)
        return PublicView(
            number=number,
            form_id=submission.form_id,
            state=facts.state,
            received_at=submission.received_at,
            version=matter.version,
            owner=_owner_unit(facts),
            dues=_dues(clocks),
            steps=tuple(_step(e) for e in events if Action(e.action).is_public),
            texts=self._texts(matters, submission.id, number, facts),
            consents=tuple(ConsentView(c.key, c.text, c.withdrawn_at) for c in consents),
            actions=frozenset(t.action for t in allowed(None, facts, local_date(self._clock()))),
            joined=self._joined(work, submission.id),
            review_until=review_until(facts) if reviewed else None,
            category=submission.category,
            sent=decode_answers(self._cipher.decrypt(number, submission.payload)),
        )

    def _joined(self, work: Work, submission_id: int) -> JoinedView | None:
        number = work[MergeRepository].carrier_of(submission_id)
        matters = work[MatterRepository]
        pair = matters.find(number) if number else None
        if pair is None:
            return None
        facts = matters.facts(*pair)
        clocks = work[ClockRepository].running(pair[0].id)
        return JoinedView(facts.state, _owner_unit(facts), _dues(clocks), facts.answer_delivered)

    def _texts(
        self, matters: MatterRepository, submission_id: int, number: str, facts: Facts
    ) -> dict[str, str]:
        """The newest text of each kind that has been released."""
        writings = matters.writings(submission_id)
        found: dict[str, str] = {}
        for name, (action, needs, released_by) in PUBLIC_TEXTS.items():
            if released_by not in facts.performed or _is_out_of_place(name, facts.state):
                continue
            latest = {
                w.need: self._cipher.decrypt(number, w.payload).decode()
                for w in writings
                if w.action == action.value and Need(w.need) in needs
            }
            found[name] = "\n\n".join(latest[n.value] for n in Need if n.value in latest)
        return found

    def act(
        self,
        number: str,
        code: str,
        action: Action,
        version: int,
        typed: Mapping[str, str],
        enclosures: Sequence[Enclosure] = (),
    ) -> None:
        """Rate, supply or withdraw. Raises MatterNotFoundError for a wrong pair, StaleMatterError,
        NotAllowedError, InvalidInputError, AttachmentGoneError; then nothing was written."""
        self._check_code(number, code)
        now = self._clock()
        with self._database.write() as work:
            pair = work[MatterRepository].get(number)
            self._performer.perform(work, pair, Request(None, action, version, typed), now)
            for enclosure in enclosures:
                enclosure.keep(work, pair[0], action, now)

    def withdraw_consent(self, number: str, code: str, key: str) -> None:
        """Take back one consent, once. Raises MatterNotFoundError, NotAllowedError."""
        self._check_code(number, code)
        now = self._clock()
        with self._database.write() as work:
            submission = work[SubmissionRepository].find(number)
            if submission is None:
                raise MatterNotFoundError(number)
            consent = work[SubmissionRepository].lock_consent(submission.id, key)
            if consent is None or consent.withdrawn_at is not None:
                raise NotAllowedError(Action.CONSENT_WITHDRAWN)
            consent.withdrawn_at = now
            if key == WECHAT_CONSENT:
                end_reminder(work, submission)
            work[LedgerRepository].append(
                Action.CONSENT_WITHDRAWN,
                number=number,
                actor=VISITOR,
                at=now,
                detail={"consent": key},
            )
            self._notices.consent_withdrawn(work, submission, key)

    def _check_code(self, number: str, code: str) -> None:
        if not self._submissions.code_fits(number, code):
            raise MatterNotFoundError(number)


def _view_in_quarantine(work: Work, number: str) -> PublicView | None:
    """As for anything that has just come; that it waits apart says nothing about its sender."""
    submissions = work[SubmissionRepository]
    submission = submissions.find(number)
    held = work[QuarantineRepository].find(submission.id) if submission else None
    if submission is None or held is None:
        return None
    events = work[LedgerRepository].events_of(number)
    received = PublicStep(Action.RECEIVED, submission.received_at, None)
    return PublicView(
        number=number,
        form_id=submission.form_id,
        state=State.RECEIVED,
        received_at=submission.received_at,
        version=0,
        owner=held.lead_unit if held.genuine is None else None,
        dues=(),
        steps=(received, *(_step(e) for e in events if Action(e.action).is_public)),
        texts={},
        consents=tuple(
            ConsentView(c.key, c.text, c.withdrawn_at) for c in submissions.consents(submission.id)
        ),
        actions=frozenset(),
        category=submission.category,
        discarded=held.genuine is False,
        in_casework=False,
    )


def _is_out_of_place(name: str, state: State) -> bool:
    """A draft of a new answer is nobody's business yet, a request for material that came is over."""
    if name == "asked":
        return state is not State.SUPPLEMENT
    return name == "answer" and state in (
        State.HANDLING,
        State.EXTENSION,
        State.REVIEWING,
        State.ANSWERED,
    )


def _dues(clocks: Sequence[MatterClock]) -> tuple[PublicDue, ...]:
    return tuple(PublicDue(c.due_on, c.provisional, c.explanation) for c in clocks)


def _owner_unit(facts: Facts) -> str | None:
    owner = STATES[facts.state].owner
    if owner is None:
        return None
    return facts.lead_unit if owner.in_lead_unit else facts.unit


def _step(event: LedgerEvent) -> PublicStep:
    detail = json.loads(event.detail)
    at = event.at
    if RECEIVED_AT in detail:
        at = datetime.fromisoformat(detail[RECEIVED_AT])
    return PublicStep(Action(event.action), at, detail.get("assigned_to"))
