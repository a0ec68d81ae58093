"""What a line of the state table changes besides the state: one function an effect."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from district.casework.deadlines import ClockKind
from district.casework.routing import Routing
from forms_backend.accounts.repository import StaffRepository
from forms_backend.database.work import Work
from forms_backend.identity.actors import VISITOR
from forms_backend.identity.errors import InvalidInputError
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters import messages as matter_messages
from forms_backend.matters.clocks import Clocks
from forms_backend.matters.corrections import Standing, read_standing
from forms_backend.matters.inputs import IN_LEDGER
from forms_backend.matters.merge_repository import MergeRepository
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.states.permissions import has_in_hand
from forms_backend.matters.states.steps import Effect, Need
from forms_backend.matters.states.transitions import OPEN_STATES
from forms_backend.matters.tables import Matter
from forms_backend.submissions.tables import Submission

CARRIER = IN_LEDGER[Need.NUMBER]
"""In the event of a joined matter: which one carries it, whose step this followed from."""


@dataclass(frozen=True)
class Doing:
    """One step on one matter, inside the caller's transaction; `person` None: the visitor."""

    work: Work
    clocks: Clocks
    submission: Submission
    matter: Matter
    person: Person | None
    given: Mapping[Need, str]
    now: datetime
    routing: Routing


def give_to_unit(doing: Doing) -> None:
    """The unit that was named has it, and nobody there yet."""
    doing.matter.unit, doing.matter.handler = doing.given[Need.UNIT], None


def become_handler(doing: Doing) -> None:
    """Who does it handles the matter from now on."""
    if doing.person:
        doing.matter.handler = doing.person.login


def take_back(doing: Doing) -> None:
    """撤回分流: no unit has it any more."""
    doing.matter.unit = doing.matter.handler = None


def give_to_handler(doing: Doing) -> None:
    """更换承办人: somebody else of the unit handles it. Raises InvalidInputError for anybody who
    does not handle matters there."""
    staff = doing.work[StaffRepository].find(doing.given[Need.HANDLER])
    fits = (
        staff is not None
        and staff.disabled_at is None
        and staff.role == Role.HANDLER.value
        and staff.unit == doing.matter.unit
        and staff.login != doing.matter.handler
    )
    if not fits or staff is None:
        raise InvalidInputError({Need.HANDLER.value: matter_messages.NEED_HANDLER_UNFIT})
    doing.matter.handler = staff.login


def count_bounce(doing: Doing) -> None:
    """The unit gave it back."""
    doing.matter.bounces += 1
    doing.matter.unit = doing.matter.handler = None


def extend_answer(doing: Doing) -> None:
    """The answer may take longer, once."""
    doing.matter.extended = True
    doing.clocks.extend_answer(doing.work, doing.matter, doing.submission.form_id)


def mark_answered(doing: Doing) -> None:
    """The answer has reached the visitor."""
    doing.matter.answer_delivered_at = doing.now


def rate_satisfied(doing: Doing) -> None:
    doing.matter.satisfied = True


def rate_dissatisfied(doing: Doing) -> None:
    doing.matter.satisfied = False


def count_supervision(doing: Doing) -> None:
    """催办 and 督办 stand on the lists."""
    doing.matter.supervisions += 1


def merge(doing: Doing) -> None:
    """并案: write down that the matter that was named carries this one. Raises InvalidInputError
    unless it came earlier, is still open, may be seen by the person, and is as confidential."""
    matters = doing.work[MatterRepository]
    pair = matters.find(doing.given[Need.NUMBER])
    fits = False
    if pair is not None and doing.person is not None:
        first, carrier = pair
        # Whoever is withdrawing the first one just now must wait for us, or we for them.
        matters.lock(carrier)
        facts = matters.facts(first, carrier)
        fits = (
            first.id < doing.submission.id
            and facts.state in OPEN_STATES
            and carrier.confidential == doing.matter.confidential
            and has_in_hand(doing.person, facts)
        )
    if not fits or pair is None:
        raise InvalidInputError({Need.NUMBER.value: matter_messages.NEED_NUMBER_UNFIT})
    doing.work[MergeRepository].join(doing.submission, pair[0])


def move_to_unit(doing: Doing) -> None:
    """改派: another unit has it, with the whole time for taking it. Raises InvalidInputError for the
    unit that has it already."""
    if doing.given[Need.UNIT] == doing.matter.unit:
        raise InvalidInputError({Need.UNIT.value: matter_messages.NEED_SAME_UNIT})
    give_to_unit(doing)
    doing.clocks.stop(doing.work, doing.matter, ClockKind.TAKE, doing.now)


