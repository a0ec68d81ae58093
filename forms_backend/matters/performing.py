"""Carrying out one line of the state table, inside a transaction that the caller holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from district.models import SiteConfig
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.identity.errors import InvalidInputError, NotAllowedError
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters import messages as matter_messages
from forms_backend.matters.clocks import Clocks, answer_due_detail, due_detail
from forms_backend.matters.effects import EFFECTS, Doing, changed_columns, secrecy_of, standing_of
from forms_backend.matters.filled import unfilled_parts
from forms_backend.matters.happening import Happening, MatterNotices
from forms_backend.matters.inputs import IN_LEDGER, WRITTEN, clean_given
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.states.permissions import allowed
from forms_backend.matters.states.transitions import STATES, Need, Transition
from forms_backend.matters.tables import Matter
from forms_backend.matters.writing import Writer
from forms_backend.running.clock import local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission

CORRECTED = frozenset({Need.KIND, Need.REGION, Need.ACCUSED})
"""Choices of which the ledger has what changed, with what it was."""
PASSES_ANSWER_ON = frozenset({Action.APPROVE_ANSWER, Action.DELIVER})


@dataclass(frozen=True)
class Request:
    """Who wants to do what, with which inputs, having seen which version."""

    person: Person | None
    action: Action
    version: int
    typed: Mapping[str, str]

    @property
    def actor(self) -> str:
        return self.person.actor if self.person else VISITOR


class Performer:
    """Checks a request against the table and writes all of it, or nothing."""

    def __init__(
        self,
        cipher: PayloadCipher,
        rules: CaseworkRules,
        config: SiteConfig,
        notices: MatterNotices,
    ) -> None:
        self._cipher = cipher
        self._writer = Writer(cipher)
        self._clocks = Clocks(rules)
        self._units = frozenset(u.key for u in config.units if u.kind.handles_matters)
        self._notices = notices
        self._routing = rules.routing
        self._choices = rules.choices
        self._may_be_reviewed = rules.may_be_reviewed
        self._skeletons = (
            matter_messages.ANSWER_SKELETON,
            *(template.text for template in rules.prepared.templates),
        )

    def perform(self, work: Work, pair: Pair, request: Request, now: datetime) -> Transition:
        """Raises StaleMatterError, NotAllowedError, InvalidInputError; the caller rolls back."""
        submission, matter = pair
        work[MatterRepository].take_turn(matter, request.version)
        reviewed = self._may_be_reviewed(submission.form_id)
        found = work[MatterRepository].facts(submission, matter)
        facts = replace(found, may_be_reviewed=reviewed)
        transition = next(
            (
                t
                for t in allowed(request.person, facts, local_date(now))
                if t.action is request.action
            ),
            None,
        )
        if transition is None:
            raise NotAllowedError(request.action)
        given = clean_given(transition, request.typed, facts, self._units, self._choices)
        self._check_answer(work, submission, request.action, given)
        before = submission.state
        detail = {"before": before, "unit": matter.unit or matter.lead_unit}
        detail |= self._keep_writings(work, submission, request, given, now)
        former = _columns(submission, matter)
        self._apply(work, transition, submission, matter, request, given, now)
        detail |= self._outcome(submission, matter, given) | answer_due_detail(work, matter)
        detail |= changed_columns(former, _columns(submission, matter))
        work[LedgerRepository].append(
            request.action, number=submission.number, actor=request.actor, at=now, detail=detail
        )
        self._notices.tell(
            work,
            submission,
            matter,
            Happening(request.action, request.actor, now, before=facts),
        )
        return transition

    def _check_answer(
        self, work: Work, submission: Submission, action: Action, given: Mapping[Need, str]
    ) -> None:
        """No skeleton is submitted, approved or delivered. Raises InvalidInputError."""
        wording = matter_messages.ANSWER_UNFILLED
        if Need.ANSWER in given:
            answer = given[Need.ANSWER]
            wording = matter_messages.NEED_UNFILLED
        elif action in PASSES_ANSWER_ON:
            sealed = work[MatterRepository].last_writing(submission.id, Need.ANSWER.value)
            answer = (
                self._cipher.decrypt(submission.number, sealed.payload).decode() if sealed else ""
            )
        else:
            return
        parts = unfilled_parts(answer, self._skeletons)
        if parts:
            label = matter_messages.NEED_LABELS[Need.ANSWER.value]
            text = wording.format(label=label, parts="、".join(parts))
            raise InvalidInputError({Need.ANSWER.value: text})

    def _keep_writings(
        self,
        work: Work,
        submission: Submission,
        request: Request,
        given: Mapping[Need, str],
        now: datetime,
    ) -> dict[str, str]:
        texts = {need: text for need, text in given.items() if need in WRITTEN}
        return self._writer.keep(work, submission, request.action, request.actor, texts, now)

    def _apply(
        self,
        work: Work,
        transition: Transition,
        submission: Submission,
        matter: Matter,
        request: Request,
        given: Mapping[Need, str],
        now: datetime,
    ) -> None:
        doing = Doing(
            work, self._clocks, submission, matter, request.person, given, now, self._routing
        )
        for effect in transition.effects:
            EFFECTS[effect](doing)
        if transition.after is not None:
            submission.state = matter.state = transition.after.value
        rule = STATES[State(submission.state)]
        if rule.is_open:
            matter.closed_at = None
        elif matter.closed_at is None:
            matter.closed_at = now
        self._clocks.set_running(
            work, matter, submission.form_id, rule.clocks, now, local_date(now)
        )

    def _outcome(
        self, submission: Submission, matter: Matter, given: Mapping[Need, str]
    ) -> dict[str, str]:
        detail = {"after": submission.state, "version": str(matter.version)}
        detail |= {
            name: given[need]
            for need, name in IN_LEDGER.items()
            if need in given and need not in CORRECTED
        }
        return detail | due_detail(matter)


def _columns(submission: Submission, matter: Matter) -> dict[str, str]:
    """What corrections may change, by the name that the ledger has for it."""
    chosen = standing_of(submission, matter).chosen
    return {IN_LEDGER[need]: chosen[need.value] for need in CORRECTED} | secrecy_of(matter)
