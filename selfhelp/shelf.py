"""Everything of self-help that a site offers (自助), read and held together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from selfhelp.calculator import FOLDER as CALCULATORS
from selfhelp.calculator import Calculator, read_calculators
from selfhelp.facts import Facts, load_facts
from selfhelp.paper import Paper, read_papers
from selfhelp.way import Way, read_ways


@dataclass(frozen=True)
class Shelf:
    """`mistakes` are those of everything that was read or could not be read."""

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


NO_SHELF = Shelf()


def load_shelf(directory: Path = NATIONAL) -> Shelf:
    """The shelf of the settings in `directory`, with every mistake in them."""
    problems: list[ConfigProblem] = []
    try:
        facts = load_facts(directory)
    except ConfigError as error:
        return Shelf(mistakes=error.problems)
    calculators = read_calculators(facts, directory, problems)
    papers = read_papers(facts, calculators, directory, problems)
    ways = read_ways(facts.deadlines, papers, calculators, directory, problems)
    for key, one in calculators.items():
        for paper in one.papers:
            if paper not in papers:
                place = f"{CALCULATORS}/{key}.yml: papers"
                problems.append(ConfigProblem(place, f"没有“{paper}”这份文书"))
    return Shelf(facts, calculators, papers, ways, tuple(problems))
