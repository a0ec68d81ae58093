"""分流: `routing.yml`, from what a matter says to the unit that should handle it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen, SiteConfig

FILE = "routing.yml"


class Branch(StrEnum):
    """The three ways of the 焦作 document."""

    LITIGATION = "litigation"
    PETITION = "petition"
    COORDINATION = "coordination"

    @property
    def label(self) -> str:
        return {
            Branch.LITIGATION: "涉法涉诉",
            Branch.PETITION: "非涉法涉诉",
            Branch.COORDINATION: "多部门协调",
        }[self]


class When(Frozen):
    """Conditions of a rule: all that are given must hold; an empty one always holds."""

    forms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    accused_units: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class Rule(Frozen):
    """One line of routing.yml."""

    branch: Branch
    to: str
    basis: str = Field(min_length=1, max_length=200)
    when: When


class Routing(Frozen):
    """Everything in routing.yml."""

    lead_unit: str
    alternate_lead: str
    petition_unit: str
    confidential_categories: tuple[str, ...] = ()
    confidential_words: tuple[str, ...] = ()
    """Words in a text that let staff think of a 检举; they propose, a person decides."""
    bases: Mapping[Branch, str]
    rules: tuple[Rule, ...] = ()

    def lead_for(self, accused_unit: str | None, *, confidential: bool) -> str:
        """Who receives and supervises a matter; never the unit that a 检举 accuses."""
        accused_leads = confidential and accused_unit == self.lead_unit
        return self.alternate_lead if accused_leads else self.lead_unit


def load_routing(config: SiteConfig, directory: Path = NATIONAL) -> Routing:
    """The routing rules. Raises ConfigError that lists every mistake, unknown units included."""
    routing = read_model(Routing, directory, FILE)
    named = {
        "lead_unit": routing.lead_unit,
        "alternate_lead": routing.alternate_lead,
        "petition_unit": routing.petition_unit,
        **{f"rules.{n}.to": rule.to for n, rule in enumerate(routing.rules)},
    }
    handling = {unit.key for unit in config.units if unit.kind.handles_matters}
    problems = [
        ConfigProblem(f"{FILE}: {place}", f"“{unit}”不是 units.yml 中办件的单位")
        for place, unit in named.items()
        if unit not in handling
    ]
    problems += [
        ConfigProblem(f"{FILE}: bases", f"缺少“{branch.value}”的依据")
        for branch in Branch
        if branch not in routing.bases
    ]
    if routing.alternate_lead == routing.lead_unit:
        problems.append(ConfigProblem(f"{FILE}: alternate_lead", "应与 lead_unit 不同"))
    if problems:
        raise ConfigError(problems)
    return routing
