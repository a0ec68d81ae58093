"""The state table (DOMAIN §3.3) as data: who may do what in which state, and what comes of it.

Buttons, permission checks, allowed actions and the exhaustive test all read these two tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from district.casework.deadlines import ClockKind
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.steps import Condition as Condition
from forms_backend.matters.states.steps import Effect as Effect
from forms_backend.matters.states.steps import Need as Need
from forms_backend.matters.states.steps import Owner as Owner
from forms_backend.matters.states.steps import Relation as Relation
from forms_backend.matters.states.steps import StateRule as StateRule
from forms_backend.matters.states.steps import Transition as Transition
from forms_backend.submissions.state import State

_K = ClockKind
_RUNNING = (_K.ANSWER,)

STATES: Mapping[State, StateRule] = {
    State.RECEIVED: StateRule(Owner.INTAKE, (_K.ACKNOWLEDGE,)),
    State.REGISTERED: StateRule(Owner.INTAKE, (_K.ACCEPT,)),
    State.SUPPLEMENT: StateRule(Owner.INTAKE, (_K.SUPPLEMENT,)),
    State.REFUSING: StateRule(Owner.SUPERVISOR, (_K.ACCEPT,)),
    State.REFUSED: StateRule(Owner.INTAKE, (_K.DELIVER,)),
    State.ACCEPTED: StateRule(Owner.INTAKE, (_K.ASSIGN, _K.ANSWER)),
    State.BOUNCED: StateRule(Owner.INTAKE, (_K.ASSIGN, _K.ANSWER)),
    State.COORDINATING: StateRule(Owner.SUPERVISOR, (_K.COORDINATE, _K.ANSWER)),
    State.ASSIGNED: StateRule(Owner.UNIT, (_K.TAKE, _K.ANSWER)),
    State.HANDLING: StateRule(Owner.UNIT, _RUNNING),
    State.EXTENSION: StateRule(Owner.REVIEWER, _RUNNING),
    State.REVIEWING: StateRule(Owner.REVIEWER, _RUNNING),
    State.ANSWERED: StateRule(Owner.UNIT, (_K.DELIVER,)),
    State.DELIVERED: StateRule(Owner.INTAKE, (_K.CALL_BACK,)),
    State.DISSATISFIED: StateRule(Owner.SUPERVISOR, (_K.CALL_BACK,)),
    State.DONE: StateRule(Owner.SUPERVISOR, (_K.CLEAR,)),
    State.CLEARED: StateRule(),
    State.REFUSAL_DELIVERED: StateRule(),
    State.WITHDRAWN: StateRule(),
    State.MERGED: StateRule(),
    State.TRANSFERRING: StateRule(Owner.SUPERVISOR, (_K.ACCEPT,)),
    State.TRANSFERRED: StateRule(Owner.INTAKE, (_K.DELIVER,)),
    State.TRANSFER_TOLD: StateRule(),
    State.REEXAMINING: StateRule(Owner.SUPERVISOR, (_K.REEXAMINE,)),
    State.VERIFYING: StateRule(Owner.SUPERVISOR, (_K.VERIFY,)),
    State.ARCHIVED: StateRule(),
}

OPEN_STATES = frozenset(state for state, rule in STATES.items() if rule.is_open)
_BEFORE_ANSWER = frozenset(
    {
        State.RECEIVED, State.REGISTERED, State.SUPPLEMENT, State.REFUSING, State.ACCEPTED,
        State.BOUNCED, State.COORDINATING, State.ASSIGNED, State.HANDLING, State.EXTENSION,
        State.REVIEWING,
    }
)  # fmt: skip
_INTAKE, _SUPERVISOR = frozenset({Role.INTAKE}), frozenset({Role.SUPERVISOR})
_HANDLER, _REVIEWER = frozenset({Role.HANDLER}), frozenset({Role.REVIEWER})
_UNIT_STAFF = _HANDLER | _REVIEWER
_NOBODY: frozenset[Role] = frozenset()
_ANSWER_WORK = frozenset({Action.TAKE, Action.TAKE_OVER, Action.SUBMIT_ANSWER})
_OWN_WORK = _ANSWER_WORK | {
    Action.APPROVE_ANSWER, Action.DELIVER, Action.CALL_BACK, Action.UPHOLD
}  # fmt: skip


def _on(*states: State) -> frozenset[State]:
    return frozenset(states)


_S, _A, _N, _C, _E, _R = State, Action, Need, Condition, Effect, Relation

TRANSITIONS: tuple[Transition, ...] = (
    # 登记、受理
    Transition(_A.REGISTER, _on(_S.RECEIVED), _S.REGISTERED, _INTAKE, _R.LEAD),
    Transition(_A.ACCEPT, _on(_S.REGISTERED), _S.ACCEPTED, _INTAKE, _R.LEAD),
    Transition(
        _A.ASK_SUPPLEMENT, _on(_S.REGISTERED), _S.SUPPLEMENT, _INTAKE, _R.LEAD,
        needs=(_N.TEXT,), conditions=(_C.NOT_YET_SUPPLEMENTED,),
    ),
    Transition(_A.SUPPLY, _on(_S.SUPPLEMENT), _S.REGISTERED, _INTAKE, _R.LEAD, needs=(_N.TEXT,)),
    Transition(_A.SUPPLY, _on(_S.SUPPLEMENT), _S.REGISTERED, _NOBODY, _R.VISITOR, needs=(_N.TEXT,)),
    Transition(
        _A.PROPOSE_REFUSAL, _on(_S.REGISTERED, _S.SUPPLEMENT), _S.REFUSING, _INTAKE, _R.LEAD,
        needs=(_N.REASON, _N.REMEDY),
    ),
    Transition(
        _A.APPROVE_REFUSAL, _on(_S.REFUSING), _S.REFUSED, _SUPERVISOR, _R.LEAD,
        not_who_did=frozenset({_A.PROPOSE_REFUSAL}),
    ),
    Transition(
        _A.REJECT_REFUSAL, _on(_S.REFUSING), _S.REGISTERED, _SUPERVISOR, _R.LEAD,
        needs=(_N.TEXT,), not_who_did=frozenset({_A.PROPOSE_REFUSAL}),
    ),
    Transition(
        _A.DELIVER_REFUSAL, _on(_S.REFUSED), _S.REFUSAL_DELIVERED, _INTAKE, _R.LEAD,
        needs=(_N.CHANNEL,),
    ),
    # 转纪检
    Transition(
        _A.PROPOSE_TRANSFER, _on(_S.REGISTERED), _S.TRANSFERRING, _INTAKE, _R.LEAD,
        needs=(_N.BASIS,), conditions=(_C.CONFIDENTIAL,),
    ),
    Transition(
        _A.APPROVE_TRANSFER, _on(_S.TRANSFERRING), _S.TRANSFERRED, _SUPERVISOR, _R.LEAD,
        not_who_did=frozenset({_A.PROPOSE_TRANSFER}),
    ),
    Transition(
        _A.REJECT_TRANSFER, _on(_S.TRANSFERRING), _S.REGISTERED, _SUPERVISOR, _R.LEAD,
        needs=(_N.TEXT,), not_who_did=frozenset({_A.PROPOSE_TRANSFER}),
    ),
    Transition(
        _A.DELIVER_TRANSFER, _on(_S.TRANSFERRED), _S.TRANSFER_TOLD, _INTAKE, _R.LEAD,
        needs=(_N.CHANNEL,),
    ),
    # 分流、接收、退单、协调
    Transition(
        _A.ASSIGN, _on(_S.ACCEPTED, _S.BOUNCED), _S.ASSIGNED, _INTAKE, _R.LEAD,
        needs=(_N.UNIT, _N.BASIS), effects=(_E.GIVE_TO_UNIT,),
    ),
    Transition(
        _A.COORDINATE, _on(_S.ACCEPTED, _S.BOUNCED), _S.COORDINATING, _INTAKE, _R.LEAD,
        needs=(_N.BASIS,),
    ),
    Transition(
        _A.DECIDE, _on(_S.COORDINATING), _S.ASSIGNED, _SUPERVISOR, _R.LEAD,
        needs=(_N.UNIT, _N.BASIS), effects=(_E.GIVE_TO_UNIT,),
    ),
    Transition(
        _A.RECALL, _on(_S.ASSIGNED), _S.ACCEPTED, _INTAKE, _R.LEAD, needs=(_N.BASIS,),
        effects=(_E.TAKE_BACK,),
    ),
    Transition(
        _A.RECALL, _on(_S.ASSIGNED, _S.HANDLING), _S.COORDINATING, _SUPERVISOR, _R.LEAD,
        needs=(_N.BASIS,), effects=(_E.TAKE_BACK,),
    ),
    Transition(
        _A.REASSIGN, _on(_S.ASSIGNED, _S.HANDLING), _S.ASSIGNED, _SUPERVISOR, _R.LEAD,
        needs=(_N.UNIT, _N.BASIS), effects=(_E.MOVE_TO_UNIT,),
    ),
    Transition(
        _A.TAKE, _on(_S.ASSIGNED), _S.HANDLING, _HANDLER, _R.UNIT, effects=(_E.BECOME_HANDLER,)
    ),
    Transition(
        _A.BOUNCE, _on(_S.ASSIGNED), _S.BOUNCED, _UNIT_STAFF, _R.UNIT, needs=(_N.BASIS,),
        conditions=(_C.FIRST_BOUNCE, _C.NOT_DECIDED, _C.BOUNCE_IN_TIME),
        effects=(_E.COUNT_BOUNCE,),
    ),
    Transition(
        _A.BOUNCE, _on(_S.ASSIGNED), _S.COORDINATING, _UNIT_STAFF, _R.UNIT, needs=(_N.BASIS,),
        conditions=(_C.REPEATED_BOUNCE, _C.NOT_DECIDED, _C.BOUNCE_IN_TIME),
        effects=(_E.COUNT_BOUNCE,),
    ),
    # What 政法委 has decided is not given back a third time; the meeting may look at it, once.
    Transition(
        _A.APPEAL, _on(_S.ASSIGNED), _S.COORDINATING, _UNIT_STAFF, _R.UNIT, needs=(_N.BASIS,),
        conditions=(_C.DECIDED, _C.NOT_YET_APPEALED, _C.BOUNCE_IN_TIME),
    ),
    # 办理、答复、延期、审核
    Transition(
        _A.TAKE_OVER, _on(_S.HANDLING, _S.ANSWERED), None, _HANDLER, _R.UNIT,
        conditions=(_C.NOT_THE_HANDLER,), effects=(_E.BECOME_HANDLER,),
    ),
    Transition(
        _A.GIVE_TO_HANDLER, _on(_S.HANDLING, _S.ANSWERED), None, _REVIEWER, _R.UNIT,
        needs=(_N.HANDLER, _N.BASIS), effects=(_E.GIVE_TO_HANDLER,),
    ),
    Transition(
        _A.SUBMIT_ANSWER, _on(_S.HANDLING), _S.REVIEWING, _HANDLER, _R.HANDLER, needs=(_N.ANSWER,)
    ),
    Transition(
        _A.REQUEST_EXTENSION, _on(_S.HANDLING), _S.EXTENSION, _HANDLER, _R.HANDLER,
        needs=(_N.REASON,), conditions=(_C.NOT_YET_EXTENDED, _C.BEFORE_ANSWER_EXPIRES),
    ),
    Transition(
        _A.APPROVE_EXTENSION, _on(_S.EXTENSION), _S.HANDLING, _REVIEWER, _R.UNIT,
        conditions=(_C.NOT_YET_EXTENDED,), effects=(_E.EXTEND_ANSWER,),
        not_who_did=frozenset({_A.REQUEST_EXTENSION}),
    ),
    Transition(
        _A.REJECT_EXTENSION, _on(_S.EXTENSION), _S.HANDLING, _REVIEWER, _R.UNIT,
        needs=(_N.TEXT,), not_who_did=frozenset({_A.REQUEST_EXTENSION}),
    ),
    Transition(
        # Who only had it in hand once, before changing post, did not write the answer.
        _A.APPROVE_ANSWER, _on(_S.REVIEWING), _S.ANSWERED, _REVIEWER, _R.UNIT,
        not_who_did=frozenset({_A.SUBMIT_ANSWER}),
    ),
    Transition(
        _A.RETURN_ANSWER, _on(_S.REVIEWING), _S.HANDLING, _REVIEWER, _R.UNIT,
        needs=(_N.TEXT,), not_who_did=frozenset({_A.SUBMIT_ANSWER}),
    ),
    # 反馈、评价、回访、销号
    Transition(
        _A.DELIVER, _on(_S.ANSWERED), _S.DELIVERED, _UNIT_STAFF, _R.UNIT,
        needs=(_N.CHANNEL,), effects=(_E.MARK_ANSWERED,),
    ),
    Transition(
        _A.RATE_SATISFIED, _on(_S.DELIVERED, _S.DONE), _S.DONE, _NOBODY, _R.VISITOR,
        conditions=(_C.NOT_YET_RATED,), effects=(_E.RATE_SATISFIED,),
    ),
    Transition(
        _A.RATE_DISSATISFIED, _on(_S.DELIVERED, _S.DONE), _S.DISSATISFIED, _NOBODY, _R.VISITOR,
        needs=(_N.REASON,), conditions=(_C.NOT_YET_RATED,), effects=(_E.RATE_DISSATISFIED,),
    ),
    Transition(
        _A.CALL_BACK, _on(_S.DELIVERED), _S.DONE, _INTAKE, _R.LEAD, needs=(_N.OUTCOME,),
        not_who_did=_ANSWER_WORK | {_A.APPROVE_ANSWER},
    ),
    Transition(
        _A.REWORK, _on(_S.DISSATISFIED, _S.REEXAMINING, _S.VERIFYING), _S.HANDLING, _SUPERVISOR, _R.LEAD, needs=(_N.TEXT,)
    ),
    Transition(
        _A.UPHOLD, _on(_S.DISSATISFIED), _S.DONE, _SUPERVISOR, _R.LEAD, needs=(_N.OUTCOME,),
        not_who_did=_ANSWER_WORK | {_A.APPROVE_ANSWER},
    ),
    Transition(
        _A.CLEAR, _on(_S.DONE), _S.CLEARED, _SUPERVISOR, _R.LEAD, needs=(_N.BASIS,),
        # Who upheld an answer or reviewed it did not make it: of two people one may close it.
        conditions=(_C.ANSWER_DELIVERED,), not_who_did=_OWN_WORK - {_A.UPHOLD},
    ),
    # 复查、复核、归档
    Transition(
        _A.ASK_REEXAMINATION, _on(_S.DELIVERED, _S.DONE, _S.CLEARED), _S.REEXAMINING,
        _NOBODY, _R.VISITOR, needs=(_N.REASON,), conditions=(_C.MAY_BE_REEXAMINED,),
    ),
    Transition(
        _A.REEXAMINE, _on(_S.REEXAMINING), _S.DONE, _SUPERVISOR, _R.LEAD,
        needs=(_N.OPINION, _N.CHANNEL), not_who_did=_OWN_WORK,
    ),
    Transition(
        _A.ASK_VERIFICATION, _on(_S.DELIVERED, _S.DONE, _S.CLEARED), _S.VERIFYING,
        _NOBODY, _R.VISITOR, needs=(_N.REASON,), conditions=(_C.MAY_BE_VERIFIED,),
    ),
    Transition(
        _A.VERIFY, _on(_S.VERIFYING), _S.DONE, _SUPERVISOR, _R.LEAD,
        needs=(_N.OPINION, _N.CHANNEL),
        not_who_did=_OWN_WORK | {_A.REEXAMINE},
    ),
    Transition(
        _A.ARCHIVE,
        _on(_S.CLEARED, _S.REFUSAL_DELIVERED, _S.TRANSFER_TOLD, _S.MERGED, _S.WITHDRAWN),
        _S.ARCHIVED, _INTAKE, _R.LEAD, conditions=(_C.REVIEW_TIME_OVER,),
    ),
    # 并案
    Transition(
        _A.MERGE, _on(_S.REGISTERED, _S.ACCEPTED, _S.BOUNCED, _S.COORDINATING), _S.MERGED,
        _SUPERVISOR, _R.LEAD, needs=(_N.NUMBER, _N.BASIS), effects=(_E.MERGE,),
        not_who_did=frozenset({_A.REGISTER}),
    ),
    # 更正、保密
    Transition(
        _A.CORRECT, OPEN_STATES, None, _INTAKE | _SUPERVISOR, _R.LEAD,
        needs=(_N.KIND, _N.REGION, _N.ACCUSED, _N.BASIS), effects=(_E.CORRECT,),
    ),
    Transition(
        _A.SET_CONFIDENTIAL, OPEN_STATES, None, _INTAKE | _SUPERVISOR, _R.LEAD, needs=(_N.BASIS,),
        conditions=(_C.NOT_CONFIDENTIAL, _C.ACCUSED_DOES_NOT_HANDLE),
        effects=(_E.SET_CONFIDENTIAL,),
    ),
    Transition(
        _A.SET_CONFIDENTIAL, _on(_S.ASSIGNED, _S.HANDLING, _S.EXTENSION, _S.REVIEWING),
        _S.COORDINATING, _INTAKE | _SUPERVISOR, _R.LEAD, needs=(_N.BASIS,),
        conditions=(_C.NOT_CONFIDENTIAL, _C.ACCUSED_HANDLES),
        effects=(_E.TAKE_BACK, _E.SET_CONFIDENTIAL),
    ),
    Transition(
        _A.LIFT_CONFIDENTIAL, OPEN_STATES - _on(_S.TRANSFERRING, _S.TRANSFERRED), None,
        _SUPERVISOR, _R.LEAD, needs=(_N.BASIS,), conditions=(_C.CONFIDENTIAL,),
        effects=(_E.LIFT_CONFIDENTIAL,),
    ),
    # 督办、备注、撤回
    Transition(
        _A.URGE, OPEN_STATES, None, _SUPERVISOR, _R.LEAD, needs=(_N.TEXT,),
        effects=(_E.COUNT_SUPERVISION,),
    ),
    Transition(
        _A.SUPERVISE, OPEN_STATES, None, _SUPERVISOR, _R.LEAD, needs=(_N.TEXT,),
        effects=(_E.COUNT_SUPERVISION,),
    ),
    Transition(
        _A.NOTE, OPEN_STATES, None, _INTAKE | _SUPERVISOR | _UNIT_STAFF, _R.INVOLVED,
        needs=(_N.TEXT,),
    ),
    Transition(
        _A.WITHDRAW, _BEFORE_ANSWER, _S.WITHDRAWN, _NOBODY, _R.VISITOR,
        # A matter that is worked on again has been answered: withdrawn, it would count as neither.
        conditions=(_C.NO_ANSWER_DELIVERED, _C.CARRIES_NO_OTHER),
    ),
)  # fmt: skip