def correct(doing: Doing) -> None:
    """更正登记: the columns, never what was sent. Clocks go by the form from its first day on. A kind
    that is confidential when it comes in is so when it is corrected to; only lifting ends it. Raises
    InvalidInputError when nothing would change, and while the unit that would be accused has it."""
    submission, matter, given = doing.submission, doing.matter, doing.given
    wanted = read_standing(given[Need.KIND], given[Need.REGION], given[Need.ACCUSED])
    standing = standing_of(submission, matter)
    if wanted == standing:
        raise InvalidInputError({Need.KIND.value: matter_messages.NEED_NOTHING_CORRECTED})
    becomes_confidential = (
        not matter.confidential
        and wanted.kind != standing.kind
        and wanted.category in doing.routing.confidential_categories
    )
    if becomes_confidential and matter.unit and matter.unit == wanted.accused_unit:
        raise InvalidInputError({Need.KIND.value: matter_messages.NEED_KIND_ACCUSED_HANDLES})
    if wanted.form_id != submission.form_id:
        doing.clocks.change_form(doing.work, matter, wanted.form_id)
    submission.form_id, submission.category = wanted.form_id, wanted.category
    submission.region, matter.accused_unit = wanted.region, wanted.accused_unit
    if matter.confidential or becomes_confidential:
        set_confidential(doing)
    else:
        _find_lead(doing)


def standing_of(submission: Submission, matter: Matter) -> Standing:
    """What can be corrected, as it is now."""
    return Standing(submission.form_id, submission.category, submission.region, matter.accused_unit)


def set_confidential(doing: Doing) -> None:
    """The unit that is accused sees nothing of it any more, as lead unit neither; nor of what was
    joined to it, which tells the same."""
    doing.matter.confidential = True
    _find_lead(doing)
    for submission, matter in _carried(doing):
        lead = doing.matter.lead_unit
        if lead == matter.accused_unit:
            lead = doing.routing.lead_for(lead, confidential=True)
        _change_carried(doing, submission, matter, confidential=True, lead=lead)


def lift_confidential(doing: Doing) -> None:
    """Also of what was joined to it and became confidential with it; what was so by itself stays."""
    doing.matter.confidential = False
    _find_lead(doing)
    for submission, matter in _carried(doing):
        if _made_confidential_by(doing, submission) == doing.submission.number:
            lead = doing.routing.lead_for(matter.accused_unit, confidential=False)
            _change_carried(doing, submission, matter, confidential=False, lead=lead)


def _carried(doing: Doing) -> list[Pair]:
    """What was joined to the matter, locked: closed long ago, it may still be archived just now."""
    matters = doing.work[MatterRepository]
    numbers = doing.work[MergeRepository].carried_by(doing.submission.id)
    pairs = [matters.get(number) for number in numbers]
    for _, matter in pairs:
        matters.lock(matter)
    return pairs


def _made_confidential_by(doing: Doing, carried: Submission) -> str | None:
    """The carrier whose step made a joined matter confidential; None when it was so by itself."""
    events = doing.work[LedgerRepository].events_of(carried.number)
    details = [json.loads(event.detail) for event in events]
    changes = [detail for detail in details if "former_confidential" in detail]
    found: str | None = changes[-1].get(CARRIER) if changes else None
    return found


def _change_carried(
    doing: Doing, submission: Submission, matter: Matter, *, confidential: bool, lead: str
) -> None:
    """With an event of its own, so that reports on the time before say what was known then."""
    former = secrecy_of(matter)
    matter.confidential, matter.lead_unit = confidential, lead
    detail = changed_columns(former, secrecy_of(matter))
    if not detail:
        return
    matter.version += 1
    doing.work[LedgerRepository].append(
        Action.SET_CONFIDENTIAL if confidential else Action.LIFT_CONFIDENTIAL,
        number=submission.number,
        actor=doing.person.actor if doing.person else VISITOR,
        at=doing.now,
        detail=detail | {CARRIER: doing.submission.number},
    )


def secrecy_of(matter: Matter) -> dict[str, str]:
    """Who may know of it, by the names that the ledger has."""
    return {
        "confidential": "yes" if matter.confidential else "no",
        "lead_unit": matter.lead_unit,
    }


def changed_columns(former: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What changed and what it was: reports on earlier days say what was known then."""
    changed = [name for name in sorted(now) if now[name] != former[name]]
    return {name: now[name] for name in changed} | {
        f"former_{name}": former[name] for name in changed
    }


def _find_lead(doing: Doing) -> None:
    matter = doing.matter
    matter.lead_unit = doing.routing.lead_for(matter.accused_unit, confidential=matter.confidential)


EFFECTS: Mapping[Effect, Callable[[Doing], None]] = {
    Effect.GIVE_TO_UNIT: give_to_unit,
    Effect.TAKE_BACK: take_back,
    Effect.GIVE_TO_HANDLER: give_to_handler,
    Effect.COUNT_BOUNCE: count_bounce,
    Effect.BECOME_HANDLER: become_handler,
    Effect.EXTEND_ANSWER: extend_answer,
    Effect.MARK_ANSWERED: mark_answered,
    Effect.RATE_SATISFIED: rate_satisfied,
    Effect.RATE_DISSATISFIED: rate_dissatisfied,
    Effect.COUNT_SUPERVISION: count_supervision,
    Effect.MERGE: merge,
    Effect.MOVE_TO_UNIT: move_to_unit,
    Effect.CORRECT: correct,
    Effect.SET_CONFIDENTIAL: set_confidential,
    Effect.LIFT_CONFIDENTIAL: lift_confidential,
}
