"""A calculator (计算器): `calculators/<id>.yml`, read, proven by its own examples, and run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from pydantic import Field, ValidationError, model_validator

from district.errors import ConfigError, ConfigProblem
from district.frozen import Frozen
from district.layers import NATIONAL, read_folder
from district.loader import problems_of
from selfhelp import CALCULATORS
from selfhelp.evaluating import FUNCTIONS, Evaluator, Stopped
from selfhelp.expression import FormulaError, Node, calls_in, compile_formula, names_in
from selfhelp.facts import Facts
from selfhelp.figures import Value, shown
from selfhelp.inputs import Input, InputError, InputType, Option, parse_input
from selfhelp.listed import Listed

FOLDER = CALCULATORS
_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
KINDS = ("money", "number", "date", "percent", "days", "months", "text")


class Step(Frozen):
    """Exactly one of: a value (`id`, `label`, `is`, `as`), a `stop` that ends, a `note` beside."""

    id: str | None = None
    label: str = ""
    formula: str | None = Field(default=None, alias="is")
    kind: str = Field(default="money", alias="as")
    say: str = ""
    when: str | None = None
    stop: str | None = None
    note: str | None = None
    hidden: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Step:
        said = [part for part in (self.formula, self.stop, self.note) if part is not None]
        if len(said) != 1:
            raise ValueError("每一步只写一样：算式 is、停止 stop 或提醒 note")
        if self.formula is not None and (self.id is None or not (self.label or self.hidden)):
            raise ValueError("写了算式 is，就要写 id 和 label")
        if self.kind not in KINDS:
            raise ValueError(f"as 应为 {'、'.join(KINDS)} 之一")
        return self


class Rule(Frozen):
    """One sentence of the rule, and the law that it stands in."""

    text: str
    basis: str


class Example(Frozen):
    """A worked example, shown on the page; `gives` is what must come out, as it is shown."""

    title: str
    given: Mapping[str, str]
    gives: Mapping[str, str]


class Calculator(Listed):
    """`in_force`: since when the rule holds."""

    in_force: date
    inputs: tuple[Input, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    results: tuple[str, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = Field(min_length=1)
    hints: tuple[str, ...] = ()
    examples: tuple[Example, ...] = Field(min_length=1)
    papers: tuple[str, ...] = ()

    def formula(self, text: str) -> Node:
        return compile_formula(text)

    def problems(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """(key, what is wrong) for names, functions, slots and examples that do not fit."""
        known = {field.id: "inputs" for field in self.inputs}
        for index, one in enumerate(self.inputs):
            yield from self._formula_problems(f"inputs.{index}.when", one.when, known, facts)
            if one.local is not None and one.local not in facts.local:
                yield f"inputs.{index}.local", f"本地数字里没有“{one.local}”"
        for index, step in enumerate(self.steps):
            for key, formula in (("when", step.when), ("is", step.formula)):
                yield from self._formula_problems(f"steps.{index}.{key}", formula, known, facts)
            if step.id is not None:
                if step.id in known:
                    yield f"steps.{index}.id", f"“{step.id}”写了两次"
                known[step.id] = "steps"
            for text in (step.say, step.stop or "", step.note or ""):
                for slot in _SLOT.findall(text):
                    if slot not in known:
                        yield f"steps.{index}", f"文字里的“{{{slot}}}”没有这一项"
        for index, name in enumerate(self.results):
            if known.get(name) != "steps":
                yield f"results.{index}", f"没有“{name}”这一步"

    def _formula_problems(
        self, key: str, text: str | None, known: Mapping[str, str], facts: Facts
    ) -> Iterator[tuple[str, str]]:
        if text is None:
            return
        try:
            node = compile_formula(text)
        except FormulaError as error:
            yield key, str(error)
            return
        for name in names_in(node):
            if name not in known:
                yield key, f"“{name}”在这一步以前没有"
        for name, args in calls_in(node):
            if name not in FUNCTIONS:
                yield key, f"没有“{name}”这个函数"
            tables = {"scale": facts.money.scales, "lookup": facts.money.lookups}.get(name)
            if tables is not None and args[0][0] == "s" and args[0][1] not in tables:
                yield key, f"money_rules.yml 里没有“{args[0][1]}”"

    def example_problems(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """(key, what is wrong) for each example that does not come out as it says."""
        for index, example in enumerate(self.examples):
            outcome = run(self, example.given, facts)
            if outcome.errors or outcome.stopped is not None:
                said = outcome.stopped or "；".join(outcome.errors.values())
                yield f"examples.{index}", f"算不出来：{said}"
                continue
            for name, expected in example.gives.items():
                made = outcome.shown.get(name)
                if made != expected:
                    yield f"examples.{index}.gives", f"“{name}”写的是“{expected}”，算出来是“{made}”"


@dataclass
class Line:
    """One step as it is told: `said` is the sum in words, `details` what functions add."""

    id: str
    label: str
    value: str
    said: str
    details: list[str]
    result: bool


@dataclass
class Outcome:
    """Errors by input; or why there is no answer; or the steps, and what to mind."""

    errors: dict[str, str] = field(default_factory=dict)
    stopped: str | None = None
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)


def run(calculator: Calculator, given: Mapping[str, str], facts: Facts) -> Outcome:
    """Read what was typed, then go through the steps. Raises FormulaError for a broken formula."""
    outcome = Outcome()
    names: dict[str, Value] = {}
    texts: dict[str, str] = {}
    evaluator = Evaluator(facts, names)
    for one in calculator.inputs:
        names[one.id] = None
        if one.when is not None and not evaluator.truth(compile_formula(one.when)):
            continue
        try:
            names[one.id] = parse_input(one, given.get(one.id, one.default))
        except InputError as error:
            outcome.errors[one.id] = str(error)
        texts[one.id] = _input_text(one, names[one.id])
    if outcome.errors:
        return outcome
    try:
        _go(calculator.steps, evaluator, names, texts, outcome, calculator.results)
    except Stopped as stop:
        outcome.stopped = str(stop)
    return outcome


def _input_text(one: Input, value: Value) -> str:
    if one.type is InputType.CHOICE:
        return next((o.label for o in one.options if o.value == value), "未填")
    kind = {InputType.MONEY: "money", InputType.DATE: "date"}.get(one.type, "number")
    return shown(value, kind)


def _go(
    steps: Sequence[Step],
    evaluator: Evaluator,
    names: dict[str, Value],
    texts: dict[str, str],
    outcome: Outcome,
    results: Sequence[str],
) -> None:
    for step in steps:
        if step.id is not None:
            names[step.id] = None
        if step.when is not None and not evaluator.truth(compile_formula(step.when)):
            continue
        if step.stop is not None:
            raise Stopped(_filled(step.stop, texts))
        if step.note is not None:
            outcome.notes.append(_filled(step.note, texts))
            continue
        assert step.id is not None
        assert step.formula is not None
        evaluator.details = []
        names[step.id] = evaluator.value(compile_formula(step.formula))
        texts[step.id] = outcome.shown[step.id] = shown(names[step.id], step.kind)
        if not step.hidden:
            said = _filled(step.say, texts)
            outcome.lines.append(
                Line(
                    step.id,
                    step.label,
                    texts[step.id],
                    said,
                    evaluator.details,
                    step.id in results,
                )
            )


def _filled(text: str, texts: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: texts.get(found[1], "未填"), text)


def load_calculators(facts: Facts, directory: Path = NATIONAL) -> dict[str, Calculator]:
    """Every calculator of the settings in `directory`, in the order of the page.

    Raises ConfigError with every mistake of every file, wrong examples included.
    """
    problems: list[ConfigProblem] = []
    found = read_calculators(facts, directory, problems)
    if problems:
        raise ConfigError(problems)
    return found


def read_calculators(
    facts: Facts, directory: Path, problems: list[ConfigProblem]
) -> dict[str, Calculator]:
    """All that can be read; mistakes go to `problems`, those of what was read as well."""
    found: list[Calculator] = []
    for layered in read_folder(directory, FOLDER, problems):
        key = PurePath(layered.name).stem
        try:
            one = Calculator.model_validate({"id": key, **_with_options(layered.mapping, facts)})
        except ValidationError as error:
            problems += problems_of(error, layered.name)
            continue
        wrong = list(one.problems(facts)) or list(one.example_problems(facts))
        problems += [ConfigProblem(f"{layered.name}: {at}", text) for at, text in wrong]
        found.append(one)
    return {one.id: one for one in sorted(found, key=lambda one: (one.order, one.id))}


def _with_options(data: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """A choice of all legal deadlines is filled from their table."""
    inputs = data.get("inputs")
    if not isinstance(inputs, list):
        return data
    options = [
        Option(value=key, label=f"{rule.title}（{rule.term}）").model_dump()
        for key, rule in facts.deadlines.items()
    ]
    filled = [
        {**one, "options": options}
        if isinstance(one, dict) and one.get("options_from") == "deadlines"
        else one
        for one in inputs
    ]
    return {**data, "inputs": filled}
