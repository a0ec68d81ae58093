"""Everything of self-help that a site offers (自助), read and held together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from selfhelp.calculator import FOLDER as CALCULATORS
from selfhelp.calculator import Calculator, load_calculators
from selfhelp.facts import Facts, load_facts
from selfhelp.paper import Paper, load_papers
from selfhelp.way import Way, load_ways

T = TypeVar("T")


@dataclass(frozen=True)
class Shelf:
    """`mistakes` are those of whatever could not be read; what is whole is there all the same."""

    facts: Facts | None = None
    calculators: Mapping[str, Calculator] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)
    ways: Mapping[str, Way] = field(default_factory=dict)
    mistakes: tuple[ConfigProblem, ...] = ()

    def bases(self) -> Iterator[tuple[str, str]]:
        """(place, text) of every legal basis: `deadlines.yml: D029.basis`."""
        if self.facts is not None:
            for key, rule in self.facts.deadlines.items():
                yield f"legal_deadlines.yml: {key}.basis", rule.basis
            for key, scale in self.facts.money.scales.items():
                yield f"money_rules.yml: scales.{key}.basis", scale.basis
            for key, table in self.facts.money.lookups.items():
                yield f"money_rules.yml: lookups.{key}.basis", table.basis
        for key, one in self.calculators.items():
            for index, rule_ in enumerate(one.rules):
                yield f"calculators/{key}.yml: rules.{index}.basis", rule_.basis
        for key, paper in self.papers.items():
            for index, text in enumerate(paper.basis):
                yield f"papers/{key}.yml: basis.{index}", text
        for key, way in self.ways.items():
            for name, end in way.ends.items():
                for index, text in enumerate(end.basis):
                    yield f"find/{key}.yml: ends.{name}.basis.{index}", text


def load_shelf(directory: Path = NATIONAL) -> Shelf:
    """The shelf of the settings in `directory`; of what has a mistake, nothing is offered."""
    problems: list[ConfigProblem] = []

    def read(load: Callable[[], T], otherwise: T) -> T:
        try:
            return load()
        except ConfigError as error:
            problems.extend(error.problems)
            return otherwise

    facts = read(lambda: load_facts(directory), None)
    if facts is None:
        return Shelf(mistakes=tuple(problems))
    calculators = read(lambda: load_calculators(facts, directory), {})
    papers = read(lambda: load_papers(facts, calculators, directory), {})
    ways: Mapping[str, Way] = read(
        lambda: load_ways(facts.deadlines, papers, calculators, directory), {}
    )
    for key, one in calculators.items():
        for paper in one.papers:
            if papers and paper not in papers:
                place = f"{CALCULATORS}/{key}.yml: papers"
                problems.append(ConfigProblem(place, f"没有“{paper}”这份文书"))
    return Shelf(facts, calculators, papers, ways, tuple(problems))
