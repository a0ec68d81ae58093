"""分流建议: from the rules to a proposal that explains itself. Pure; a person decides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from district.casework.routing import Branch, Routing, Rule
from forms_backend.ledger.actions import Action
from forms_backend.matters.states.steps import Need


@dataclass(frozen=True)
class MatterText:
    """What the rules look at."""

    form_id: str
    category: str | None
    region: str | None
    accused_unit: str | None
    confidential: bool
    text: str


@dataclass(frozen=True)
class Proposal:
    """Where the matter should go and why. `unit` is None for coordination."""

    branch: Branch
    unit: str | None
    basis: str
    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    """Words for which it may be a 检举 that nobody has marked as one."""


def accusing_words(matter: MatterText, routing: Routing) -> tuple[str, ...]:
    """Words of the text for which it may have to be confidential (信访工作条例 30 条); none once it is."""
    if matter.confidential:
        return ()
    return tuple(word for word in routing.confidential_words if word in matter.text)


def _why(rule: Rule, matter: MatterText) -> str | None:
    """The reason in words when the rule holds, None when it does not."""
    when = rule.when
    checks = (
        (when.forms, matter.form_id, "表单"),
        (when.categories, matter.category, "类别"),
        (when.regions, matter.region, "属地"),
        (when.accused_units, matter.accused_unit, "被投诉单位"),
    )
    for wanted, given, _ in checks:
        if wanted and given not in wanted:
            return None
    found = [word for word in when.keywords if word in matter.text]
    if when.keywords and not found:
        return None
    named = [name for wanted, _, name in checks if wanted]
    words = f"文中有“{'”“'.join(found)}”" if found else ""
    return "，".join(filter(None, [f"{'、'.join(named)}相符" if named else "", words, rule.basis]))


def propose(matter: MatterText, routing: Routing) -> Proposal:
    """One of the three branches: a unit, 信访局 when no rule holds, coordination when several do.

    A 检举 matter is never proposed to the unit that it accuses.
    """
    return replace(_propose(matter, routing), doubts=accusing_words(matter, routing))


def _propose(matter: MatterText, routing: Routing) -> Proposal:
    held = [(rule, why) for rule in routing.rules if (why := _why(rule, matter))]
    reasons = [f"{rule.branch.label}：{why}" for rule, why in held]
    units = list(dict.fromkeys(rule.to for rule, _ in held))
    barred = matter.accused_unit if matter.confidential else None
    if barred in units:
        units.remove(barred)
        reasons.append("检举控告件不转被检举单位，由政法委协调确定")
        return _proposal(Branch.COORDINATION, None, routing, reasons)
    if len(units) > 1:
        reasons.append("对应两个以上单位")
        return _proposal(Branch.COORDINATION, None, routing, reasons)
    if units:
        return _proposal(held[0][0].branch, units[0], routing, reasons)
    if routing.petition_unit == barred:
        return _proposal(Branch.COORDINATION, None, routing, ["检举控告件不转被检举单位"])
    reasons.append("没有涉法涉诉规则与之相符")
    return _proposal(Branch.PETITION, routing.petition_unit, routing, reasons)


def step_of(proposal: Proposal) -> tuple[Action, dict[str, str]]:
    """The step that a proposal asks for, with its inputs by the name of the need."""
    basis = {Need.BASIS.value: f"{proposal.basis}。{'；'.join(proposal.reasons)}。"}
    if proposal.unit is None:
        return Action.COORDINATE, basis
    return Action.ASSIGN, basis | {Need.UNIT.value: proposal.unit}


def _proposal(branch: Branch, unit: str | None, routing: Routing, reasons: list[str]) -> Proposal:
    return Proposal(branch, unit, routing.bases[branch], tuple(reasons))
