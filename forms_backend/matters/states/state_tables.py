"""The state table as Markdown, for the handbook: what people read is what the program does. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from forms_backend.matters import messages as matter_messages
from forms_backend.matters.states.transitions import (
    STATES,
    TRANSITIONS,
    Owner,
    Relation,
    Transition,
)
from forms_backend.submissions.state import State

HEADING = "状态和步骤"
OWNERS = {
    Owner.INTAKE: "牵头单位受理岗",
    Owner.SUPERVISOR: "牵头单位督办岗",
    Owner.UNIT: "承办单位承办人",
    Owner.REVIEWER: "承办单位审核人",
}


def state_tables() -> str:
    """Each state with its owner and clocks, then every step: who may, from where to where."""
    states = [
        f"| {state.label} | {OWNERS[rule.owner] if rule.owner else '—（已结束）'} | "
        f"{'、'.join(clock.label for clock in rule.clocks) or '—'} |"
        for state, rule in STATES.items()
    ]
    steps = [
        f"| {'、'.join(_before(t))} | {t.action.label} | {_who(t)} | {_needs(t)} | "
        f"{t.after.label if t.after else '不变'} |"
        for t in TRANSITIONS
    ]
    return "\n".join(
        [
            "| 状态 | 由谁负责 | 期限 |",
            "|---|---|---|",
            *states,
            "",
            "| 在什么状态 | 可以办理 | 谁可以 | 要写明 | 之后的状态 |",
            "|---|---|---|---|---|",
            *steps,
        ]
    )


def _before(transition: Transition) -> Iterator[str]:
    if transition.after is None and len(transition.before) > len(State) // 2:
        yield "任何在办状态"
        return
    yield from (state.label for state in State if state in transition.before)


def _who(transition: Transition) -> str:
    if transition.relation is Relation.VISITOR:
        return "来件人"
    people = "、".join(role.label for role in sorted(transition.roles))
    others = "（不能是办过这一件的人）" if transition.not_who_did else ""
    return people + others


def _needs(transition: Transition) -> str:
    return "、".join(matter_messages.NEED_LABELS[need.value] for need in transition.needs) or "—"


def with_state_tables(page: str) -> str:
    """`page` with everything between the heading and the next H2 replaced by the tables."""
    before, found, rest = page.partition(f"\n## {HEADING}\n")
    if not found:
        return page
    _, following, after = rest.partition("\n## ")
    return f"{before}{found}\n{state_tables()}\n{following}{after}"
