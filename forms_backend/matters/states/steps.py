"""What a line of the state table is made of: owners, relations, needs, conditions, effects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from district.casework.deadlines import ClockKind
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.submissions.state import State


class Owner(StrEnum):
    """Who has an open matter: one side, never two and never none."""

    INTAKE = "intake"
    SUPERVISOR = "supervisor"
    UNIT = "unit"
    REVIEWER = "reviewer"

    @property
    def in_lead_unit(self) -> bool:
        return self in (Owner.INTAKE, Owner.SUPERVISOR)


class Relation(StrEnum):
    """How the person must stand to the matter, besides the role."""

    LEAD = "lead"
    """Of the unit that leads the matter."""
    UNIT = "unit"
    """Of the unit that handles it."""
    HANDLER = "handler"
    """The very person who handles it."""
    INVOLVED = "involved"
    """Of either unit."""
    VISITOR = "visitor"
    """Who sent it, with number and query code."""


class Need(StrEnum):
    """What must be given with an action; each is an input of its form."""

    UNIT = "unit"
    BASIS = "basis"
    REASON = "reason"
    REMEDY = "remedy"
    ANSWER = "answer"
    CHANNEL = "channel"
    TEXT = "text"
    OUTCOME = "outcome"
    OPINION = "opinion"
    NUMBER = "number"
    HANDLER = "handler"
    KIND = "kind"
    REGION = "region"
    ACCUSED = "accused"


class Condition(StrEnum):
    """A rule over the history of the matter."""

    FIRST_BOUNCE = "first_bounce"
    REPEATED_BOUNCE = "repeated_bounce"
    BOUNCE_IN_TIME = "bounce_in_time"
    NOT_YET_SUPPLEMENTED = "not_yet_supplemented"
    NOT_YET_EXTENDED = "not_yet_extended"
    BEFORE_ANSWER_EXPIRES = "before_answer_expires"
    NOT_THE_HANDLER = "not_the_handler"
    NOT_YET_RATED = "not_yet_rated"
    ANSWER_DELIVERED = "answer_delivered"
    NO_ANSWER_DELIVERED = "no_answer_delivered"
    CONFIDENTIAL = "confidential"
    CARRIES_NO_OTHER = "carries_no_other"
    MAY_BE_REEXAMINED = "may_be_reexamined"
    MAY_BE_VERIFIED = "may_be_verified"
    REVIEW_TIME_OVER = "review_time_over"
    DECIDED = "decided"
    NOT_DECIDED = "not_decided"
    NOT_YET_APPEALED = "not_yet_appealed"
    NOT_CONFIDENTIAL = "not_confidential"
    ACCUSED_HANDLES = "accused_handles"
    ACCUSED_DOES_NOT_HANDLE = "accused_does_not_handle"


class Effect(StrEnum):
    """What changes besides the state; `effects.EFFECTS` has the function of each."""

    GIVE_TO_UNIT = "give_to_unit"
    COUNT_BOUNCE = "count_bounce"
    BECOME_HANDLER = "become_handler"
    TAKE_BACK = "take_back"
    GIVE_TO_HANDLER = "give_to_handler"
    EXTEND_ANSWER = "extend_answer"
    MARK_ANSWERED = "mark_answered"
    RATE_SATISFIED = "rate_satisfied"
    RATE_DISSATISFIED = "rate_dissatisfied"
    COUNT_SUPERVISION = "count_supervision"
    MERGE = "merge"
    MOVE_TO_UNIT = "move_to_unit"
    CORRECT = "correct"
    SET_CONFIDENTIAL = "set_confidential"
    LIFT_CONFIDENTIAL = "lift_confidential"


@dataclass(frozen=True)
class StateRule:
    """Who has the matter in this state and which clocks run; a closed state has neither."""

    owner: Owner | None = None
    clocks: tuple[ClockKind, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.owner is not None


@dataclass(frozen=True)
class Transition:
    """One line of the table. `after` None: the state stays."""

    action: Action
    before: frozenset[State]
    after: State | None
    roles: frozenset[Role]
    relation: Relation
    needs: tuple[Need, ...] = ()
    conditions: tuple[Condition, ...] = ()
    effects: tuple[Effect, ...] = ()
    not_who_did: frozenset[Action] = frozenset()
    """Nobody who did one of these on the matter may do this (审办分离)."""
