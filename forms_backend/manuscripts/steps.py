"""The way of a draft: states, steps, and how a commit says which step it was. Pure.

The state of a draft is told by the last commit of its branch. Whoever pushes to the branch with git
makes a commit without such lines: to the way that is a change like any other, and opens it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from district.signoff.people import NOBODY
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages

_STEP, _ACCOUNT = "Fabu-Step: ", "Fabu-Account: "
_QUOTE = "| "
ADDRESS = NOBODY


class State(StrEnum):
    WRITING = "writing"
    WAITING = "waiting"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        return {"writing": "编写中", "waiting": "已送审", "returned": "已退回"}[self.value]


class Step(StrEnum):
    NEW = "new"
    SAVE = "save"
    PICTURE = "picture"
    SUBMIT = "submit"
    RETURN = "return"
    CLEAR = "clear"
    APPROVE = "approve"
    URGENT = "urgent"
    DISCARD = "discard"
    WITHDRAW = "withdraw"
    BRING_BACK = "bring-back"
    COUNTERSIGN = "countersign"
    BULK = "bulk"

    @property
    def label(self) -> str:
        return {
            "new": "新建", "save": "保存", "picture": "插入图片", "submit": "送审",
            "return": "退回", "clear": "审核通过", "approve": "签发", "discard": "放弃",
            "urgent": "紧急签发", "withdraw": "撤下", "bring-back": "恢复上网", "countersign": "补签",
            "bulk": "批量改词",
        }[self.value]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """Who may take a step, from which states, and where it leads; no state: the draft is over."""

    roles: frozenset[Role]
    before: frozenset[State]
    after: State | None


_EDITOR, _BOTH = frozenset({Role.EDITOR}), frozenset({Role.MANUSCRIPT_REVIEWER, Role.APPROVER})
_ANY, _WAITING = frozenset(State), frozenset({State.WAITING})
RULES = {
    Step.NEW: Rule(_EDITOR, _ANY, State.WRITING),
    Step.SAVE: Rule(_EDITOR, _ANY, State.WRITING),
    Step.PICTURE: Rule(_EDITOR, _ANY, State.WRITING),
    Step.SUBMIT: Rule(_EDITOR, frozenset({State.WRITING, State.RETURNED}), State.WAITING),
    Step.RETURN: Rule(_BOTH, _WAITING, State.RETURNED),
    Step.CLEAR: Rule(frozenset({Role.MANUSCRIPT_REVIEWER}), _WAITING, State.WAITING),
    Step.APPROVE: Rule(frozenset({Role.APPROVER}), _WAITING, None),
    Step.URGENT: Rule(frozenset({Role.APPROVER}), _WAITING, None),
    Step.DISCARD: Rule(_EDITOR, _ANY, None),
    # With what is online, whatever becomes of a draft beside it:
    Step.WITHDRAW: Rule(frozenset({Role.APPROVER}), _ANY, None),
    Step.BRING_BACK: Rule(frozenset({Role.APPROVER}), _ANY, None),
    Step.COUNTERSIGN: Rule(_BOTH, _ANY, None),
    Step.BULK: Rule(_EDITOR, _ANY, State.WAITING),
}
"""A save after 送审 takes the manuscript back: what was approved is approved no more."""


def may_take(step: Step, role: Role, state: State) -> bool:
    """Whether the rules let that role take the step now."""
    rule = RULES[step]
    return role in rule.roles and state in rule.before


def message_of(step: Step, identifier: str, login: str, said: str = "") -> str:
    """The message of the commit that takes `step`. Each line of what the person said is marked, so
    that none of them can be read as one of ours."""
    subject = messages.SUBJECTS[step.value].format(id=identifier)
    quoted = "".join(f"{_QUOTE}{line}\n" for line in said.splitlines())
    middle = f"{quoted}\n" if quoted else ""
    return f"{subject}\n\n{middle}{_STEP}{step.value}\n{_ACCOUNT}{login}\n"


def step_of(message: str) -> Step:
    """Which step a commit was; a change, where it does not say."""
    for line in reversed(message.splitlines()):
        if line.startswith(_STEP) and line.removeprefix(_STEP) in set(Step):
            return Step(line.removeprefix(_STEP))
    return Step.SAVE


def said_in(message: str) -> str:
    """What the person said with the step."""
    return "\n".join(
        line.removeprefix(_QUOTE) for line in message.splitlines() if line.startswith(_QUOTE)
    )


def state_after(message: str) -> State:
    """The state of a draft whose last commit has this message."""
    return RULES[step_of(message)].after or State.WRITING
